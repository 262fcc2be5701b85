from procrastinate.contrib.django import app

from nabiz.reviews.answers import deliver
from nabiz.reviews.models import Feed, Site
from nabiz.reviews.polling import look_at, look_at_due_places, look_at_site


@app.periodic(cron="*/5 * * * *")
@app.task(name="reviews.look_at_feeds", queueing_lock="look_at_feeds")
def look_at_feeds(timestamp: int) -> None:
    look_at_due_places()


@app.task(name="reviews.look_now")
def look_now(feed: int) -> None:
    for its in Feed.objects.filter(pk=feed):
        look_at(its)


@app.task(name="reviews.look_at_site_now")
def look_at_site_now(site: int) -> None:
    for its in Site.objects.filter(pk=site):
        look_at_site(its)


@app.task(name="reviews.send_reply")
def send_reply(reply: int) -> None:
    deliver(reply)
