from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsApp(AppConfig):
    name = "nabiz.metrics"
    label = "metrics"

    def ready(self) -> None:
        from nabiz.metrics import events  # noqa: F401  declares the kinds
        from nabiz.ui.navigation import Entry, register
        from nabiz.ui.stylesheet import register_stylesheet

        register(Entry("metrics", _("Metrics"), "metrics:metrics", "chart-line", needs="see", order=30))
        register_stylesheet("metrics/metrics.css")
