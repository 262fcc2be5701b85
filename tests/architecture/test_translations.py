"""Turkish and English are equals: nothing untranslated, nothing guessed, nothing forgotten, placeholders intact."""

import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
messages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(messages)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def catalogue(package):
    path = messages.po_path(package)
    return read_po(path.open("rb"), locale="tr") if path.exists() else None


def forms(value):
    return list(value) if isinstance(value, list | tuple) else [value]


@pytest.mark.parametrize("package", messages.packages(), ids=lambda path: path.name)
def test_every_string_of_the_package_has_its_turkish(package):
    wanted = {(message.context, str(message.id)) for message in messages.extracted(package) if message.id}
    kept = catalogue(package)
    translated = {(m.context, str(m.id)) for m in kept or [] if m.id and all(forms(m.string)) and not m.fuzzy}

    assert wanted - translated == set()
    assert translated - wanted == set()


@pytest.mark.parametrize("package", messages.packages(), ids=lambda path: path.name)
def test_translations_keep_their_placeholders(package):
    broken = [
        message.id
        for message in catalogue(package) or []
        if message.id
        and any(
            set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(forms(message.id)[-1]))
            for form in forms(message.string)
        )
    ]

    assert broken == []
