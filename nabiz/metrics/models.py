from django.db import models


class Goal(models.Model):
    """What a metric of the whole company shall reach, and by when."""

    metric = models.TextField(unique=True)
    target = models.FloatField()  # in the metric's own unit: a share is between 0 and 1
    due = models.DateField()
    owner = models.ForeignKey("team.Member", models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.metric}: {self.target} by {self.due}"
