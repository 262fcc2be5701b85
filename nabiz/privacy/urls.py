from django.urls import path

from nabiz.privacy.views import choices

app_name = "privacy"
urlpatterns = [
    path("c/<str:token>/", choices.choice, name="choice"),
]
