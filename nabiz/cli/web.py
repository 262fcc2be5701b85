"""The web server: uvicorn on the socket that the parent has opened."""

import argparse
import os
import signal
import socket
import threading
import warnings
from types import FrameType

import uvicorn
from uvicorn.supervisors import ChangeReload

from nabiz.cli.orphans import end_with_parent

OPEN_STREAMS_END_WITHIN = 2  # uvicorn would wait for them for ever


class Server(uvicorn.Server):
    """Ctrl-C reaches the whole terminal; only the parent acts on it."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer at once, and get the usual questions ready meanwhile."""
        await super().startup(sockets)
        threading.Thread(target=_warm_up, daemon=True).start()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if sig != signal.SIGINT:
            super().handle_exit(sig, frame)


def _warm_up() -> None:
    from django.db import connections

    from nabiz.metrics.warming import warm_up

    warm_up()
    connections.close_all()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--reload", action="store_true")
    options = parser.parse_args()
    end_with_parent()
    if options.reload:
        os.environ["NABIZ_DEBUG"] = "1"
    # Static files are small and sent at once; exports bring asynchronous iterators of their own.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
    config = uvicorn.Config(
        "nabiz.config.asgi:application",
        lifespan="on",
        log_config=None,  # as Django has it: uvicorn's own would print what must not be in a log
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=os.environ.get("NABIZ_BEHIND_PROXY") == "1",
        timeout_graceful_shutdown=OPEN_STREAMS_END_WITHIN,
        reload=options.reload,
        reload_dirs=["nabiz"] if options.reload else None,
        reload_includes=["*.py", "*.html", "*.css", "*.js", "*.mo"] if options.reload else None,
    )
    # Not uvicorn's own `fd`: it takes every socket for a Unix one, and answers then wait 40 ms for an acknowledgement.
    listener = socket.socket(fileno=options.fd)
    if options.reload:
        ChangeReload(config, target=Server(config).run, sockets=[listener]).run()
    else:
        Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
