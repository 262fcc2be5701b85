from django.apps import AppConfig


class PulseApp(AppConfig):
    name = "nabiz.pulse"
    label = "pulse"
