"""The pages' words: in both languages, each used, none missing; their data are what they say."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import Environment, nodes

import templates.pages
from templates.pages.base import Frame, Page
from templates.pages.render import FOLDER
from templates.pages.words import entries

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(FOLDER.glob("*.j2"))
SOURCES = [
    *(ROOT / "calendars" / "web").rglob("*.py"),
    *(ROOT / "templates" / "pages").glob("*.py"),
]


def _pages() -> list[type[Page]]:
    for path in Path(templates.pages.__file__).parent.glob("*.py"):
        importlib.import_module(f"templates.pages.{path.stem}")
    # With slots each class is made twice: the second one is the page
    found = {page.__name__: page for page in _below(Page)}
    return [page for _, page in sorted(found.items()) if hasattr(page, "template")]


def _below(kind: type[Page]) -> Iterator[type[Page]]:
    for page in kind.__subclasses__():
        yield page
        yield from _below(page)


PAGES = _pages()
OTHERWISE = {"month_title"}  # Vietnamese numbers the months, English names them
_ANY = r"[\w-]+"


def tree(path: Path) -> nodes.Template:
    return Environment(autoescape=True).parse(path.read_text("utf-8"))


def read_off(path: Path, name: str) -> Iterator[str]:
    """What the template reads off a variable: `name.this`, `name["this"]`."""
    for node in tree(path).find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name == name:
            yield node.attr
    for item in tree(path).find_all(nodes.Getitem):
        if (
            isinstance(item.node, nodes.Name)
            and item.node.name == name
            and isinstance(item.arg, nodes.Const)
        ):
            yield str(item.arg.value)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", sorted(entries()))
def test_each_word_is_there_in_both_languages(key: str) -> None:
    texts = entries()[key]
    assert {"vi", "en"} <= texts.keys() <= {"vi", "en", "one"}
    assert all(text.strip() == text != "" for text in texts.values())
    assert places(texts["vi"]) == places(texts["en"]) or key in OTHERWISE
    assert places(texts.get("one", "")) | {"n"} <= places(texts["en"]) | {"n"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_each_word_that_a_template_names_is_there(path: Path) -> None:
    assert set(read_off(path, "w")) <= entries().keys()


def made_up() -> Iterator[re.Pattern[str]]:
    """Words whose names are put together: `"state_" ~ code` in templates, f"said_{it}" in code."""
    for path in TEMPLATES:
        for node in tree(path).find_all(nodes.Concat):
            parts = [
                re.escape(str(part.value)) if isinstance(part, nodes.Const) else _ANY
                for part in node.nodes
            ]
            yield re.compile("".join(parts))
        for added in tree(path).find_all(nodes.Add):
            if isinstance(added.left, nodes.Const):
                yield re.compile(re.escape(str(added.left.value)) + _ANY)
    for path in SOURCES:
        for found in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(found, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else _ANY
                    for part in found.values
                ]
                if re.search("[a-z]{3}", "".join(parts)):
                    yield re.compile("".join(parts))


def test_no_word_is_left_over() -> None:
    named = {name for path in TEMPLATES for name in read_off(path, "w")}
    for path in (*TEMPLATES, *SOURCES):
        named.update(re.findall(r"""["']([\w-]+)["']""", path.read_text("utf-8")))
    patterns = list(made_up())
    left = [
        key
        for key in entries().keys() - named
        if not any(pattern.fullmatch(key) for pattern in patterns)
    ]
    assert sorted(left) == []


def parts_of(path: Path, *kinds: type[nodes.Node]) -> Iterator[str]:
    """The templates that it is made of."""
    for kind in kinds:
        for node in tree(path).find_all(kind):
            template = getattr(node, "template", None)
            if isinstance(template, nodes.Const):
                yield str(template.value)


def test_each_template_is_a_page_or_a_part_of_one() -> None:
    used = {page.template for page in PAGES}
    for path in TEMPLATES:
        used.update(parts_of(path, nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport))
    assert used == {path.name for path in TEMPLATES}


def _known(kind: type) -> set[str]:
    assert is_dataclass(kind)
    found = {field.name for field in fields(kind)}
    return found | {name for name, value in vars(kind).items() if isinstance(value, property)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_a_page_uses_what_it_is_given_and_nothing_else(page: type[Page]) -> None:
    whole = _with_parts(FOLDER / page.template)
    used = {name for path in whole for name in read_off(path, "page")}
    assert used <= _known(page)
    text = "\n".join(path.read_text("utf-8") for path in whole)
    handed_on = re.search(r"[(,] ?page[,)]", text)  # to a part, which reads what it needs
    unused = {name for name in _known(page) if f"page.{name}" not in text}
    assert unused == set() or handed_on
    assert inspect.getdoc(page)


def _with_parts(path: Path) -> list[Path]:
    """The template and those it is made of, but for the frame of all and the parts of several."""
    found = [path]
    for name in parts_of(path, nodes.Extends, nodes.Include):
        if name != "base.html.j2":
            found += _with_parts(FOLDER / name)
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_the_frame_has_what_templates_read_off_it(path: Path) -> None:
    assert set(read_off(path, "frame")) <= _known(Frame)
