import os
import signal
import socket
import time

from nabiz.cli.serve import CHILDREN_END_WITHIN
from nabiz.cli.web import OPEN_STREAMS_END_WITHIN


def test_sigterm_ends_everything_open_streams_included(installation):
    installation.serve()
    idle = socket.create_connection(("127.0.0.1", installation.port))
    uploading = socket.create_connection(("127.0.0.1", installation.port))
    uploading.sendall(b"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{")

    installation.stop(signal.SIGTERM)

    assert (installation.serving.returncode, installation.processes()) == (0, [])
    idle.close()
    uploading.close()


def test_ctrl_c_at_the_terminal_ends_everything(installation):
    installation.serve()

    os.killpg(installation.serving.pid, signal.SIGINT)
    installation.serving.wait(60)

    assert (installation.serving.returncode, installation.processes()) == (0, [])


def test_nothing_is_waited_for_longer_than_was_promised():
    assert OPEN_STREAMS_END_WITHIN < CHILDREN_END_WITHIN < 5


def test_a_second_start_on_the_same_folder_says_who_has_it(installation):
    installation.serve()

    second = installation.run("serve", NABIZ_PORT="0")

    assert second.returncode == 1
    assert f"process {installation.serving.pid}" in second.stderr
    assert "NABIZ_HOME" in second.stderr


def test_a_taken_port_is_named_with_a_free_one(installation):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", installation.port))
        taken.listen()

        refused = installation.run("serve")

    assert refused.returncode == 1
    assert f"Port {installation.port} is in use" in refused.stderr
    assert not (installation.home / "postgres").exists()


def test_a_killed_parent_leaves_nothing_running_and_the_next_start_works(installation):
    installation.serve()

    os.kill(installation.serving.pid, signal.SIGKILL)
    installation.serving.wait(5)
    deadline = time.monotonic() + 60
    while installation.processes() and time.monotonic() < deadline:
        time.sleep(0.05)

    assert installation.processes() == []
    installation.serve()
    installation.stop()
    assert installation.processes() == []


def test_after_a_kill_of_the_whole_group_the_next_start_works(installation):
    installation.serve()
    os.killpg(installation.serving.pid, signal.SIGKILL)
    installation.serving.wait(5)

    installation.serve()

    assert installation.query("SELECT 1") == [(1,)]


def test_a_killed_postgres_stops_everything_with_a_sentence_and_the_next_start_works(installation):
    installation.serve()

    os.kill(int((installation.home / "postgres" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    installation.serving.wait(10)

    assert installation.serving.returncode == 1
    assert "PostgreSQL ended by itself" in installation.serving.stdout.read()
    installation.serve()
    assert installation.query("SELECT 1") == [(1,)]


def test_the_jobs_go_on_when_the_database_came_back_from_a_crash(installation):
    installation.serve()
    time.sleep(2)  # until the worker is at work
    others = "SELECT pid FROM pg_stat_activity WHERE datname = 'nabiz' AND pid <> pg_backend_pid() LIMIT 1"
    [(backend,)] = installation.query(others)

    os.kill(backend, signal.SIGKILL)
    said = next((line for line in installation.serving.stdout if "jobs wait" in line), "nothing")

    assert "The jobs wait for the database" in said
    time.sleep(3)
    assert installation.query("SELECT count(*) > 0 FROM procrastinate_workers") == [(True,)]
    assert installation.serving.poll() is None
    installation.stop()


def test_the_demo_moves_in_and_is_served_in_one_go(installation):
    installation.serve("demo", "--customers", "20", "--months", "3")

    assert installation.query("SELECT count(*) FROM customers_customer") == [(20,)]
    assert "already serves this installation" in installation.run("demo", "--customers", "20", "--months", "3").stdout


def test_a_job_whose_worker_was_killed_is_run_again(installation):
    installation.serve()
    cut_off = (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status) "
        "VALUES ('default', 'config.tidy_up', 'one', '{\"timestamp\": 1}', 'doing') RETURNING id"
    )
    [(number,)] = installation.query(cut_off)

    deadline = time.monotonic() + 60
    while installation.query(f"SELECT id FROM procrastinate_jobs WHERE id = {number}") and time.monotonic() < deadline:
        time.sleep(0.2)

    assert installation.query(f"SELECT id FROM procrastinate_jobs WHERE id = {number}") == []
