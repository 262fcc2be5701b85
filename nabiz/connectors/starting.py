"""What the mapping page begins with: the mapping that there is, a preset, or a first draft from what came."""

from dataclasses import replace

from nabiz.connectors.models import Connector
from nabiz.connectors.previewing import last_records
from nabiz.imports.mappings.toml import dumps, plan_of
from nabiz.imports.queries import all_presets, preset_named
from nabiz.imports.records import portions_of

DRAFT = """title = "{name}"
key = "{key}"

[customer]
email = "{email}"

[[events]]
kind = "order.paid"
at = "{at}"
facts.order = "{key}"
"""
GUESSES = {"key": ("id", "number", "key", "no"), "email": ("email", "mail"), "at": ("at", "date", "time", "created")}


def presets_to_choose() -> list[tuple[str, str]]:
    return sorted(((preset.slug, preset.title) for preset in all_presets().values()), key=lambda each: each[1])


def mapping_of(connector: Connector, preset: str = "") -> str:
    """TOML for the editor. A chosen preset goes before what is there, until it is saved."""
    if chosen := preset_named(preset):
        return dumps(replace(chosen.plan, source=""))
    if connector.mapping:
        return dumps(replace(plan_of(connector.mapping), source=""))
    records = last_records(connector)
    names = portions_of(records)[0] if records else []
    found = {part: _best(names, endings) for part, endings in GUESSES.items()}
    return DRAFT.format(name=connector.name.replace('"', ""), **{part: f"{{{name}}}" for part, name in found.items()})


def _best(names: list[str], endings: tuple[str, ...]) -> str:
    """The column that ends most like what is looked for; the word itself where none does."""
    for ending in endings:
        for name in names:
            if name.rpartition(".")[2].lower() in (ending, f"{ending}_at", f"{ending}_id"):
                return name
    for ending in endings:
        for name in names:
            if name.lower().endswith(ending):
                return name
    return endings[0]
