"""A child of `nabiz serve` does not outlive it."""

import os
import signal
import threading
import time

LAST_WORDS = 4.0


def end_with_parent() -> None:
    """Stop this process when the pipe from the parent closes, and leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.read(0, 1024):  # not sys.stdin: its lock would be in the way of a clean end
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(LAST_WORDS)
        os._exit(1)  # whoever still waits for a database that is gone; what was not committed is done again

    threading.Thread(target=watch, daemon=True).start()
