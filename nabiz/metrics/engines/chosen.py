"""The engine that this installation answers with."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from nabiz.metrics.engines.base import Engine

ENGINES = ("duckdb", "postgres", "spark")


def engine() -> Engine:
    """The engine named by NABIZ_ENGINE, over the present mirror. ImproperlyConfigured for a name that is none."""
    return _made(engine_name(), Path(settings.MIRROR).resolve())


def engine_name() -> str:
    return str(settings.ENGINE)


@lru_cache(maxsize=4)
def _made(name: str, mirror: Path) -> Engine:
    """Imported only when chosen: an engine that is not there must not be in the way of the others."""
    match name:
        case "duckdb":
            from nabiz.metrics.engines.duck import Duck

            return Duck(mirror)
        case "postgres":
            from nabiz.metrics.engines.postgres import Postgres

            return Postgres()
        case "spark":
            from nabiz.metrics.engines.spark import Spark

            return Spark()
    raise ImproperlyConfigured(f"NABIZ_ENGINE is {name!r}; the engines that Nabız has are {', '.join(ENGINES)}.")
