from procrastinate.contrib.django import app

from nabiz.assist.problems import NotAsked
from nabiz.themes.learning import grow_themes
from nabiz.themes.models import Theme
from nabiz.themes.wording import word_due_themes, word_theme

LOCK = "assist"  # one request at a time


@app.periodic(cron="37 3 * * *")
@app.task(name="themes.grow", queueing_lock="grow_themes")
def grow(timestamp: int) -> None:
    """Every night themes learn from what came during the day; old texts stay where they are."""
    grow_themes()


@app.periodic(cron="23 5 * * *")
@app.task(name="themes.word_due", queueing_lock="word_due_themes", lock=LOCK)
def word_due(timestamp: int) -> None:
    """After that the language model names and sums up what is new, where the owner has turned one on."""
    word_due_themes()


@app.task(name="themes.word", lock=LOCK)
def word(theme: int) -> None:
    for its in Theme.objects.present().filter(pk=theme):
        try:
            word_theme(its)
        except NotAsked:
            return  # the theme keeps the reason
