"""`nabiz serve`: one parent for PostgreSQL, the web server and the worker."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from nabiz.cli.database import check_server
from nabiz.cli.lock import owning
from nabiz.cli.postgres import Postgres, free_port, start_postgres
from nabiz.cli.problems import Problem, terminal_language
from nabiz.config.home import home_folder

CHILDREN_END_WITHIN = 3.5
SAID = {
    "en": ("Nabız is at {url}", "Nabız is stopping.", "First start: {url}"),
    "tr": ("Nabız {url} adresinde", "Nabız duruyor.", "İlk kurulum: {url}"),
}


def serve(arguments: Sequence[str], *, first: Callable[[], None] = lambda: None) -> int:
    """Serve until told to stop. `first` is done once the database is ready, before anybody is let in."""
    options = _parser().parse_args(arguments)
    home = home_folder()
    with (
        _listening(options.host, options.port) as listener,
        owning(home, url=_url(options.port)),
        _postgres() as postgres,
    ):
        from nabiz.cli import prepare

        prepare.migrate()
        first()
        prepare.collect_static()
        _lead_in()
        return _run(listener, options, postgres)


def _lead_in() -> None:
    """Before the first start is through, the terminal is the only place that knows the way in."""
    from nabiz.team.queries import setup_url

    if way_in := setup_url():
        print(SAID[terminal_language()][2].format(url=way_in), flush=True)  # noqa: T201


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("nabiz serve")
    parser.add_argument("--host", default=os.environ.get("NABIZ_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("NABIZ_PORT", "8000")))
    parser.add_argument("--no-worker", action="store_true", help="leave jobs, intake and mirror to `nabiz worker`")
    parser.add_argument("--reload", action="store_true", help="start anew when the code changes")
    return parser


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """The web server's socket, taken before anything is started, so that nothing has to be undone."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    with listener:
        try:
            listener.bind((host, port))
        except OSError as error:
            raise Problem("port_taken", port=port, free=free_port()) from error
        listener.listen(1024)
        listener.set_inheritable(True)
        yield listener


@contextmanager
def _postgres() -> Iterator[Postgres | None]:
    """Our own server, or nothing to watch where DATABASE_URL names another."""
    if url := os.environ.get("DATABASE_URL"):
        check_server(url)
        yield None
        return
    postgres = start_postgres(home_folder())
    try:
        yield postgres
    finally:
        postgres.stop()


def _run(listener: socket.socket, options: argparse.Namespace, postgres: Postgres | None) -> int:
    """Start the children and wait until one of them, the database or the person at the terminal ends it."""
    stopping: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    children = {"web": _web(listener, options.reload)}
    if not options.no_worker:
        children["worker"] = _child("worker")
    print(SAID[terminal_language()][0].format(url=_url(options.port)), flush=True)  # noqa: T201
    try:
        while not stopping:
            time.sleep(0.1)
            if not stopping:
                _check(children, postgres)
    finally:
        _end(list(children.values()))
    print(SAID[terminal_language()][1], flush=True)  # noqa: T201
    return 0


def _check(children: dict[str, subprocess.Popen[bytes]], postgres: Postgres | None) -> None:
    """Raises Problem where something ended by itself. The database first: without it the others soon end as well."""
    if postgres and postgres.process.poll() is not None:
        raise Problem("postgres_ended", log=str(postgres.folder / "server.log"))
    for what, child in children.items():
        if child.poll() is not None:
            raise Problem("child_ended", what=what, code=child.returncode)


def _web(listener: socket.socket, reload: bool) -> subprocess.Popen[bytes]:
    return _child("web", *(["--reload"] if reload else []), "--fd", str(listener.fileno()), keep=listener.fileno())


def _child(module: str, *arguments: str, keep: int | None = None) -> subprocess.Popen[bytes]:
    """A child reads a pipe from us: when we are gone, however it came, it reads the end and stops."""
    return subprocess.Popen(
        [sys.executable, "-m", f"nabiz.cli.{module}", *arguments],
        stdin=subprocess.PIPE,
        pass_fds=[keep] if keep is not None else [],
    )


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + CHILDREN_END_WITHIN
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _url(port: int) -> str:
    return os.environ.get("NABIZ_URL", f"http://localhost:{port}")
