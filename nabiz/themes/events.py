from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nabiz.timeline.facts import Fact, fact

# What `change` may be.
CHANGES = (
    gettext_noop("made"),
    gettext_noop("renamed"),
    gettext_noop("merged"),
    gettext_noop("parted"),
    gettext_noop("moved"),
    gettext_noop("pinned"),
    gettext_noop("let go"),
    gettext_noop("summary removed"),
)


@fact(
    "interview.held",
    family="feedback",
    icon="mic",
    label=_("Interview"),
    sentence=_("Talked with us[: {title}]"),
)
class InterviewHeld(Fact):
    """A research interview or a recorded call: `text` is the transcript, or the notes of who listened."""

    text: str
    title: str = ""
    language: str = ""
    url: str = ""


@fact(
    "theme.corrected",
    family="house",
    icon="tag",
    label=_("Theme corrected"),
    sentence=_("A comment belongs to {theme}"),
)
class ThemeCorrected(Fact):
    theme: str


@fact(
    "theme.changed", family="house", icon="tags", label=_("Theme changed"), sentence=_("Theme {theme}: {change:words}")
)
class ThemeChanged(Fact):
    """`change` is made, renamed, merged, parted, moved, pinned, let go or summary removed; `second` is the other theme
    of a merge."""

    theme: str
    change: str
    second: str = ""
