from django.apps import AppConfig


class ImportsApp(AppConfig):
    name = "nabiz.imports"
    label = "imports"
