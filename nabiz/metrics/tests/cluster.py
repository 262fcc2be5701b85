"""A real Spark cluster on loopback: one master and two workers of one core each, from the jars that pyspark brings."""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

WORKERS = 2
WITHIN = 120  # seconds; a busy machine starts a JVM in ten
CONF = """
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 768m
spark.executor.memory 512m
spark.executor.cores 1
spark.sql.shuffle.partitions 2
"""


def why_not():
    """What Spark lacks here, or nothing."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed"
    return "" if shutil.which("java") else "there is no java"


@contextmanager
def running(folder):
    """The address of a master with both workers registered. All of it ends with the block."""
    port, page = free_port(), free_port()
    master = f"spark://127.0.0.1:{port}"
    processes = [_start(folder, "master.Master", "--port", str(port), "--webui-port", str(page))]
    try:
        _wait_until(lambda: _registered(page) is not None, processes, folder)
        for number in range(WORKERS):
            options = ["--cores", "1", "--memory", "640m", "--webui-port", "0", "--work-dir", f"{folder}/work{number}"]
            processes.append(_start(folder, "worker.Worker", *options, master))
        _wait_until(lambda: _registered(page) == WORKERS, processes, folder)
        yield master
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def configure(folder):
    """Write the settings that a session reads, as an operator would. Returns the folder for SPARK_CONF_DIR."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "spark-defaults.conf").write_text(CONF)
    return folder


def leave():
    """End this process's session and the Java that carries it."""
    from pyspark import SparkContext

    if SparkContext._active_spark_context:
        SparkContext._active_spark_context.stop()
    if gateway := SparkContext._gateway:
        gateway.shutdown()
        gateway.proc.stdin.close()
        gateway.proc.wait(20)
        SparkContext._gateway = SparkContext._jvm = None


def _start(folder, name, *arguments):
    home = Path(find_spec("pyspark").origin).parent
    log = (folder / f"{name}-{time.monotonic_ns()}.log").open("wb")
    its_own = {"SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "192m", "SPARK_LOCAL_IP": "127.0.0.1"}
    command = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", *arguments]
    with log:
        return subprocess.Popen(command, env=os.environ | its_own, stdout=log, stderr=log)


def _registered(page):
    """How many workers the master knows; None before it answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{page}/json/", timeout=5) as answer:
            return sum(worker["state"] == "ALIVE" for worker in json.load(answer)["workers"])
    except OSError:
        return None


def _wait_until(is_so, processes, folder):
    deadline = time.monotonic() + WITHIN
    while not is_so():
        ended = [process for process in processes if process.poll() is not None]
        if ended or time.monotonic() > deadline:
            logs = "\n".join(log.read_text() for log in folder.glob("*.log"))
            raise RuntimeError(f"The Spark cluster did not start.\n{logs}")
        time.sleep(0.1)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
