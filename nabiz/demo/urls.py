from django.urls import path

from nabiz.demo.views.demo import demo, filling, removal

app_name = "demo"
urlpatterns = [
    path("", demo, name="demo"),
    path("filling/", filling, name="filling"),
    path("removal/", removal, name="removal"),
]
