"""Presets and own mappings: to read, to download, with a sample file of each preset."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nabiz.imports.drafting import visible_mappings
from nabiz.imports.editing.told import told_in_words
from nabiz.imports.mappings.presets import Preset, presets
from nabiz.imports.mappings.toml import plan_of
from nabiz.imports.queries import preset_named
from nabiz.imports.uploading import forget_mapping
from nabiz.imports.views.downloads import sample_file, toml_file
from nabiz.team.access import MemberRequest, can
from nabiz.ui.toasts import toast


@can("connect")
@require_GET
def mappings(request: MemberRequest) -> HttpResponse:
    own = [(saved, told_in_words(plan_of(saved.mapping))) for saved in visible_mappings(request.member)]
    ready = [(preset, told_in_words(preset.plan)) for preset in presets().values()]
    return render(request, "imports/mappings.html", {"own": own, "ready": ready})


@can("connect")
@require_GET
def own_toml(request: MemberRequest, number: int) -> HttpResponse:
    saved = get_object_or_404(visible_mappings(request.member), pk=number)
    return toml_file(plan_of(saved.mapping), f"{saved.name}.toml")


@can("connect")
@require_POST
def removal(request: MemberRequest, number: int) -> HttpResponse:
    saved = get_object_or_404(visible_mappings(request.member), pk=number)
    forget_mapping(saved)
    toast(request, _("“%(name)s” is deleted") % {"name": saved.name})
    return redirect("imports:mappings")


@can("connect")
@require_GET
def sample(request: MemberRequest, slug: str) -> HttpResponse:
    return sample_file(_preset(slug))


@can("connect")
@require_GET
def preset_toml(request: MemberRequest, slug: str) -> HttpResponse:
    return toml_file(_preset(slug).plan, f"{slug}.toml")


def _preset(slug: str) -> Preset:
    found = preset_named(slug)
    if found is None:
        raise Http404
    return found
