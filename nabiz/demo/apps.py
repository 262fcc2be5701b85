from django.apps import AppConfig


class DemoApp(AppConfig):
    name = "nabiz.demo"
    label = "demo"
