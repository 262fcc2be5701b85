"""The web server: uvicorn on the socket that the parent has opened."""

import argparse
import os
import signal
import warnings
from types import FrameType

import uvicorn

from nabiz.cli.orphans import end_with_parent

OPEN_STREAMS_END_WITHIN = 2  # uvicorn would wait for them for ever


class Server(uvicorn.Server):
    """Ctrl-C reaches the whole terminal; only the parent acts on it."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if sig != signal.SIGINT:
            super().handle_exit(sig, frame)


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
        fd=options.fd,
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=os.environ.get("NABIZ_BEHIND_PROXY") == "1",
        timeout_graceful_shutdown=OPEN_STREAMS_END_WITHIN,
        reload=options.reload,
        reload_dirs=["nabiz"] if options.reload else None,
        reload_includes=["*.py", "*.html", "*.css", "*.js", "*.mo"] if options.reload else None,
    )
    if options.reload:
        from uvicorn.supervisors import ChangeReload

        ChangeReload(config, target=Server(config).run, sockets=[config.bind_socket()]).run()
    else:
        Server(config).run()


if __name__ == "__main__":
    main()
