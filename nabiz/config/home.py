"""The home folder: where an installation keeps its data, its key and how to reach its Postgres."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def home_folder() -> Path:
    return Path(os.environ.get("NABIZ_HOME", ".nabiz")).resolve()


def secret_key(home: Path) -> str:
    """NABIZ_SECRET_KEY, or one that is made once and kept in the home folder."""
    if given := os.environ.get("NABIZ_SECRET_KEY"):
        return given
    path = home / "secret_key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def database_url(home: Path) -> str:
    """DATABASE_URL, else the address that the embedded Postgres of this home folder left behind."""
    if given := os.environ.get("DATABASE_URL"):
        return given
    address = home / "postgres.url"
    return address.read_text().strip() if address.exists() else "postgresql://nabiz@127.0.0.1:1/nabiz"


def database_settings(home: Path) -> dict[str, Any]:
    url = urlsplit(database_url(home))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")) or "nabiz",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "OPTIONS": {**dict(parse_qsl(url.query)), "connect_timeout": 10},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
