from django.apps import AppConfig


class TeamApp(AppConfig):
    name = "nabiz.team"
    label = "team"
