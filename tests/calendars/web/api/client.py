"""A program that asks the API with a token."""

from __future__ import annotations

from typing import Any

import httpx

from tests.calendars.web.server import Visitor, WebSite

API = "/api/v1"
OWN, GROUP, PLAN = "agency:hanoi:so-tu-phap", "group:hanoi:@cac-so", "plan:hanoi-2019"
FOREIGN_KEY = "hanoi-2019/III.1/2019-Q1/so-tai-chinh"


class Program(Visitor):
    """Every address is under the API; an answer that is none of its problems is JSON."""

    def __init__(self, site: WebSite, scope: str = OWN, lang: str = "en") -> None:
        super().__init__(site.url, {"Accept-Language": lang})
        self.number, self.token = site.ledger.create_token(
            "api", scope, "a program", "test", site.clock.now()
        )
        self.headers["Authorization"] = f"Bearer {self.token}"

    def read(self, path: str, **query: Any) -> Any:
        """What it answers, which has to be 200."""
        found = self.get(API + path, params=query)
        assert found.status_code == 200, found.text
        assert found.headers["content-type"] == "application/json"
        return found.json()

    def all(self, path: str, **query: Any) -> list[Any]:
        """All parts of a list, one after the other."""
        found, following = [], None
        while True:
            part = self.read(path, **query, **({"cursor": following} if following else {}))
            found += part["items"]
            following = part["next"]
            if following is None:
                assert part["total"] == len(found)
                return found

    def submit(self, **body: Any) -> httpx.Response:
        """What it answers to a report."""
        return self.post(f"{API}/completions", json=body)


def wrong(answer: httpx.Response) -> dict[str, str]:
    """The wrong values of a 422, by where they stand."""
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return {each["where"]: each["detail"] for each in answer.json()["errors"]}
