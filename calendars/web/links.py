"""The addresses of pages: paths, percent-encoded, without the site's own part."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from templates.paths import item_path, key_path, slot_path

item = item_path
slot = slot_path
act = key_path


def agency(directory: str, ident: str, view: str = "", **query: str) -> str:
    """An agency's page, or one of its views."""
    path = f"/agencies/{quote(directory)}/{quote(ident)}" + (f"/{view}" if view else "")
    return with_query(path, **query)


def plan(ident: str, view: str = "", **query: str) -> str:
    """A plan's page for its coordinator, or one of its views."""
    return with_query(f"/plans/{quote(ident)}" + (f"/{view}" if view else ""), **query)


def draft(name: str, question: int = 0) -> str:
    """A draft's page, or that of one of its questions, counted from 1."""
    return with_query(f"/drafts/{quote(name)}", question=str(question) if question else "")


def with_query(path: str, /, **query: str) -> str:
    """The path with what is not empty of the query."""
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
