from procrastinate.contrib.django import app

from nabiz.privacy.scrubbing import finish_erasures


@app.periodic(cron="37 3 * * *")
@app.task(name="privacy.finish_erasures", queueing_lock="finish_erasures")
def finish(timestamp: int) -> None:
    """Erased customers leave the files of the mirror and of the tables in the following night."""
    finish_erasures(whole=False)
