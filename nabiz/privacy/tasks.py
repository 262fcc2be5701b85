from procrastinate.contrib.django import app

from nabiz.privacy.outdated import delete_outdated
from nabiz.privacy.scrubbing import finish_erasures


@app.periodic(cron="37 3 * * *")
@app.task(name="privacy.finish_erasures", queueing_lock="finish_erasures")
def finish(timestamp: int) -> None:
    """Erased customers leave the files of the mirror and of the tables in the following night."""
    finish_erasures(whole=False)


@app.periodic(cron="7 4 * * *")
@app.task(name="privacy.delete_outdated", queueing_lock="delete_outdated")
def delete(timestamp: int) -> None:
    """What has been kept for as long as its rule says goes in the night."""
    delete_outdated()
