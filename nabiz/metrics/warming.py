"""Make the first page as fast as the later ones: compile and count before anybody asks."""

import logging

from nabiz.metrics.definitions import declared_metrics
from nabiz.metrics.tiles import tiles_for
from nabiz.team.queries import company

log = logging.getLogger(__name__)


def warm_up() -> None:
    """Ask every metric as the front page does. Whatever goes wrong is only logged: nobody waits for it."""
    try:
        if home := company():
            tiles_for([metric.name for metric in declared_metrics()], home)
    except Exception:
        log.exception("The numbers could not be asked ahead of time.")
