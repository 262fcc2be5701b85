"""What the builder offers to choose from, in groups."""

from django.utils.translation import gettext as _

from nabiz.customers.facets import trait_names
from nabiz.customers.models import Account, Segment
from nabiz.customers.queries import by_name
from nabiz.customers.segmenting.conditions import ACCOUNT_FIELDS, FIELDS
from nabiz.customers.segmenting.figures import FIGURES
from nabiz.customers.segmenting.kinds import known_kinds
from nabiz.customers.segmenting.rows import Row
from nabiz.customers.segmenting.wording import kind_label, subject_label
from nabiz.timeline.facts import family_of

SAMPLE = 1_000
Offers = list[tuple[str, list[tuple[str, str]]]]


def offers(rows: list[Row], without: str = "") -> Offers:
    """Pairs of value and text under their headings. What a row has chosen is offered even if nothing has it now."""
    traits = [f"trait.{name}" for name in trait_names()]
    account_traits = [f"account.trait.{name}" for name in _account_traits()]
    sums = [f"account.figure.{name}" for name, figure in FIGURES.items() if figure.adds_up]
    groups: Offers = [
        (_("What they did"), [(f"did {kind}", kind_label(kind)) for kind in _kinds()]),
        (_("Figures"), _labelled([*(f"figure.{name}" for name in FIGURES)])),
        (_("About them"), _labelled([*FIELDS, *traits])),
        (_("About their account"), _labelled([*ACCOUNT_FIELDS, *account_traits, *sums])),
        (_("Segments"), _segments(without)),
    ]
    offered = {value for _heading, choices in groups for value, _text in choices}
    others = list(dict.fromkeys(row.subject for row in rows if row.subject and row.subject not in offered))
    return [*groups, *([(_("Others"), _labelled(others))] if others else [])]


def _kinds() -> list[str]:
    """By what they are called; what happens in house is no doing of a customer's."""
    return sorted((kind for kind in known_kinds() if family_of(kind) != "house"), key=kind_label)


def _labelled(subjects: list[str]) -> list[tuple[str, str]]:
    return [(subject, subject_label(subject)) for subject in subjects]


def _segments(without: str) -> list[tuple[str, str]]:
    kept = by_name(Segment.objects.exclude(slug=without))
    return [(f"segment {segment.slug}", segment.name) for segment in kept]


def _account_traits() -> list[str]:
    newest = Account.objects.order_by("-pk").values_list("traits", flat=True)[:SAMPLE]
    return sorted({name for traits in newest for name in traits})[:30]
