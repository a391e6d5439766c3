"""The OpenAPI description: complete, public, and true of what is answered."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from calendars.web.api.problems import Code
from tests.calendars.web.api.client import API, FOREIGN_KEY, OWN, PLAN, Program
from tests.calendars.web.server import KEY, WebSite
from tests.scheduler.small_city import ROOT

OPERATIONS = {
    ("get", "/occurrences"), ("get", "/occurrences/{key}"), ("get", "/explain/{key}"),
    ("get", "/status"), ("get", "/statistics"), ("get", "/completions"), ("post", "/completions"),
}  # fmt: skip
# Rules that a JSON schema cannot say: days in order, cursors of ours, a number unless `nil`.
KEYS = (None, KEY, KEY, FOREIGN_KEY)
NOT_SAID = "positive_data_acceptance"
# Sound questions to all, unsound ones to those that have any: whatever is written is a key.
ASKED = [
    (method, path, mode)
    for method, path in sorted(OPERATIONS)
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or "{key}" not in path
]
# 5,040 where hypothesis tries longest (`ci`): 75 s of processor time, which the workers share.
CASES = 5040 // len(ASKED) if settings().max_examples >= 300 else 20


@pytest.fixture(scope="module")
def described(read_site: WebSite) -> dict[str, Any]:
    """Read by a stranger."""
    answer = read_site.visitor().get(f"{API}/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = answer.json()
    return found


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_every_operation_is_described(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    assert {(method, path) for method, path, _ in operations(described)} == OPERATIONS
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for method, _, operation in operations(described):
        assert operation["security"] == [{"token": []}]
        assert operation["description"]
        assert {"200" if method == "get" else "201", "401", "500"} <= operation["responses"].keys()
        for status, answer in operation["responses"].items():
            kind = "application/json" if status < "300" else "application/problem+json"
            assert answer["content"].keys() == {kind}, status


def test_every_schema_that_is_named_is_there(described: dict[str, Any]) -> None:
    named = Counter(_references(described))
    assert {name.rpartition("/")[2] for name in named} == described["components"]["schemas"].keys()


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for each in part.values():
            yield from _references(each)
    elif isinstance(part, list):
        for each in part:
            yield from _references(each)


@pytest.mark.parametrize(("method", "path", "mode"), ASKED)
def test_whatever_is_asked_the_answer_is_one_that_is_described(
    read_site: WebSite, described: dict[str, Any], method: str, path: str, mode: GenerationMode
) -> None:
    tried = Counter[int]()
    # With its own idea of tokens it would hardly get past the door; test_access.py has those.
    open_to_all = json.loads(json.dumps(described).replace('"security"', '"x-security"'))
    operation = schemathesis.openapi.from_dict(open_to_all)[path][method]

    @settings(max_examples=CASES, suppress_health_check=list(HealthCheck), database=None)
    @given(operation.as_strategy(generation_mode=mode), st.sampled_from(KEYS))
    def ask(case: Case[Any], key: str | None) -> None:
        if key and mode is GenerationMode.POSITIVE:
            _name(case, key)
        answer = case.call_and_validate(
            base_url=f"{read_site.url}{API}",
            headers={"Authorization": f"Bearer {program.token}"},
            # A schema cannot say that days are in order, a cursor ours, a number there unless `nil`
            excluded_checks=[positive_data_acceptance],
        )
        tried[answer.status_code] += 1

    with Program(read_site, PLAN if method == "post" else OWN) as program:
        ask()
    assert tried.total() >= CASES
    assert not [status for status in tried if status >= 500]
    if mode is GenerationMode.POSITIVE and method == "get":
        assert tried[200]  # a report made of chance is seldom sound: test_submitting.py has those


def _name(case: Case[Any], key: str) -> None:
    """Put a key that is there into the place of one, or else hardly any would be found."""
    if case.path_parameters:
        case.path_parameters["key"] = key
    if isinstance(case.body, dict):
        case.body["key"] = key


def test_the_manual_names_what_there_is(described: dict[str, Any]) -> None:
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    named = set(re.findall(rf"(GET|POST) {API}(/[\w/{{}}]+)`", text))
    there = {(method.upper(), path) for method, path, _ in operations(described)}
    assert named == there
    for method, path, operation in operations(described):
        asked = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}
        name = f"`{method.upper()} {API}{path}`"
        row = next(line for line in text.splitlines() if name in line)
        assert all(f"`{name}`" in row for name in asked), f"{path}: {asked}"
    codes = set(re.findall(r"`(\w+)`", text.partition("## When it goes wrong")[2]))
    assert set(get_args(Code)) <= codes
