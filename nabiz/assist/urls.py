from django.urls import path

from nabiz.assist.views import settings

app_name = "assist"
urlpatterns = [
    path("", settings.settings, name="settings"),
    path("removal/", settings.removal, name="removal"),
    path("trial/", settings.trial, name="trial"),
]
