from django.http import HttpResponse
from django.shortcuts import render

from nabiz.team.access import MemberRequest, can


@can("see")
def pulse(request: MemberRequest) -> HttpResponse:
    return render(request, "pulse/pulse.html", {"has_data": False, "steps": []})
