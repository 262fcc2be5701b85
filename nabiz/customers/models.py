from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Account(models.Model):
    """A company that we serve."""

    key = models.TextField(null=True, unique=True)
    name = models.TextField()
    domain = models.TextField(blank=True)
    owner = models.ForeignKey("team.Member", models.SET_NULL, null=True, blank=True, related_name="+")
    traits: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class CustomerQuerySet(models.QuerySet["Customer"]):
    def present(self) -> Self:
        """Those who stand for themselves: not merged into another."""
        return self.filter(merged_into=None)


class Customer(models.Model):
    """A person that we serve. `search` is the folded text that looking for them goes through."""

    name = models.TextField(blank=True)
    account = models.ForeignKey("customers.Account", models.SET_NULL, null=True, blank=True, related_name="customers")
    owner = models.ForeignKey("team.Member", models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2, blank=True)
    country = models.CharField(max_length=2, blank=True)
    traits: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    since = models.DateTimeField(default=timezone.now)
    merged_into = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, related_name="absorbed")
    search = models.TextField(blank=True, default="")

    objects = CustomerQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="customer_search", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["-since", "-id"], name="customer_by_since"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Customer %(number)s")) % {"number": self.pk}


class Identity(models.Model):
    """One way to recognise a customer. A value belongs to one customer at a time."""

    class Kind(models.TextChoices):
        USER_ID = "user_id", _("User id")
        ANONYMOUS_ID = "anonymous_id", _("Anonymous id")
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        HANDLE = "handle", _("Handle")

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    value = models.TextField()
    is_verified = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "value"], name="identity_belongs_to_one")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class Merge(models.Model):
    """The fact that two customers turned out to be one. Deleting it takes them apart again."""

    customer = models.OneToOneField("customers.Customer", models.CASCADE, related_name="merge")
    into = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)
    merged_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.customer_id} → {self.into_id}"


class Segment(models.Model):
    """A named selection of customers, kept as the same filter that the list's address carries."""

    slug = models.SlugField(unique=True, allow_unicode=True)
    name = models.TextField()
    filter = models.TextField(help_text="As in the address of the customer list: language=tr&trait.persona=venue")
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A member's own way to look at the customer list."""

    member = models.ForeignKey("team.Member", models.CASCADE, related_name="+")
    name = models.TextField()
    query = models.TextField()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
