from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nabiz.team.access import MemberRequest, can
from nabiz.team.models import Member
from nabiz.team.roles import CAPABILITIES, IN_WORDS, ROLES_IN_WORDS
from nabiz.team.settings_pages import pages_for


@can("see")
@require_GET
def settings(request: MemberRequest) -> HttpResponse:
    return render(request, "team/settings.html", {"sections": pages_for(request.member)})


@can("see")
@require_GET
def roles(request: MemberRequest) -> HttpResponse:
    table = [
        (words, [capability in CAPABILITIES[role] for role in Member.Role.values])
        for capability, words in IN_WORDS.items()
    ]
    meanings = [(label, ROLES_IN_WORDS[role]) for role, label in Member.Role.choices]
    return render(request, "team/roles.html", {"table": table, "roles": meanings})
