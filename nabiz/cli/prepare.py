"""Bring an installation to where this version of the code expects it."""

import django
from django.core.management import call_command
from django.utils import translation

from nabiz.cli.problems import terminal_language


def migrate() -> None:
    """Migrate the database if anything is left to migrate, one process at a time."""
    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [0x6E61_6262])
        try:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [0x6E61_6262])


def speak() -> None:
    """Commands answer in the language of the terminal."""
    translation.activate(terminal_language())


def refresh_mirror() -> None:
    """Where no worker keeps the mirror, answers would be of the past. A running worker is not disturbed."""
    from nabiz.timeline.mirror.commands import refresh

    refresh()


def collect_static() -> None:
    """Hash and compress the static files into the home folder, where anything changed since the last time."""
    call_command("collectstatic", verbosity=0, interactive=False)
