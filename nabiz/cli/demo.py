"""`nabiz demo`: fill an installation with a made-up company, and serve it."""

import sys
from collections.abc import Sequence

from nabiz.cli.database import database
from nabiz.cli.lock import owner_of
from nabiz.cli.problems import terminal_language
from nabiz.config.home import home_folder

ALREADY_SERVED = {
    "en": "Nabız already serves this installation at {url}",
    "tr": "Bu kurulum zaten {url} adresinde sunuluyor",
}


def demo(arguments: Sequence[str]) -> int:
    home = home_folder()
    is_served = False
    with database(home):
        from nabiz.cli import prepare

        prepare.migrate()
        prepare.speak()
        is_served = owner_of(home)["url"] != "–"
        from django.core.management import call_command

        call_command("demo", *(each for each in arguments if each != "--no-serve"))
        prepare.refresh_mirror()
    if "--no-serve" in arguments or "--remove" in arguments or "--help" in arguments:
        return 0
    if is_served:
        print(ALREADY_SERVED[terminal_language()].format(**owner_of(home)))  # noqa: T201
        return 0
    from nabiz.cli.serve import serve

    sys.stdout.flush()
    return serve([])
