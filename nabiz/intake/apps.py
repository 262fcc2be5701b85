from django.apps import AppConfig


class IntakeApp(AppConfig):
    name = "nabiz.intake"
    label = "intake"
