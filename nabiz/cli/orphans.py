"""A child of `nabiz serve` does not outlive it."""

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    """Stop this process when the pipe from the parent closes, and leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
