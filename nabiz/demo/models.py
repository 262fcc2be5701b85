from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone


class DemoRun(models.Model):
    """The made-up company that this installation holds, and every row that came with it.

    There is at most one. While `finished_at` is empty, filling it again goes on where it stopped.
    """

    number = models.SmallIntegerField(primary_key=True, default=1)
    customers = models.IntegerField()
    months = models.IntegerField()
    seed = models.BigIntegerField()
    ends_at = models.DateTimeField()
    began_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    events = models.IntegerField(default=0)
    company_id = models.BigIntegerField(null=True)
    member_ids = ArrayField(models.BigIntegerField(), default=list)
    team_ids = ArrayField(models.BigIntegerField(), default=list)
    segment_ids = ArrayField(models.BigIntegerField(), default=list)
    account_ids = ArrayField(models.BigIntegerField(), default=list)
    survey_ids = ArrayField(models.BigIntegerField(), default=list)
    cause_ids = ArrayField(models.BigIntegerField(), default=list)
    customer_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(number=1), name="demo_is_one")]

    def __str__(self) -> str:
        return f"{self.customers} × {self.months}"
