from django.urls import path

from nabiz.followups.views import heard

app_name = "heard"
urlpatterns = [
    path("", heard.heard, name="heard"),
    path("<int:number>/", heard.story, name="story"),
    path("<slug:language>.atom", heard.feed, name="feed"),
]
