"""The templates use what their contexts offer, all of it and no more, and README.md lists it."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from jinja2 import TemplateError, meta, nodes
from jinja2.exceptions import SecurityError, UndefinedError

import templates.contexts
from rules.text import Lang
from templates.contexts import (
    MailDuty,
    MailGroup,
    MailItem,
    NoticesMail,
    SenderInfo,
    StateCount,
    Summary,
    SummaryAgency,
    SummaryItem,
    Target,
    Undelivered,
)
from templates.render import FOLDER, environment
from tests.templates.builders import mail, notice

LANGS: tuple[Lang, Lang] = ("vi", "en")
TOP = ("subject.j2", "notices.txt.j2", "notices.html.j2")
SHARED = ("parts.txt.j2", "parts.html.j2", "words.j2")
CONTEXTS = [
    kind
    for kind in vars(templates.contexts).values()
    if isinstance(kind, type) and is_dataclass(kind)
]
# The name by which a template speaks of each part; `entry` is a count or a line of the summary.
PARTS: dict[str, tuple[type, ...]] = {
    "sender": (SenderInfo,),
    "group": (MailGroup,),
    "item": (MailItem, MailDuty, SummaryItem),
    "aim": (Target,),
    "summary": (Summary,),
    "row": (SummaryAgency,),
    "failed": (Undelivered,),
    "entry": (StateCount, SummaryItem),
}


def names(*kinds: type) -> set[str]:
    return {field.name for kind in kinds for field in fields(kind)}


def parsed(lang: Lang, name: str) -> nodes.Template:
    made = environment(lang, html=name.endswith("html.j2"))
    assert made.loader
    return made.parse(made.loader.get_source(made, name)[0])


def attributes(tree: nodes.Template) -> list[tuple[str, str]]:
    """`item.title` as ("item", "title"), for every name that is no import and no loop."""
    return [
        (node.node.name, node.attr)
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name not in ("w", "part", "loop")
    ]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", [*TOP, *SHARED])
def test_no_template_asks_for_what_it_is_not_given(name: str, lang: Lang) -> None:
    tree = parsed(lang, name)
    given = names(NoticesMail) if name in TOP else set()
    assert meta.find_undeclared_variables(tree) <= given
    parts = PARTS | {"item": (MailDuty,)} if name.startswith("parts.") else PARTS
    for part, attribute in attributes(tree):
        assert attribute in names(*parts[part]), f"{part}.{attribute}"


@pytest.mark.parametrize("lang", LANGS)
def test_every_field_is_used(lang: Lang) -> None:
    trees = [parsed(lang, name) for name in (*TOP, *SHARED)]
    used = {name for tree in trees for name in meta.find_undeclared_variables(tree)}
    assert used == names(NoticesMail)
    spoken = {pair for tree in trees for pair in attributes(tree)}
    for kind in CONTEXTS:
        if kind is not NoticesMail:
            parts = [part for part, kinds in PARTS.items() if kind in kinds]
            asked = {name for part, name in spoken if part in parts}
            assert names(kind) - {"duty"} <= asked, kind  # it is asked through its item


def test_the_readme_lists_every_field_under_its_context() -> None:
    readme = (FOLDER.parent / "README.md").read_text("utf-8")
    sections = dict(
        re.findall(r"^### (\w+)[^\n]*\n(.*?)(?=^### |\Z)", readme, re.MULTILINE | re.DOTALL)
    )
    assert sorted(sections) == sorted(kind.__name__ for kind in CONTEXTS)
    for kind in CONTEXTS:
        listed = re.findall(r"^\| `(\w+)` \| \S", sections[kind.__name__], re.MULTILINE)
        assert listed == [field.name for field in fields(kind)], kind


def test_both_languages_have_the_same_sentences() -> None:
    macros = [
        {
            (macro.name, tuple(argument.name for argument in macro.args))
            for macro in parsed(lang, "words.j2").find_all(nodes.Macro)
        }
        for lang in LANGS
    ]
    assert macros[0] - macros[1] == set()
    assert {name for name, _ in macros[1] - macros[0]} == {
        "working_days", "items_of", "at_agencies",  # English needs plurals
    }  # fmt: skip


def test_an_operator_replaces_a_single_file(tmp_path: Path) -> None:
    (tmp_path / "subject.j2").write_text("{{ total }} việc\n", "utf-8")
    sent = mail(notice(), override=tmp_path)
    assert sent.subject == "1 việc"
    assert sent.text == mail(notice()).text


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{{ misspelt }}", UndefinedError),
        ("{{ sender.misspelt }}", UndefinedError),
        ("{{ ''.__class__.__mro__ }}", SecurityError),
        ("{{ sender.__init__.__globals__ }}", SecurityError),
        ("{% include '../../render.py' %}", TemplateError),
        ("{{ counts.__class__ }}", SecurityError),
        ("{{ kept(lang.upper) }}", SecurityError),
        ("{{ kept('{0.__class__}'.format, sender) }}", SecurityError),
    ],
)
def test_a_bad_template_is_refused(tmp_path: Path, source: str, error: type[Exception]) -> None:
    (tmp_path / "subject.j2").write_text(source, "utf-8")
    with pytest.raises(error):
        mail(notice(), override=tmp_path)


def test_the_html_part_loads_nothing_and_runs_nothing() -> None:
    html = mail(notice()).html
    for forbidden in ("<script", "<img", "<link", "<form", "@import", "url(", "src=", "http:"):
        assert forbidden not in html
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html
