from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """One table that was brought in with one mapping, or is to be. It goes on at `position` after it was stopped.

    `path` is where the file stands; a copy that Nabız keeps lies below its home folder. `counts` has what became of the
    rows and events, `reasons` how many rows could not be taken and why, `bad_bytes` how much of the file of bad rows
    belongs to the rows up to `position`. `came` lists the kinds of new events with their number, first and last day.
    `notices` count what is odd about the file, as `running.noticing` has them.
    `begun_at` and `begun_from` are when and at which row it was begun or gone on with.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        UNDONE = "undone", _("Undone")

    file_name = models.TextField()
    table = models.TextField(blank=True)
    path = models.TextField(blank=True)
    size = models.BigIntegerField(default=0)
    hash = models.TextField(blank=True)
    source = models.TextField()
    mapping: "models.JSONField[Any, Any]" = models.JSONField()
    mapping_hash = models.TextField()
    settings: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    position = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(null=True)
    counts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    reasons: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    notices: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    came: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    bad_rows = models.TextField(blank=True)
    bad_bytes = models.BigIntegerField(default=0)
    problem = models.TextField(blank=True)
    since = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True)
    begun_from = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["hash", "mapping_hash"], name="import_of_file")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.file_name}"


class Touch(models.Model):
    """What an import did to one event, customer, identity or account: brought it, or changed it from `before`.

    The touches of a thing form a chain in the order of their ids; undoing an import takes its link out of the chain.
    For customers and accounts `before` and `after` have the fields and traits that the import told, nothing else.
    """

    class What(models.TextChoices):
        EVENT = "e"
        CUSTOMER = "c"
        IDENTITY = "i"
        ACCOUNT = "a"

    what = models.CharField(max_length=1, choices=What.choices)
    object_id = models.BigIntegerField()
    of = models.ForeignKey(
        "imports.Import", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )  # Django deletes them with the import; the database would look the import up for each of a million rows
    is_new = models.BooleanField(default=False)
    before: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    after: "models.JSONField[Any, Any]" = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["object_id", "what", "of"], name="touch_once")]
        indexes: ClassVar = [models.Index(fields=["of", "what"], name="touch_of_import")]

    def __str__(self) -> str:
        return f"{self.what}{self.object_id}"


class Brought(models.Model):
    """New things of an import by their numbers: all from `first` to `last`, as many as follow each other.

    It stands where a `Touch` for each would say no more than that it is new. Nothing can have touched them before; an
    import that tells of one of them later writes its own touch.
    """

    of = models.ForeignKey("imports.Import", models.CASCADE, related_name="+", db_index=False)
    what = models.CharField(max_length=1, choices=Touch.What.choices)
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["of", "what", "first"], name="brought_by_import")]

    def __str__(self) -> str:
        return f"{self.what}{self.first}–{self.last}"


class Upload(models.Model):
    """Files that came at once. Their tables are looked at and mapped before they are brought in.

    `refused` has the files that cannot be read, each with the code and the facts of its problem.
    """

    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    refused: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.pk}"


class Draft(models.Model):
    """One table of an upload with what is to be made of it, kept while somebody works on it.

    `settings` are only what a person said about how it is written; `job` is what became of it. `trial` has the counts
    and verdicts of the last dry run, and `trial_of` the hash of what it tried.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="drafts")
    path = models.TextField()
    file_name = models.TextField()
    table = models.TextField()
    place = models.IntegerField(default=0)
    is_wanted = models.BooleanField(default=True)
    preset = models.TextField(blank=True)
    mapping: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    settings: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    trial: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    trial_of = models.TextField(blank=True)
    job = models.ForeignKey(Import, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.table

    @property
    def short_name(self) -> str:
        return self.table.rpartition("/")[2] if self.table.startswith(f"{self.file_name}/") else self.table


class SavedMapping(models.Model):
    """A mapping that somebody named, to be chosen again for a file of the same kind."""

    name = models.TextField(unique=True)
    mapping: "models.JSONField[Any, Any]" = models.JSONField()
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @property
    def id_text(self) -> str:
        return str(self.pk)
