"""Apache Spark over the mirror's Parquet files: on this machine, or on a cluster that sees the same folder."""

import logging
import os
import shutil
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import uuid4

import ibis
import pyarrow as pa
from django.conf import settings
from django.utils.translation import gettext as _

from nabiz.metrics.engines.base import Files, MirrorMoved, Select, Table, Unanswered, took_too_long
from nabiz.metrics.engines.files import is_readable

TYPES = {
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "string": "STRING",
    "boolean": "BOOLEAN",
    "decimal(18, 4)": "DECIMAL(18, 4)",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
}
INSTANT = pa.timestamp("us", "UTC")
ANSWERS_WITHIN = 3.0  # seconds that a master has to accept a connection
# What answers depend on; the rest is the operator's, in spark-defaults.conf.
FIXED = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}
USUAL = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
ON_THIS_MACHINE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


class Spark:
    """One session for the whole process, started with the first question; each question has a space of names of its
    own, so that threads do not meet."""

    reads: Literal["mirror", "database"] = "mirror"
    holds = False

    def compile(self, expression: Any) -> str:
        assert ibis.pyspark  # brings its options, which a column of floats asks for
        return str(ibis.to_sql(expression, dialect="pyspark"))

    def columns_read(self, query: str, expression: Any) -> Mapping[str, tuple[str, ...]]:
        return {}

    def run(self, query: str, tables: Mapping[str, Table]) -> pa.Table:
        session = _session().newSession()
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            with _in_time(session):
                for name, table in tables.items():
                    _frame(session, table).createOrReplaceTempView(name)
                return session.sql(query).toArrow()
        except (PySparkException, Py4JError) as error:
            if is_readable(tables.values()):
                raise
            raise MirrorMoved(str(error).partition("\n")[0]) from error


_starting = threading.Lock()


def _session() -> Any:
    """The session that pyspark keeps for the process, made where there is none or where it ended."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise Unanswered(_("The engine Spark is not installed. Run: pip install 'nabiz[spark]'")) from error
    with _starting:
        session = SparkSession._instantiatedSession
        return session if _is_alive(session) else _start(settings.SPARK_MASTER)


def _start(master: str) -> Any:
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

    _check_java()
    _check_master(master)
    _forget_what_ended()
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)  # it writes whole queries
    configuration = SparkConf(loadDefaults=True).setAppName("nabiz").setMaster(master).setAll(list(FIXED.items()))
    for name, value in (USUAL | (ON_THIS_MACHINE if _is_here(master) else {})).items():
        configuration.setIfMissing(name, value)
    try:
        session = SparkSession.builder.config(conf=configuration).getOrCreate()
    except Exception as error:
        raise _silent(master) from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def _check_java() -> None:
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise Unanswered(_("Spark needs Java 17, and there is none. On Debian: apt install openjdk-17-jre-headless"))


def _check_master(master: str) -> None:
    """Spark itself would try for a minute."""
    for host, port in _addresses(master):
        try:
            socket.create_connection((host, port), ANSWERS_WITHIN).close()
        except OSError:
            continue
        return
    if _addresses(master):
        raise _silent(master)


def _silent(master: str) -> Unanswered:
    return Unanswered(_("The Spark master %(master)s does not answer. Is it running?") % {"master": master})


def _addresses(master: str) -> list[tuple[str, int]]:
    """A standalone master and those that stand in for it; none for other kinds of master."""
    if not master.startswith("spark://"):
        return []
    parts = [urlsplit(f"//{each}") for each in master.removeprefix("spark://").split(",")]
    return [(part.hostname or "", part.port or 7077) for part in parts]


def _is_here(master: str) -> bool:
    hosts = {host for host, _port in _addresses(master)}
    return master.startswith("local") or (bool(hosts) and hosts <= {"127.0.0.1", "localhost", "::1"})


def _is_alive(session: Any) -> bool:
    """Not any more where the master dismissed us or the Java process ended."""
    if session is None:
        return False
    from py4j.protocol import Py4JError

    try:
        return not session._jsparkSession.sparkContext().isStopped()
    except (Py4JError, OSError):
        return False


def _forget_what_ended() -> None:
    """pyspark keeps a session that is over, and the way to a Java process that is gone."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    if context := SparkContext._active_spark_context:
        with suppress(Exception):
            context.stop()
    SparkContext._active_spark_context = SparkSession._instantiatedSession = None
    process = getattr(SparkContext._gateway, "proc", None)
    if process is not None and process.poll() is not None:
        SparkContext._gateway = SparkContext._jvm = None


def _frame(session: Any, table: Table) -> Any:
    if isinstance(table, Select):
        raise TypeError("Spark reads no tables of the database.")
    if isinstance(table, Files):
        columns = ", ".join(f"`{name}` {TYPES[kind]}" for name, kind in table.columns.items())
        # The given columns, so that one that a file lacks, from before its fact was declared, is missing there.
        paths = [f"file:{path}" for path in table.paths]
        return session.read.schema(columns).parquet(*paths) if paths else session.createDataFrame([], columns)
    return session.createDataFrame(_in_utc(table))


def _in_utc(table: pa.Table) -> pa.Table:
    """Spark's instants have a zone, which is UTC here."""
    fields = [field.with_type(INSTANT) if pa.types.is_timestamp(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))


@contextmanager
def _in_time(session: Any) -> Iterator[None]:
    """Stop the jobs of this question where they take too long, as where no worker has room for them.

    By their group: tags do not reach the thread that collects an answer as Arrow.
    """
    is_over, group, context = threading.Event(), uuid4().hex, session.sparkContext

    def give_up() -> None:
        is_over.set()
        context.cancelJobGroup(group)

    context.setJobGroup(group, "nabiz", interruptOnCancel=True)
    clock = threading.Timer(settings.ENGINE_TIMEOUT, give_up)
    clock.daemon = True
    clock.start()
    try:
        yield
    except Exception as error:
        if is_over.is_set():
            raise took_too_long() from error
        raise
    finally:
        clock.cancel()
