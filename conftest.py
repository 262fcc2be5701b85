"""A real Postgres for the whole run, and the fixed cast of people that every test may ask for."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

_postgres = None


def pytest_configure(config):
    """Settings read the environment at import, so the server must be there before Django is."""
    global _postgres
    if os.environ.get("NABIZ_TEST_READY"):
        return
    home = Path(tempfile.mkdtemp(prefix="nabiz-test-"))
    os.environ["NABIZ_HOME"] = str(home)
    os.environ.setdefault("NABIZ_SECRET_KEY", "only-for-tests")
    if "DATABASE_URL" not in os.environ:
        from nabiz.cli.postgres import start_postgres

        _postgres = start_postgres(home, fsync=False)
        os.environ["DATABASE_URL"] = _postgres.url
    os.environ["NABIZ_TEST_READY"] = str(os.getpid())


def pytest_unconfigure(config):
    if os.environ.get("NABIZ_TEST_READY") != str(os.getpid()):
        return
    if _postgres:
        _postgres.stop()
    shutil.rmtree(os.environ["NABIZ_HOME"], ignore_errors=True)
