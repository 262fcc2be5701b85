"""Lists of follow-ups, and a customer's own."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from nabiz.followups.commands import assign_follow_ups
from nabiz.followups.models import FollowUp, FollowUpQuerySet, Rule
from nabiz.followups.queries import of_customer, visible_follow_ups, with_words
from nabiz.metrics.tiles import tiles_for
from nabiz.team.access import MemberRequest, can
from nabiz.team.queries import active_member, active_names, teammates_of
from nabiz.timeline.commands import Actor
from nabiz.ui.lists import Chip, View
from nabiz.ui.tiles import Tile
from nabiz.ui.toasts import toast

ROWS = 50
NUMBERS = ("followups_on_time", "followup_time", "recovery_rate")
SHOWS = ("mine", "team", "all", "overdue", "unassigned", "resting", "closed")


@dataclass(frozen=True)
class Looking:
    """Which follow-ups a member looks at, as it stands in the address."""

    show: str
    measure: str
    owner: str

    def address(self, **other: str | int) -> str:
        pairs = {"show": self.show, "measure": self.measure, "owner": self.owner} | other
        return f"{reverse('followups:list')}?{urlencode({key: value for key, value in pairs.items() if value})}"


def looking(query: QueryDict) -> Looking:
    show, measure, owner = (query.get(name, "") for name in ("show", "measure", "owner"))
    return Looking(
        show if show in SHOWS else "mine",
        measure if measure in Rule.Measure.values else "",
        owner if owner.isdecimal() and len(owner) < 10 else "",
    )


def chosen(seen: Looking, member: Actor) -> FollowUpQuerySet:
    everything = visible_follow_ups(member)
    found = {
        "mine": everything.open().awake().of(member.pk),
        "team": everything.open().awake().filter(owner__in=teammates_of(member)),
        "all": everything.open(),
        "overdue": everything.overdue(),
        "unassigned": everything.open().filter(owner=None),
        "resting": everything.open().filter(pk__in=everything.exclude(pk__in=everything.awake().values("pk"))),
        "closed": everything.closed(),
    }[seen.show]
    if seen.measure:
        found = found.filter(measure=seen.measure)
    if seen.owner:
        found = found.filter(owner_id=int(seen.owner))
    return found.order_by("-closure__closed_at", "-pk") if seen.show == "closed" else found.order_by("due_at", "pk")


@can("answer")
@require_safe
def follow_ups(request: MemberRequest) -> HttpResponse:
    seen, number = looking(request.GET), _page(request.GET.get("page", ""))
    found = list(chosen(seen, request.member)[(number - 1) * ROWS : number * ROWS + 1])
    shown = {
        "rows": with_words(found[:ROWS]),
        "next_url": seen.address(page=number + 1) if len(found) > ROWS else "",
        "seen": seen,
        "views": _tabs(seen, request.member),
        "chips": _chips(seen),
        "owners": active_names(),
        "measures": Rule.Measure.choices,
        "tiles": _numbers(request),
        "is_first_use": not visible_follow_ups(request.member).exists(),
    }
    return render(request, "followups/list.html", shown)


@can("answer")
@require_POST
def owner_of_several(request: MemberRequest) -> HttpResponse:
    numbers = [int(each) for each in request.POST.getlist("id")[:200] if each.isdecimal() and len(each) < 18]
    owner = active_member(request.POST.get("owner", ""))
    if owner and owner.can("answer") and numbers:
        assign_follow_ups(visible_follow_ups(request.member).filter(pk__in=numbers), owner, by=request.member)
        text = ngettext(
            "%(n)s follow-up now belongs to %(owner)s.", "%(n)s follow-ups now belong to %(owner)s.", len(numbers)
        )
        toast(request, text % {"n": len(numbers), "owner": owner})
    else:
        toast(request, _("Choose follow-ups and a member who may answer."))
    return redirect(looking(request.GET).address())


@can("answer")
@require_safe
def panel(request: MemberRequest, number: int) -> HttpResponse:
    rows = with_words(list(of_customer(request.member, number)[:5]))
    template = "followups/panel.html#panel" if request.htmx else "followups/panel.html"
    return render(request, template, {"rows": rows, "number": number})


@can("answer")
@require_safe
def panel_of_answer(request: MemberRequest, event: int) -> HttpResponse:
    """Below an answer: who follows it up."""
    rows = with_words(list(visible_follow_ups(request.member).filter(answer=event)))
    template = "followups/panel.html#panel" if request.htmx else "followups/panel.html"
    return render(request, template, {"rows": rows})


def _page(given: str) -> int:
    return max(int(given), 1) if given.isdecimal() and len(given) < 6 else 1


def _numbers(request: MemberRequest) -> list[Tile]:
    """How well the loop is closed, once something was closed."""
    return tiles_for(NUMBERS, request.company) if FollowUp.objects.closed().exists() else []


def _tabs(seen: Looking, member: Actor) -> list[View]:
    words = {
        "mine": _("Mine"),
        "team": _("My teams"),
        "all": _("All open"),
        "overdue": _("Overdue"),
        "unassigned": _("Without owner"),
        "resting": _("Resting"),
        "closed": _("Closed"),
    }
    if not teammates_of(member):
        del words["team"]
    counted = ("mine", "team", "overdue", "unassigned")
    return [
        View(
            label,
            Looking(show, seen.measure, seen.owner).address(),
            show == seen.show,
            chosen(Looking(show, seen.measure, seen.owner), member).count() if show in counted else None,
        )
        for show, label in words.items()
    ]


def _chips(seen: Looking) -> list[Chip]:
    chips = []
    if seen.measure:
        text = _("Measure: %(name)s") % {"name": dict(Rule.Measure.choices)[seen.measure]}
        chips.append(Chip(text, seen.address(measure="")))
    if seen.owner:
        name = active_names().get(int(seen.owner), seen.owner)
        chips.append(Chip(_("Owner: %(name)s") % {"name": name}, seen.address(owner="")))
    return chips
