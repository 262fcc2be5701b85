"""Extract every translatable string into each package's Turkish catalogue, and compile the catalogues.

python scripts/messages.py            extract and compile
python scripts/messages.py --compile  compile only (what installing does)
"""

import ast
import io
import os
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "_": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def packages():
    return sorted(path.parent for path in (ROOT / "nabiz").glob("*/__init__.py"))


def extracted(package):
    """A catalogue of the messages in a package's Python files and templates."""
    import django
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    catalogue = Catalog(locale="tr", charset="utf-8", fuzzy=False)
    for path in sorted(package.rglob("*")):
        if "tests" in path.parts or path.suffix not in {".py", ".html", ".txt"} or "locale" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        for definition in definitions(text) if "@metric(" in text and path.suffix == ".py" else ():
            catalogue.add(definition, locations=[(path.relative_to(ROOT).as_posix(), None)])
        if path.suffix != ".py":
            text = re.sub(r"\bgettext\(u?", "gettext(", templatize(text, origin=str(path)))
            text = re.sub(r"(?m)^[ \t]+", "", text)  # read as Python, where the indentation of HTML makes no sense
        for _, message, _, context in extract(
            "python", io.BytesIO(text.encode()), KEYWORDS, options={"encoding": "utf-8"}
        ):
            flags = {"python-format"} if "%(" in str(message) else set()
            catalogue.add(message, locations=[(path.relative_to(ROOT).as_posix(), None)], context=context, flags=flags)
    return catalogue


def definitions(text):
    """The docstrings of metrics, which readers see as one line."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "metric" for mark in node.decorator_list
        ):
            yield " ".join((ast.get_docstring(node) or "").split())


def po_path(package):
    return package / "locale" / "tr" / "LC_MESSAGES" / "django.po"


def update(package):
    """Bring the catalogue up to date: new strings come in empty, unused ones go, nothing is guessed."""
    template, path = extracted(package), po_path(package)
    if not len(template):
        return
    catalogue = read_po(path.open("rb"), locale="tr") if path.exists() else Catalog(locale="tr", fuzzy=False)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, omit_header=False, sort_output=True, ignore_obsolete=True)
    text = re.sub(
        r'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To):.*\n',
        "",
        path.read_text(),
    )
    path.write_text(re.sub(r"(?m)^#(?!:|,|\.|~).*\n", "", text))


def compile_catalogue(package):
    path = po_path(package)
    if path.exists():
        target = path.with_suffix(".mo")
        scratch = target.with_suffix(f".{os.getpid()}")
        with path.open("rb") as source, scratch.open("wb") as file:
            write_mo(file, read_po(source, locale="tr"))
        scratch.rename(target)


if __name__ == "__main__":
    only = [name for name in sys.argv[1:] if not name.startswith("-")]
    for each in packages():
        if only and each.name not in only:
            continue
        if "--compile" not in sys.argv:
            update(each)
        compile_catalogue(each)
