"""The model of themes between the database and the texts: the newest version, and rows for its themes."""

from functools import lru_cache

from django.db.models import Max

from nabiz.language.theme_model import ThemeModel
from nabiz.themes.models import Model, Theme
from nabiz.timeline.commands import Actor

VERSIONS_KEPT = 10


def newest_model() -> ThemeModel | None:
    """The model that is used now; None before the first discovery."""
    newest = Model.objects.aggregate(pk=Max("pk"))["pk"]
    return _read(newest) if newest else None


def keep_model(model: ThemeModel, *, reason: str, texts: int, by: Actor | None = None) -> Model:
    """Write a model down as the newest version, with a row for each of its topics; very old versions go."""
    kept = Model.objects.create(written=model.to_json(), texts=texts, reason=reason, by_id=by.pk if by else None)
    old = Model.objects.order_by("-pk").values_list("pk", flat=True)[VERSIONS_KEPT:]
    Model.objects.filter(pk__in=list(old)).delete()
    _rows_of(model)
    return kept


@lru_cache(maxsize=4)
def _read(pk: int) -> ThemeModel:
    return ThemeModel.from_json(Model.objects.get(pk=pk).written)


def _rows_of(model: ThemeModel) -> None:
    known = {row.number: row for row in Theme.objects.filter(key="").exclude(number=None)}
    fresh = [Theme(number=each.id, words=list(each.words)) for each in model.topics if each.id not in known]
    Theme.objects.bulk_create(fresh, ignore_conflicts=True)
    changed = []
    for each in model.topics:
        row = known.get(each.id)
        if row and row.words != list(each.words):
            row.words = list(each.words)
            changed.append(row)
    Theme.objects.bulk_update(changed, ["words"])
