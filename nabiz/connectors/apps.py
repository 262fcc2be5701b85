from django.apps import AppConfig


class ConnectorsApp(AppConfig):
    name = "nabiz.connectors"
    label = "connectors"
