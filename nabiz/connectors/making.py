"""The forms that make a connector, one set for each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.connectors.commands import NameRefused, create_connector, new_secret
from nabiz.connectors.forms import OPTIONS, NameForm, options_form, secret_form
from nabiz.connectors.models import Connector
from nabiz.timeline.commands import Actor


@dataclass(frozen=True)
class Kind:
    name: str
    label: str | Promise
    purpose: str | Promise
    icon: str


KINDS = (
    Kind(
        "stripe", _("Stripe"), _("Customers, subscriptions, invoices, refunds and disputes, as they happen."),
        "credit-card",
    ),
    Kind("webhook", _("Signed webhook"), _("Any system that can send JSON when something happens."), "webhook"),
    Kind(
        "folder", _("Folder or S3"), _("Files that appear in a folder or a bucket, each brought in once."),
        "folder-sync",
    ),
    Kind(
        "query", _("Query of a database"), _("A SELECT on a schedule: PostgreSQL, MySQL, DuckDB and others."),
        "database",
    ),
)  # fmt: skip


def kinds() -> list[Kind]:
    return [kind for kind in KINDS if kind.name in OPTIONS]


def kind_named(name: str) -> Kind:
    return next(kind for kind in KINDS if kind.name == name)


@dataclass
class Forms:
    """The name, what the kind asks, and the secret."""

    kind: str
    name: forms.Form
    options: forms.Form
    secret: forms.Form

    @classmethod
    def of(cls, kind: str, told: Mapping[str, Any] | None) -> Self:
        return cls(kind, NameForm(told), options_form(kind, told), secret_form(kind, told))

    def are_valid(self) -> bool:
        results = [each.is_valid() for each in (self.name, self.options, self.secret)]
        return all(results)

    @property
    def have_errors(self) -> bool:
        return any(each.errors for each in (self.name, self.options, self.secret))

    def make(self, *, by: Actor) -> tuple[Connector, str] | None:
        """The connector, and its secret where Nabız made it. None where the name is taken; the form says so."""
        options, given = self.options.cleaned_data, self.secret.cleaned_data["secret"]
        made = new_secret(str(options.get("scheme"))) if self.kind == Connector.Kind.WEBHOOK and not given else ""
        user = options.get("user") or self.secret.cleaned_data.get("user") or ""
        secrets = {"secret": given or made, "user": user} if given or made else {}
        try:
            its = create_connector(self.name.cleaned_data["name"], self.kind, options=options, secrets=secrets, by=by)
        except NameRefused as refusal:
            self.name.add_error("name", str(refusal))
            return None
        return its, made
