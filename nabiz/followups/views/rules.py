"""The rules that open follow-ups, each in words, with what it would have opened."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabiz.feedback.queries import survey_names
from nabiz.followups.commands import remove_rule, save_rule
from nabiz.followups.forms import RuleForm
from nabiz.followups.models import Rule
from nabiz.followups.queries import try_out
from nabiz.followups.wording import after_words, rule_in_words
from nabiz.team.access import MemberRequest, can
from nabiz.ui.stages import STAGES
from nabiz.ui.toasts import toast


@can("answer")
@require_safe
def rules(request: MemberRequest) -> HttpResponse:
    every = Rule.objects.select_related("member")
    lines = [(each, rule_in_words(each), after_words(each), try_out(each)) for each in every]
    return render(request, "followups/rules.html", {"lines": lines})


@can("answer")
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: MemberRequest) -> HttpResponse:
    return _edit(request, Rule())


@can("answer")
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: MemberRequest, number: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Rule, pk=number))


@can("answer")
@require_POST
def removal(request: MemberRequest, number: int) -> HttpResponse:
    remove_rule(get_object_or_404(Rule, pk=number), by=request.member)
    toast(request, _("The rule is gone. What it opened stays."))
    return redirect("followups:rules")


def _edit(request: MemberRequest, rule: Rule) -> HttpResponse:
    """“Try it” saves nothing."""
    initial = {name: getattr(rule, name, None) for name in RuleForm.base_fields} | {
        "member": rule.member_id or "",
        "theme": rule.theme or "",
    }
    form = RuleForm(request.POST or None, initial=initial)
    shown = {"rule": rule, "form": form, "stages": STAGES, "surveys": survey_names(request.member)}
    if request.method == "POST" and form.is_valid():
        if "try" not in request.POST:
            save_rule(rule, form.values(), by=request.member)
            toast(request, _("The rule is saved and counts for answers from now on."))
            return redirect("followups:rules")
        draft = Rule(**form.values())
        shown |= {"words": rule_in_words(draft), "tried": try_out(draft)}
    return render(request, "followups/rule.html", shown, status=422 if form.errors else 200)
