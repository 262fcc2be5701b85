from django.apps import AppConfig


class CustomersApp(AppConfig):
    name = "nabiz.customers"
    label = "customers"

    def ready(self) -> None:
        from nabiz.customers import dimensions, events, exports, places  # noqa: F401  events declares the kinds of this package
        from nabiz.customers.blacking import forget_in_texts
        from nabiz.customers.erasure import register
        from nabiz.timeline.exports import register_export
        from nabiz.ui import jump, navigation
        from nabiz.ui.stylesheet import register_stylesheet

        navigation.register(places.ENTRY)
        jump.register_provider(places.jump_to)
        dimensions.register_all()
        register("texts", forget_in_texts)
        register_export(exports.EXPORT)
        register_stylesheet("customers/builder.css")
        register_stylesheet("customers/list.css")
        register_stylesheet("customers/customer.css")
        register_stylesheet("customers/duplicates.css")
