from procrastinate.contrib.django import app

from nabiz.themes.learning import grow_themes


@app.periodic(cron="37 3 * * *")
@app.task(name="themes.grow", queueing_lock="grow_themes")
def grow(timestamp: int) -> None:
    """Every night themes learn from what came during the day; old texts stay where they are."""
    grow_themes()
