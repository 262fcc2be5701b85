from django.apps import AppConfig


class MetricsApp(AppConfig):
    name = "nabiz.metrics"
    label = "metrics"
