from procrastinate.contrib.django import app

from nabiz.customers.membership import refresh_memberships


@app.periodic(cron="*/15 * * * *")
@app.task(name="customers.refresh_segments", queueing_lock="refresh_segments")
def refresh_segments(timestamp: int) -> None:
    """Days pass and events come: who is in a segment by what they did changes without anybody's doing."""
    refresh_memberships()
