from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabiz.connectors.commands import map_connector
from nabiz.connectors.forms import MappingForm
from nabiz.connectors.models import Connector
from nabiz.connectors.previewing import last_records, preview_of
from nabiz.connectors.queries import visible_connectors
from nabiz.connectors.starting import mapping_of, presets_to_choose
from nabiz.imports.mappings.toml import BadMapping, loads
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("connect")
@require_http_methods(["GET", "POST"])
def mapping(request: MemberRequest, number: int) -> HttpResponse:
    its = _mapped(request, number)
    form = MappingForm(request.POST or None, initial={"mapping": mapping_of(its, request.GET.get("preset", ""))})
    if request.method == "POST" and form.is_valid():
        try:
            map_connector(its, loads(form.cleaned_data["mapping"]), by=request.member)
            toast(request, _("The mapping of %(connector)s is saved; what waited is taken in") % {"connector": its})
            return redirect("connectors:connector", its.pk)
        except BadMapping as problem:
            form.add_error("mapping", str(problem))
    return _page(request, its, form, status=422 if form.errors else 200)


@can("connect")
@require_POST
def preview(request: MemberRequest, number: int) -> HttpResponse:
    """The mapping tried on the last records; nothing is saved."""
    return _page(request, _mapped(request, number), MappingForm(request.POST))


def _mapped(request: MemberRequest, number: int) -> Connector:
    its = get_object_or_404(visible_connectors(request.member), pk=number)
    if not its.needs_mapping:
        raise Http404
    return its


def _page(request: MemberRequest, its: Connector, form: MappingForm, status: int = 200) -> HttpResponse:
    text = str(form["mapping"].value() or "")
    facts = {"connector": its, "form": form, "preview": preview_of(its, last_records(its), text)}
    template = "connectors/mapping.html#preview" if request.htmx else "connectors/mapping.html"
    return render(request, template, facts | {"presets": presets_to_choose()}, status=200 if request.htmx else status)
