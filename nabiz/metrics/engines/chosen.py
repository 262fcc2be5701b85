"""The engine that this installation answers with."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from nabiz.metrics.engines.base import Engine
from nabiz.metrics.engines.duck import Duck


def engine() -> Engine:
    """The engine named by NABIZ_ENGINE, over the present mirror. ImproperlyConfigured for a name that is none."""
    return _made(str(settings.ENGINE), Path(settings.MIRROR).resolve())


@lru_cache(maxsize=4)
def _made(name: str, mirror: Path) -> Engine:
    if name == "duckdb":
        return Duck(mirror)
    raise ImproperlyConfigured(f"NABIZ_ENGINE is {name!r}; the engine that Nabız has is duckdb.")
