from django.apps import AppConfig


class PrivacyApp(AppConfig):
    name = "nabiz.privacy"
    label = "privacy"
