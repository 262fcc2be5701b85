"""`nabiz demo`: fill an installation with a made-up company, and serve it."""

from collections.abc import Sequence

from nabiz.cli.database import database, is_served
from nabiz.cli.lock import owner_of
from nabiz.cli.problems import terminal_language
from nabiz.config.home import home_folder

ONLY_FILLS = {"--no-serve", "--remove", "--help"}
ALREADY_SERVED = {
    "en": "Nabız already serves this installation at {url}",
    "tr": "Bu kurulum zaten {url} adresinde sunuluyor",
}


def demo(arguments: Sequence[str]) -> int:
    home = home_folder()
    if not ONLY_FILLS & set(arguments) and not is_served(home):
        from nabiz.cli.serve import serve

        return serve([], first=lambda: _fill(arguments))
    with database(home):
        from nabiz.cli import prepare

        prepare.migrate()
        _fill(arguments)
    if not ONLY_FILLS & set(arguments):
        print(ALREADY_SERVED[terminal_language()].format(**owner_of(home)))  # noqa: T201
    return 0


def _fill(arguments: Sequence[str]) -> None:
    from django.core.management import call_command

    from nabiz.cli import prepare

    prepare.speak()
    call_command("demo", *arguments)
    prepare.refresh_mirror()
