from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsApp(AppConfig):
    name = "nabiz.reviews"
    label = "reviews"

    def ready(self) -> None:
        from nabiz.customers import erasure
        from nabiz.reviews import events, metrics  # noqa: F401  declares the numbers of this package
        from nabiz.reviews.forgetting import forget
        from nabiz.team import settings_pages
        from nabiz.themes.sources import hear
        from nabiz.ui.navigation import Entry, register
        from nabiz.ui.stylesheet import register_stylesheet

        register(Entry("reviews", _("Reviews"), "reviews:reviews", "star", needs="see", order=35))
        register_stylesheet("reviews/reviews.css")
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
        erasure.register("reviews", forget)
        settings_pages.register(
            settings_pages.SettingsPage(
                _("Review sites"),
                _("Your accounts at app stores, whose reviews come in and are answered from here."),
                "reviews:sites",
                "star",
                "connect",
                order=39,
            )
        )
        hear(events.ReviewPosted, "title", "body", same=("site", "review"))
        hear(events.ReviewEdited, "title", "body", same=("site", "review"))
