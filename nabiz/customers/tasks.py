from procrastinate.contrib.django import app

from nabiz.customers.candidates import look_for_duplicates
from nabiz.customers.membership import refresh_memberships


@app.periodic(cron="*/15 * * * *")
@app.task(name="customers.refresh_segments", queueing_lock="refresh_segments")
def refresh_segments(timestamp: int) -> None:
    """Days pass and events come: who is in a segment by what they did changes without anybody's doing."""
    refresh_memberships()


@app.periodic(cron="*/10 * * * *")
@app.task(name="customers.look_for_duplicates", queueing_lock="look_for_duplicates")
def look_for_duplicates_now_and_then(timestamp: int) -> None:
    """New and changed customers are compared with all who share something with them."""
    look_for_duplicates()
