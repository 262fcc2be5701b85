from django.apps import AppConfig


class SuccessApp(AppConfig):
    name = "nabiz.success"
    label = "success"
