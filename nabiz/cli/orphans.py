"""A child of `nabiz serve` does not outlive it."""

import os
import signal
import threading


def end_with_parent() -> None:
    """Stop this process when the pipe from the parent closes, and leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.read(0, 1024):  # not sys.stdin: its lock would be in the way of a clean end
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
