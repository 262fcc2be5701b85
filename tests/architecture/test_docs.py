"""The guide tells the truth and forgets nothing: what the code declares stands in it, in both languages."""

import io
import re
import shlex
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.urls import URLResolver, get_resolver

from nabiz.intake.request import CALLS
from nabiz.metrics.definitions import declared_metrics
from nabiz.timeline.facts import declared_kinds

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"
LANGUAGES = ("en", "tr")
MEASURE = 150
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
READ_FROM_ENVIRONMENT = re.compile(r"environ(?:\.get\(|\[)\s*\"(\w+)\"(?!\] =)")
FOR_ITS_CHILDREN = {"NABIZ_WEB"}  # what `nabiz serve` tells its own processes is no setting
TOO_BROAD = {"/", "/api/"}  # to name these is not to name what is below them
COMMAND = re.compile(r"(?:\w+=\S+ )*(?:\.venv/bin/)?nabiz (.+)")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def pages(language):
    return sorted((GUIDE / language).glob("*.md"))


def page(language, name):
    return (GUIDE / language / f"{name}.md").read_text()


def prose(path):
    return FENCE.sub("", path.read_text())


def unnamed(names, text):
    """Those of the names that do not stand in the text as code of their own."""
    named = set(re.findall(r"`([^`\n]+)`", text))
    return sorted(set(names) - named)


def settings_read():
    sources = [path for path in (ROOT / "nabiz").rglob("*.py") if "tests" not in path.parts]
    return {name for path in sources for name in READ_FROM_ENVIRONMENT.findall(path.read_text())} - FOR_ITS_CHILDREN


def own_commands():
    main = (ROOT / "nabiz" / "cli" / "main.py").read_text()
    return {name for case in re.findall(r"case (\"[^:]+):", main) for name in re.findall(r"\"(\w+)\"", case)}


def management_commands():
    return {path.stem for path in (ROOT / "nabiz").glob("*/management/commands/[!_]*.py")}


def management_parser(name):
    app = get_commands()[name]
    command = app if isinstance(app, BaseCommand) else load_command_class(app, name)
    return command.create_parser("nabiz", name)


def options_of(name, capsys):
    """The options of a command that are its own and not Django's. A command without any has no parser to ask."""
    if name in management_commands():
        actions = [action for action in management_parser(name)._actions if action not in base_actions()]
        return {option for action in actions for option in action.option_strings} - base_options()
    source = (ROOT / "nabiz" / "cli" / f"{'archive' if name in ('backup', 'restore') else name}.py").read_text()
    if "ArgumentParser" not in source:
        return set()
    from nabiz.cli.main import _own

    with pytest.raises(SystemExit):
        _own(name)(["--help"])
    return set(re.findall(r"(--[a-z-]+)", capsys.readouterr().out)) - {"--help"}


def base_actions():
    return BaseCommand().create_parser("nabiz", "any")._actions


def base_options():
    return {option for action in base_actions() for option in action.option_strings}


def examples(language):
    """Each line of a shell block that runs `nabiz`, as words; what is behind a redirection is the shell's."""
    for path in pages(language):
        for kind, block in FENCE.findall(path.read_text()):
            lines = block.replace("\\\n", " ").splitlines() if kind == "sh" else []
            yield from (shlex.split(found[1].split(" > ")[0]) for line in lines if (found := COMMAND.fullmatch(line)))


def open_routes(patterns=None, prefix="/"):
    """The fixed beginning of every address that is not behind a capability."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(each.pattern).lstrip("^").rstrip("$")
        if isinstance(each, URLResolver):
            yield from open_routes(each.url_patterns, route)
        elif not hasattr(each.callback, "capability"):
            yield re.split(r"[<(]", route)[0]


def outline(path):
    text = prose(path)
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.M)], len(re.findall(r"^\|", text, re.M))


@in_both_languages
def test_every_setting_stands_in_the_guide(language):
    assert unnamed(settings_read(), page(language, "start")) == []


@in_both_languages
def test_every_command_has_its_section(language):
    sections = set(re.findall(r"^## (\w+)$", page(language, "commands"), re.M))

    assert sorted((own_commands() | management_commands()) - sections) == []


@in_both_languages
@pytest.mark.parametrize("name", sorted(own_commands() | management_commands()))
def test_every_option_stands_in_the_section_of_its_command(language, name, capsys):
    section = page(language, "commands").partition(f"\n## {name}\n")[2].partition("\n## ")[0]

    assert sorted(option for option in options_of(name, capsys) if option not in section) == []


@in_both_languages
def test_every_metric_stands_in_the_guide(language):
    assert unnamed({metric.name for metric in declared_metrics()}, page(language, "metrics")) == []


@in_both_languages
def test_every_kind_of_event_stands_in_the_guide_with_its_facts(language):
    rows = [line for line in page(language, "events").splitlines() if line.startswith("| `")]
    missing = [kind.name for kind in declared_kinds() if not any(is_row_of(kind, row) for row in rows)]

    assert missing == []


def is_row_of(kind, row):
    cells = row.split(" | ")
    return f"`{kind.name}`" in cells[0] and not unnamed(kind.facts, cells[1])


@in_both_languages
def test_every_address_without_a_capability_stands_in_the_guide(language):
    found = re.findall(r"`(?:GET )?(/[^`\s?{…]*)", "".join(map(Path.read_text, pages(language))))
    beginnings = tuple(set(found) - TOO_BROAD)

    assert sorted({route for route in open_routes() if route not in found and not route.startswith(beginnings)}) == []


@in_both_languages
def test_every_call_of_the_intake_stands_in_the_guide(language):
    assert unnamed({f"/v1/{call}" for call in CALLS}, page(language, "sources")) == []


@in_both_languages
def test_every_example_names_a_command_that_there_is(language):
    known = own_commands() | management_commands() | set(get_commands())

    assert [words for words in examples(language) if words[0] not in known] == []


@in_both_languages
def test_every_example_names_options_that_there_are(language, db, capsys):
    for name, *words in examples(language):
        if name in management_commands():
            management_parser(name).parse_args([word for word in words if word != "--no-serve"])
        elif name in own_commands():
            assert {word for word in words if word.startswith("--")} <= options_of(name, capsys), name


def test_every_metric_example_can_be_asked(company, mirror_folder):
    for name, *words in examples("en"):
        if name == "metric":
            call_command(name, *words, stdout=io.StringIO())


@in_both_languages
def test_every_page_is_reached_from_the_index(language):
    assert {path.name for path in pages(language)} - set(LINK.findall(page(language, "index"))) == {"index.md"}


@in_both_languages
def test_every_link_leads_to_a_file(language):
    links = [(path, link) for path in [*pages(language), ROOT / "README.md"] for link in LINK.findall(prose(path))]
    broken = [
        f"{path.name}: {link}"
        for path, link in links
        if ":" not in link and not (path.parent / link.partition("#")[0]).exists()
    ]

    assert broken == []


def test_both_languages_have_the_same_pages():
    assert [path.name for path in pages("en")] == [path.name for path in pages("tr")]


@pytest.mark.parametrize("name", [path.stem for path in pages("en")])
def test_both_languages_have_the_same_headings_and_tables(name):
    english, turkish = (outline(GUIDE / language / f"{name}.md") for language in LANGUAGES)

    assert english == turkish


@pytest.mark.parametrize("name", [path.stem for path in pages("en")])
def test_both_languages_show_the_same_code(name):
    english, turkish = (FENCE.findall(page(language, name)) for language in LANGUAGES)

    assert english == turkish


@in_both_languages
def test_the_guide_keeps_its_measure_and_its_voice(language):
    lines = [(path.name, line) for path in pages(language) for line in path.read_text().splitlines()]
    loud = [path.name for path in pages(language) if "!" in prose(path)]

    assert [(name, line) for name, line in lines if len(line) > MEASURE and not line.startswith("|")] == []
    assert loud == []
