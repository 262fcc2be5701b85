from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsApp(AppConfig):
    name = "nabiz.reviews"
    label = "reviews"

    def ready(self) -> None:
        from nabiz.customers import erasure
        from nabiz.reviews import events, metrics  # noqa: F401  declares the numbers of this package
        from nabiz.reviews.forgetting import forget
        from nabiz.themes.sources import hear
        from nabiz.ui.navigation import Entry, register
        from nabiz.ui.stylesheet import register_stylesheet

        register(Entry("reviews", _("Reviews"), "reviews:reviews", "star", needs="see", order=35))
        register_stylesheet("reviews/reviews.css")
        _register_settings()
        erasure.register("reviews", forget)
        hear(events.ReviewPosted, "title", "body", same=("site", "review"))
        hear(events.ReviewEdited, "title", "body", same=("site", "review"))


def _register_settings() -> None:
    from nabiz.team import settings_pages

    settings_pages.register(
        settings_pages.SettingsPage(
            _("Feeds"),
            _("Review sites, forums and blogs that Nabız looks at for new words about you."),
            "reviews:feeds",
            "rss",
            "connect",
            order=40,
        )
    )
    settings_pages.register(
        settings_pages.SettingsPage(
            _("Review sites"),
            _("Your accounts at app stores and review sites, whose reviews come in and are answered from here."),
            "reviews:sites",
            "star",
            "connect",
            order=39,
        )
    )
