from django.apps import AppConfig


class CustomersApp(AppConfig):
    name = "nabiz.customers"
    label = "customers"
