from procrastinate.contrib.django import app

from nabiz.demo.commands import fill_demo, remove_demo

LOCK = "demo"


@app.task(name="demo.fill", lock=LOCK, queueing_lock=LOCK)
def fill() -> None:
    """Half a minute of work; cut off, it goes on where it was when it is run again."""
    fill_demo()


@app.task(name="demo.remove", lock=LOCK, queueing_lock=LOCK)
def remove() -> None:
    remove_demo()
