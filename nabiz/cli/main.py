"""The `nabiz` command: a few commands of its own, and every Django command."""

import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version

from nabiz.cli.problems import Problem

Command = Callable[[Sequence[str]], int]
WITHOUT_DATABASE = {"check", "help", "--help", "collectstatic"}
OVER_THE_MIRROR = {"metric", "metrics", "journey"}


def main() -> None:
    """Run the command line. A Problem ends with its sentence and exit code 1, Ctrl-C quietly with 130."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabiz.config.settings")
    arguments = sys.argv[1:] or ["help"]
    try:
        sys.exit(_own(arguments[0])(arguments[1:]))
    except Problem as problem:
        sys.exit(f"nabiz: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if type(error).__name__ != "CommandError":  # Django is imported only by the commands that need it
            raise
        sys.exit(f"nabiz: {error}")


def _own(name: str) -> Command:
    match name:
        case "serve":
            from nabiz.cli.serve import serve

            return serve
        case "worker":
            from nabiz.cli.worker import worker

            return worker
        case "demo":
            from nabiz.cli.demo import demo

            return demo
        case "--version":
            return _version
        case "backup" | "restore":
            from nabiz.cli import archive

            return archive.backup if name == "backup" else archive.restore
        case _:
            return _django(name)


def _version(arguments: Sequence[str]) -> int:
    print(f"Nabız {version('nabiz')}")  # noqa: T201
    return 0


def _django(name: str) -> Command:
    def run(arguments: Sequence[str]) -> int:
        from django.core.management import execute_from_command_line

        from nabiz.cli.database import database
        from nabiz.config.home import home_folder

        line = ["nabiz", name, *arguments]
        if name in WITHOUT_DATABASE or "--help" in arguments:
            execute_from_command_line(line)
            return 0
        with database(home_folder()):
            if name != "migrate":
                from nabiz.cli import prepare

                prepare.migrate()
                prepare.speak()
            if name in OVER_THE_MIRROR:
                prepare.refresh_mirror()
            execute_from_command_line(line)
        return 0

    return run
