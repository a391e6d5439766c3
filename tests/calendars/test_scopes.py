"""What a token may be made for: each has one text, one word, one file."""

from __future__ import annotations

import pytest

from calendars.scopes import TokenScope

TABLE = [
    (TokenScope.agency("hanoi", "so-tu-phap"), "agency:hanoi:so-tu-phap", "hanoi:so-tu-phap",
     "hanoi/agencies/so-tu-phap.ics", "so-tu-phap.ics"),
    (TokenScope("group", "hanoi", "@so"), "group:hanoi:@so", "hanoi:@so",
     "hanoi/groups/so.ics", "so.ics"),
    (TokenScope.plan("hanoi-2019"), "plan:hanoi-2019", "hanoi-2019",
     "plans/hanoi-2019.ics", "hanoi-2019.ics"),
]  # fmt: skip


@pytest.mark.parametrize(("scope", "text", "word", "path", "file"), TABLE)
def test_a_scope(scope: TokenScope, text: str, word: str, path: str, file: str) -> None:
    assert (scope.text, scope.word, scope.path, scope.file) == (text, word, path, file)
    assert TokenScope.read(text) == scope
    assert scope.url("https://x.example.vn", "t") == f"https://x.example.vn/feeds/t/{file}"


@pytest.mark.parametrize(
    "text", ["", "agency", "agency:hanoi", "city:hanoi:x", "plan:a:b", "a:b:c:d"]
)
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="not a scope"):
        TokenScope.read(text)
