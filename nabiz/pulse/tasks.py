from procrastinate.contrib.django import app

from nabiz.pulse.weekly.mails import send_due


@app.periodic(cron="*/10 * * * *")
@app.task(name="pulse.weekly", queueing_lock="weekly")
def send_weekly_mails(timestamp: int) -> None:
    """On Mondays from eight on the company's clock, the week goes to every member who has not refused it."""
    send_due()
