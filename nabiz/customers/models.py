from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nabiz.customers.normalise import is_role_address

NAMELESS = "\uffff"  # sorts after every name


class Account(models.Model):
    """A company that we serve."""

    key = models.TextField(null=True, unique=True)
    name = models.TextField()
    domain = models.TextField(blank=True)
    owner = models.ForeignKey("team.Member", models.SET_NULL, null=True, blank=True, related_name="+")
    traits: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    told: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    since = models.DateTimeField(default=timezone.now)
    search = models.TextField(blank=True, default="", db_default="")
    sort_tr = models.TextField(default=NAMELESS, db_default=NAMELESS, db_collation="C")
    sort_en = models.TextField(default=NAMELESS, db_default=NAMELESS, db_collation="C")

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="account_search", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["sort_tr", "id"], name="account_by_turkish_name"),
            models.Index(fields=["sort_en", "id"], name="account_by_english_name"),
        ]

    def __str__(self) -> str:
        return self.name


_PRESENT = models.Q(merged_into=None)


class CustomerQuerySet(models.QuerySet["Customer"]):
    def present(self) -> Self:
        """Those who stand for themselves: not merged into another."""
        return self.filter(merged_into=None)


class Customer(models.Model):
    """A person that we serve, or one side of a person who came to us in several ways.

    Each side keeps its own events, and in `Told` and `came_at` what was said of it alone. The side that nobody is
    merged into stands for the person: its columns show what is known of all sides together (`profiles`). A side that
    `gives_way` was merged by a member and only fills gaps.

    `search` is the folded text that looking for them goes through, `sort_*` the place of the name in each alphabet;
    `commands.refresh_search` writes all three.
    """

    name = models.TextField(blank=True)
    account = models.ForeignKey("customers.Account", models.SET_NULL, null=True, blank=True, related_name="customers")
    owner = models.ForeignKey("team.Member", models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2, blank=True)
    country = models.CharField(max_length=2, blank=True)
    traits: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    since = models.DateTimeField(default=timezone.now)
    came_at = models.DateTimeField(null=True)
    gives_way = models.BooleanField(db_default=False, default=False)
    merged_into = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, related_name="absorbed")
    search = models.TextField(blank=True, default="", db_default="")
    sort_tr = models.TextField(default=NAMELESS, db_default=NAMELESS, db_collation="C")
    sort_en = models.TextField(default=NAMELESS, db_default=NAMELESS, db_collation="C")

    objects = CustomerQuerySet.as_manager()

    class Meta:
        # Lists show those who stand for themselves only, so the orders leave the merged ones out.
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="customer_search", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["traits"], name="customer_traits", opclasses=["jsonb_path_ops"]),
            models.Index(fields=["-since", "-id"], name="customer_by_since", condition=_PRESENT),
            models.Index(fields=["sort_tr", "id"], name="customer_by_turkish_name", condition=_PRESENT),
            models.Index(fields=["sort_en", "id"], name="customer_by_english_name", condition=_PRESENT),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Customer %(number)s")) % {"number": self.pk}


class Told(models.Model):
    """What was said of one side of a person: for each fact its value, when it was said, and whether by whom we trust.

    Missing where nothing was said since the customer was made; their columns are all that is known then.
    """

    customer = models.OneToOneField("customers.Customer", models.CASCADE, primary_key=True, related_name="told")
    facts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.pk)


class Identity(models.Model):
    """One way to recognise a customer. A value belongs to one person at a time.

    `customer` is the person it is listed under, `origin` the side that whatever comes by this identity is written to;
    an address that somebody was only said to have (`is_told`) has none until something comes by it. `parent` is the
    identity through which its person was recognised (`recognition`). `is_hearsay`: an alias named it, nobody came by it
    yet. `is_shared`: several people use it, says a member, or that they do not; None leaves it to the rules.
    `is_contested`: those who are known to have it are several people.
    """

    class Kind(models.TextChoices):
        USER_ID = "user_id", _("User id")
        ANONYMOUS_ID = "anonymous_id", _("Anonymous id")
        EMAIL = "email", pgettext_lazy("identity", "E-mail")
        PHONE = "phone", pgettext_lazy("identity", "Phone")
        HANDLE = "handle", _("Handle")

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="identities")
    origin = models.ForeignKey("customers.Customer", models.CASCADE, null=True, related_name="+")
    parent = models.ForeignKey("customers.Identity", models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    value = models.TextField()
    is_verified = models.BooleanField(default=False)
    is_told = models.BooleanField(default=False, db_default=False)
    is_hearsay = models.BooleanField(default=False, db_default=False)
    is_shared = models.BooleanField(null=True)
    is_contested = models.BooleanField(default=False, db_default=False)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "value"], name="identity_belongs_to_one")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"

    @property
    def is_role(self) -> bool:
        return self.kind == self.Kind.EMAIL and is_role_address(self.value)


class Tie(models.Model):
    """The fact that a source named two identities together: a user on a device, an address of a user, an alias.

    The earliest time that a trusted source said so, and that anybody else did. `Cut` by a member, it joins nobody.
    """

    one = models.ForeignKey("customers.Identity", models.CASCADE, related_name="+")
    other = models.ForeignKey("customers.Identity", models.CASCADE, related_name="+")
    proven_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    cut_at = models.DateTimeField(null=True)
    cut_by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["one", "other"], name="tie_once")]

    def __str__(self) -> str:
        return f"{self.one_id} – {self.other_id}"


class Merge(models.Model):
    """The fact that a member knows two sides to be one person. Deleting it (`merging.unmerge`) parts them again."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="merges")
    into = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)
    merged_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["customer", "into"], name="merge_once")]

    def __str__(self) -> str:
        return f"{self.customer_id} → {self.into_id}"


class Trace(models.Model):
    """The keys under which a customer may be found again as another, and a digest of what they were made from."""

    customer = models.OneToOneField("customers.Customer", models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=32)
    keys = ArrayField(models.TextField())

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["keys"], name="trace_by_key")]

    def __str__(self) -> str:
        return str(self.pk)


class Candidate(models.Model):
    """Two customers who may be one person. `reasons` are codes of `evidence`, with weights and what they are about.

    What a member decided stays: `is_different`, or `put_off_until` a day.
    """

    one = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    other = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    weight = models.FloatField()
    reasons: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    is_different = models.BooleanField(default=False)
    put_off_until = models.DateTimeField(null=True)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["one", "other"], name="candidate_once")]

    def __str__(self) -> str:
        return f"{self.one_id} = {self.other_id}"


class Segment(models.Model):
    """A named selection of customers, kept as the same filter that the list's address carries."""

    slug = models.SlugField(unique=True, allow_unicode=True)
    name = models.TextField()
    filter = models.TextField(help_text="As in the address of the customer list: language=tr&trait.persona=venue")
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    kept_since = models.DateTimeField(null=True, help_text="From when on it is known who was in it")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class SegmentMembership(models.Model):
    """A stretch of time in which a customer was in a segment: [since, until), open where they are in it still."""

    segment = models.ForeignKey("customers.Segment", models.CASCADE, related_name="memberships")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["segment", "customer"], condition=models.Q(until=None), name="in_a_segment_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["segment", "since"], name="membership_of_segment")]

    def __str__(self) -> str:
        return f"{self.segment_id}:{self.customer_id} {self.since:%Y-%m-%d}"


class SavedView(models.Model):
    """A member's own way to look at the customer list."""

    member = models.ForeignKey("team.Member", models.CASCADE, related_name="+")
    name = models.TextField()
    query = models.TextField()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """Counts how often customers, accounts or segments changed, so that copies of them know when they are old.

    Triggers add a row for each statement that changed something. A counter in one row would make writers wait for each
    other, and the newest id would hide a transaction that commits late; the sum of what is visible does neither.
    """

    of = models.CharField(max_length=10)
    times = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.of} +{self.times}"
