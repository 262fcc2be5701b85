from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nabiz.timeline.facts import Fact, fact

# What `state` may be.
STATES = (gettext_noop("on"), gettext_noop("off"), gettext_noop("removed"))


@fact(
    "assist.engine_changed",
    family="house",
    icon="bot",
    label=_("Language model changed"),
    sentence=_("The language model is {state:words}[: {model}]"),
)
class EngineChanged(Fact):
    """`state` is on, off or removed."""

    state: str
    model: str = ""
