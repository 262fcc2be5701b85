import io
import json
import tarfile

FILL = """
from django.db import transaction
from django.utils import timezone
from nabiz.team.models import Company
from nabiz.timeline.commands import Draft, append_events
Company.objects.create(name="Işık")
with transaction.atomic():
    append_events([Draft("page.viewed", timezone.now(), source="t", message_id=str(n)) for n in range(50)])
"""
MIRRORED = """
from nabiz.timeline.mirror import commands, reading
import pyarrow.parquet as pq
commands.refresh()
print("mirrored", sum(pq.read_metadata(path).num_rows for path in reading.snapshot().event_files(["usage"])))
"""


def test_a_whole_installation_moves_in_one_file(installation, second_installation, tmp_path):
    installation.run("shell", "-c", FILL)

    kept = installation.run("backup", tmp_path / "all.tar")
    back = second_installation.run("restore", tmp_path / "all.tar")

    assert (kept.returncode, back.returncode) == (0, 0), kept.stderr + back.stderr
    assert "mirrored 50" in second_installation.run("shell", "-c", MIRRORED).stdout
    assert (second_installation.home / "secret_key").read_text() == (installation.home / "secret_key").read_text()


def test_a_backup_is_readable_by_its_owner_only(installation, tmp_path):
    installation.run("shell", "-c", FILL)

    installation.run("backup", tmp_path / "all.tar")

    assert (tmp_path / "all.tar").stat().st_mode & 0o077 == 0


def test_data_that_is_here_is_overwritten_only_when_asked(installation, tmp_path):
    installation.run("shell", "-c", FILL)
    installation.run("backup", tmp_path / "all.tar")

    refused = installation.run("restore", tmp_path / "all.tar")
    replaced = installation.run("restore", tmp_path / "all.tar", "--replace")

    assert "--replace" in refused.stderr
    assert replaced.returncode == 0, replaced.stderr
    assert "mirrored 50" in installation.run("shell", "-c", MIRRORED).stdout


def test_a_damaged_backup_changes_nothing(installation, tmp_path):
    installation.run("shell", "-c", FILL)
    with tarfile.open(tmp_path / "bad.tar", "w") as archive:
        for name, content in {
            "about.json": json.dumps({"format": 1, "made": "2026"}).encode(),
            "database": b"junk",
        }.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))

    refused = installation.run("restore", tmp_path / "bad.tar", "--replace")

    assert "is not a Nabız backup" in refused.stderr
    assert "mirrored 50" in installation.run("shell", "-c", MIRRORED).stdout


def test_a_backup_that_reaches_outside_its_folder_is_refused(installation, tmp_path):
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("../outside"), io.BytesIO())

    refused = installation.run("restore", tmp_path / "evil.tar")

    assert "is not a Nabız backup" in refused.stderr
    assert not (tmp_path / "outside").exists()
