from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamApp(AppConfig):
    name = "nabiz.team"
    label = "team"
    verbose_name = _("Team")

    def ready(self) -> None:
        from nabiz.team import events, settings_pages  # noqa: F401  events declares the kinds
        from nabiz.team.preferences import save_preference
        from nabiz.ui import navigation, preferences, stylesheet

        preferences.register_saver(save_preference)
        stylesheet.register_stylesheet("team/settings.css")
        stylesheet.register_stylesheet("team/sign-in.css")
        navigation.register(
            navigation.Entry("team", _("Settings"), "team:settings", "settings", needs="see", order=90, group="foot")
        )
        navigation.register(
            navigation.Entry("me", _("Profile"), "team:me", "circle-user", needs="see", order=10, group="member")
        )
        settings_pages.register_own()
