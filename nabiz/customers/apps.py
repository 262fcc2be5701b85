from django.apps import AppConfig


class CustomersApp(AppConfig):
    name = "nabiz.customers"
    label = "customers"

    def ready(self) -> None:
        from nabiz.customers import events  # noqa: F401  declares the kinds of this package
