from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """One table that was brought in with one mapping, or is to be. It goes on at `position` after it was stopped.

    `path` is where the file stands; a copy that Nabız keeps lies below its home folder. `counts` has what became of the
    rows and events, `bad_bytes` how much of the file of bad rows belongs to the rows up to `position`.
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
    bad_rows = models.TextField(blank=True)
    bad_bytes = models.BigIntegerField(default=0)
    problem = models.TextField(blank=True)
    since = models.DateTimeField(default=timezone.now)
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
    of = models.ForeignKey("imports.Import", models.CASCADE, related_name="+", db_index=False)
    is_new = models.BooleanField(default=False)
    before: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    after: "models.JSONField[Any, Any]" = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["object_id", "what", "of"], name="touch_once")]
        indexes: ClassVar = [models.Index(fields=["of", "what"], name="touch_of_import")]

    def __str__(self) -> str:
        return f"{self.what}{self.object_id}"
