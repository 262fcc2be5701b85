from django.urls import path

from nabiz.team.views import setup

app_name = "team"
urlpatterns = [
    path("setup/", setup.setup, name="setup"),
]
