from django.apps import AppConfig


class ThemesApp(AppConfig):
    name = "nabiz.themes"
    label = "themes"
