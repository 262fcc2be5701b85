"""Starts the processes of an installation again and again for a test that kills them: Django is imported once.

Started with a home folder and a port. Each line on its input starts PostgreSQL, the web server and the drain in a process
group of their own; the group's number is the answer. Postgres flushes to the disk as in production.
"""

import os
import signal
import sys
import threading
from pathlib import Path

home, port = Path(sys.argv[1]), int(sys.argv[2])
os.environ |= {"NABIZ_HOME": str(home), "DATABASE_URL": "postgresql://nabiz@127.0.0.1:1/nabiz"}
os.environ["DJANGO_SETTINGS_MODULE"] = "nabiz.config.settings"

import django  # noqa: E402
import uvicorn  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from nabiz.cli.postgres import start_postgres  # noqa: E402
from nabiz.config.asgi import application  # noqa: E402
from nabiz.config.home import database_settings  # noqa: E402
from nabiz.intake import drain  # noqa: E402
from nabiz.timeline.mirror import commands as mirror  # noqa: E402


def live():
    """The leader of the group: web server, with the drain, the mirror and Postgres as children."""
    os.setsid()
    os.environ["DATABASE_URL"] = start_postgres(home).url
    settings = database_settings(home)
    connections["default"].settings_dict.update({name: settings[name] for name in ("HOST", "PORT", "USER", "PASSWORD")})
    if not (home / "migrated").exists():
        call_command("migrate", verbosity=0, skip_checks=True)
        connections.close_all()
        (home / "migrated").touch()
    for run in (drain.run, mirror.run):
        if os.fork() == 0:
            run(threading.Event())
    uvicorn.run(application, port=port, access_log=False, log_level="critical", lifespan="on")


signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed are not waited for
for _ in sys.stdin:
    leader = os.fork()
    if leader == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        live()
        os._exit(0)
    sys.stdout.write(f"{leader}\n")
    sys.stdout.flush()
