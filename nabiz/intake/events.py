from django.utils.translation import gettext_lazy as _

from nabiz.timeline.facts import Fact, fact


@fact("source.created", family="house", icon="cable", label=_("Source made"), sentence=_("Source {name} made"))
class SourceCreated(Fact):
    name: str


@fact(
    "source.changed",
    family="house",
    icon="cable",
    label=_("Source changed"),
    sentence=_("Limits of source {name} changed"),
)
class SourceChanged(Fact):
    name: str


@fact(
    "source.key_rotated",
    family="house",
    icon="key-round",
    label=_("New key for a source"),
    sentence=_("Source {name} got a new key"),
)
class KeyRotated(Fact):
    """The key itself is never part of a fact."""

    name: str


@fact("source.revoked", family="house", icon="unplug", label=_("Source revoked"), sentence=_("Source {name} revoked"))
class SourceRevoked(Fact):
    name: str
