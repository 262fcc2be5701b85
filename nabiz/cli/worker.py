"""The worker: jobs and cron from Postgres, the intake's drain, the mirror and the reader of texts, in threads."""

import asyncio
import logging
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import django

from nabiz.cli.orphans import end_with_parent

if TYPE_CHECKING:
    from procrastinate.manager import JobManager

AGAIN_AFTER = 2.0
LOOK_EVERY = 10.0
MOST_TIMES = 5  # a job that ends its worker each time is not tried for ever
log = logging.getLogger(__name__)


def worker(arguments: Sequence[str]) -> int:
    """`nabiz worker`: the same, on a machine of its own."""
    from nabiz.cli.database import database
    from nabiz.cli.prepare import migrate
    from nabiz.config.home import home_folder

    with database(Path(home_folder())):
        migrate()
        work()
    return 0


def work() -> None:
    """Work until SIGTERM. A job that is cut off is run again."""
    django.setup()
    from nabiz.intake import drain
    from nabiz.themes import reading
    from nabiz.timeline.mirror import commands as mirror

    stop = threading.Event()
    threads = [
        threading.Thread(target=run, args=[stop], name=run.__module__, daemon=True)
        for run in (drain.run, mirror.run, reading.run)
    ]
    for thread in threads:
        thread.start()
    try:
        asyncio.run(_jobs())
    finally:
        stop.set()
        for thread in threads:
            thread.join(2)


async def _jobs() -> None:
    """Procrastinate ends when it loses its connection; trouble with the database is waited out, as the threads do."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    stopping = asyncio.create_task(stop.wait())
    while not stop.is_set():
        running = asyncio.create_task(_run_jobs())
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        running.cancel()
        await asyncio.wait({running})
        if not stop.is_set():
            log.warning("The jobs wait for the database, %s s", AGAIN_AFTER)
            await asyncio.wait({stopping}, timeout=AGAIN_AFTER)


async def _run_jobs() -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = cast(DjangoConnector, app.connector)
    with app.replace_connector(connector.get_worker_connector()) as jobs:
        async with jobs.open_async():
            again = asyncio.create_task(_run_again(jobs.job_manager))
            try:
                await jobs.run_worker_async(
                    install_signal_handlers=False, shutdown_graceful_timeout=1.5, delete_jobs="successful"
                )
            finally:
                again.cancel()
                await asyncio.gather(again, return_exceptions=True)


async def _run_again(jobs: "JobManager") -> None:
    """A job whose worker was killed stands as running for ever, and so does its lock. Whoever works takes it up."""
    from procrastinate.jobs import Status

    while True:
        for job in await jobs.get_stalled_jobs():
            if job.attempts < MOST_TIMES:
                await jobs.retry_job(job)
            else:
                log.error("The job %s was cut off %s times and is given up", job.task_name, MOST_TIMES)
                await jobs.finish_job(job, status=Status.FAILED, delete_job=False)
        await asyncio.sleep(LOOK_EVERY)


if __name__ == "__main__":
    end_with_parent()
    work()
    sys.exit(0)
