from procrastinate.contrib.django import app

from nabiz.reviews.models import Feed
from nabiz.reviews.polling import look_at, look_at_due_feeds


@app.periodic(cron="*/5 * * * *")
@app.task(name="reviews.look_at_feeds", queueing_lock="look_at_feeds")
def look_at_feeds(timestamp: int) -> None:
    look_at_due_feeds()


@app.task(name="reviews.look_now")
def look_now(feed: int) -> None:
    for its in Feed.objects.filter(pk=feed):
        look_at(its)
