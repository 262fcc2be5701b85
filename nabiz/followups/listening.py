"""What is heard on the timeline: answers that ask for somebody, and the answer after a re-ask."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from nabiz.feedback.events import SurveyAnswered
from nabiz.followups.commands import make_default_rules, open_follow_up
from nabiz.followups.matching import Said, Whom, rule_for, said_in
from nabiz.followups.models import FollowUp, Reask, Rule
from nabiz.followups.recovery import note_answer
from nabiz.reviews.events import ReviewPosted
from nabiz.team.events import CompanyFounded
from nabiz.timeline.commands import subscribe
from nabiz.timeline.queries import events_numbered

NEWS = timedelta(days=3)  # what is older came with an import; nobody waits for an answer to it


@subscribe(SurveyAnswered, ReviewPosted)
def hear(event: Any) -> None:
    """Runs in the transaction of the answer, so a live answer has its follow-up as soon as it is there at all."""
    said = said_in(event) if event.customer_id and event.happened_at > timezone.now() - NEWS else None
    if said is None:
        return
    reference = str(event.facts.get("invitation") or "")
    reask = Reask.objects.filter(invitation=reference, answered_at=None).first() if reference else None
    if reask and reask.follow_up.measure == said.measure and said.score is not None:
        note_answer(reask, said.score)
    rules = [rule for rule in Rule.objects.on() if rule.measure in (said.measure, Rule.Measure.ANY)]
    whom = Whom(event.customer_id) if rules and not _is_taken_up(event, said) else None
    rule = rule_for(event, said, whom, rules) if whom else None
    if rule and whom and whom.person:
        open_follow_up(rule, event, said, whom.person, asks_again=reask is None)


def _is_taken_up(event: Any, said: Said) -> bool:
    """Whether a comment belongs to a score that was told before and for which somebody is called already."""
    response = event.facts.get("response")
    if said.score is not None or not response:
        return False
    others = FollowUp.objects.open().filter(customer_id=event.customer_id).values_list("answer", flat=True)
    return any(each.facts.get("response") == response for each in events_numbered(others).values())


@subscribe(CompanyFounded)
def begin(event: Any) -> None:
    """Whoever founds the company answers for its first unhappy customers, until there are others."""
    make_default_rules(event.member_id)
