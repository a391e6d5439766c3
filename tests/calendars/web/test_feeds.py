"""Calendars over HTTP: the published bytes, conditions, codings; one answer to all else."""

from __future__ import annotations

import gzip
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from calendars.scopes import TokenScope, scopes_of
from calendars.web.feeds import files as feed_files
from calendars.web.feeds.files import FeedFiles
from rules.facts import Acceptance, Completion
from tests.calendars.web.server import WebSite, open_site

OWN = TokenScope.agency("hanoi", "so-tu-phap")
SCOPES = [OWN, TokenScope("group", "hanoi", "@so"), TokenScope.plan("hanoi-2019")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebSite]:
    """Published once for the tests of this file; each makes its own token."""
    with open_site(tmp_path_factory.mktemp("site")) as opened:
        opened.publish()
        yield opened


@pytest.fixture
def reader(site: WebSite) -> httpx.Client:
    """A calendar program: it asks for no coding unless told to."""
    return site.visitor(**{"Accept-Encoding": "identity"})


def token(site: WebSite, scope: TokenScope = OWN) -> str:
    return site.ledger.create_token("feed", scope.text, "", "minh", site.clock.now())[1]


def url(site: WebSite, scope: TokenScope = OWN) -> str:
    return scope.url("", token(site, scope))


def published(site: WebSite, scope: TokenScope) -> Path:
    return site.settings.folder / scope.path


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.kind)
def test_the_published_bytes_are_sent(
    site: WebSite, reader: httpx.Client, scope: TokenScope
) -> None:
    answer = reader.get(url(site, scope))
    file = published(site, scope)
    body = file.read_bytes()
    assert answer.status_code == 200
    assert answer.content == body
    headers = answer.headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Content-Length"] == str(len(body))
    assert headers["Content-Disposition"] == f'inline; filename="{file.name}"'
    assert headers["ETag"] == f'"{sha256(body).hexdigest()}"'
    assert parsedate_to_datetime(headers["Last-Modified"]).timestamp() == int(file.stat().st_mtime)
    assert headers["Cache-Control"] == "private, max-age=3600"
    assert headers["Vary"] == "accept-encoding"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Content-Encoding" not in headers
    assert "Set-Cookie" not in headers


def test_the_compressed_twin_has_a_tag_of_its_own(site: WebSite, reader: httpx.Client) -> None:
    address = url(site)
    with reader.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    twin = published(site, OWN).with_name("so-tu-phap.ics.gz").read_bytes()
    assert packed == twin
    assert gzip.decompress(packed) == published(site, OWN).read_bytes()
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "accept-encoding"
    assert answer.headers["ETag"] == f'"{sha256(packed).hexdigest()}"'
    plain = {"If-None-Match": answer.headers["ETag"]}
    assert reader.get(address, headers=plain).status_code == 200
    assert reader.get(address, headers={**plain, "Accept-Encoding": "gzip"}).status_code == 304


def test_what_has_not_changed_is_not_sent_again(site: WebSite, reader: httpx.Client) -> None:
    address = url(site)
    first = reader.get(address)
    since = parsedate_to_datetime(first.headers["Last-Modified"])
    earlier = format_datetime((since - timedelta(seconds=1)).astimezone(UTC), usegmt=True)
    for headers, status in (
        ({"If-None-Match": first.headers["ETag"]}, 304),
        ({"If-None-Match": f'"x", W/{first.headers["ETag"]}'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"x"', "If-Modified-Since": first.headers["Last-Modified"]}, 200),
        ({"If-Modified-Since": first.headers["Last-Modified"]}, 304),
        ({"If-Modified-Since": earlier}, 200),
        ({"If-Modified-Since": "not a date"}, 200),
    ):
        answer = reader.get(address, headers=headers)
        assert answer.status_code == status, headers
        if status == 304:
            assert answer.content == b""
            assert "Content-Type" not in answer.headers
            for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
                assert answer.headers[name] == first.headers[name]
    lines = [("If-None-Match", '"x"'), ("If-None-Match", first.headers["ETag"])]
    assert reader.get(address, headers=lines).status_code == 304


def test_head_is_get_without_the_body(site: WebSite, reader: httpx.Client) -> None:
    address = url(site)
    full, head = reader.get(address), reader.head(address)
    assert (head.status_code, head.content) == (200, b"")
    for headers in (full.headers, head.headers):
        headers.pop("Date")
    assert head.headers == full.headers
    known = {"If-None-Match": full.headers["ETag"]}
    assert reader.head(address, headers=known).status_code == 304


def test_whatever_is_wrong_gets_the_same_answer(site: WebSite, reader: httpx.Client) -> None:
    now, ledger = site.clock.now(), site.ledger
    good, revoked = token(site), token(site)
    ledger.end_token(ledger.tokens()[-1].id, "minh", now)
    api = ledger.create_token("api", OWN.text, "", "minh", now)[1]
    nothing_dated = TokenScope.agency("hanoi", "khong-co")
    answers = [
        reader.get(path)
        for path in (
            f"/feeds/{secrets.token_urlsafe(32)}/so-tu-phap.ics",
            "/feeds/x/so-tu-phap.ics",
            f"/feeds/{revoked}/so-tu-phap.ics",
            f"/feeds/{api}/so-tu-phap.ics",
            f"/feeds/{good}/so-tai-chinh.ics",  # another agency
            f"/feeds/{good}/hanoi-2019.ics",  # another scope
            f"/feeds/{good}/so-tu-phap.ICS",
            f"/feeds/{good}/so-tu-phap.ics.gz",
            f"/feeds/{good}/so-tu-phap",
            f"/feeds/{good}/%2e%2e%2f%2e%2e%2findex.json",
            f"/feeds/{good}/so-tu-phap.ics/",
            f"/feeds/{good}",
            "/feeds/%ff%00/x",
            "/feeds/",
            url(site, nothing_dated),
        )
    ]
    for answer in answers:
        assert answer.status_code == 404
        answer.headers.pop("Date")
        assert (answer.content, answer.headers) == (answers[0].content, answers[0].headers)
    assert reader.get(f"/feeds/{good}/so-tu-phap.ics").status_code == 200


def test_a_token_opens_its_own_calendar_and_no_other(site: WebSite, reader: httpx.Client) -> None:
    opened = token(site)
    found = [
        scope
        for scope in scopes_of(site.moment.schedule)
        if reader.get(scope.url("", opened)).status_code != 404
    ]
    # Hải Phòng has a department of the same id: the name fits, the bytes are Hà Nội's.
    assert {scope.id for scope in found} == {"so-tu-phap"}
    answers = {reader.get(scope.url("", opened)).content for scope in found}
    assert answers == {published(site, OWN).read_bytes()}


def test_nothing_is_written_by_reading(site: WebSite, reader: httpx.Client) -> None:
    address = url(site)
    before = [*site.ledger.audit_rows()], site.ledger.tokens()
    for method in ("GET", "HEAD"):
        reader.request(method, address)
    assert ([*site.ledger.audit_rows()], site.ledger.tokens()) == before
    assert reader.post(address).status_code == 405


def test_a_change_arrives_and_is_known_by_its_tag(site: WebSite, reader: httpx.Client) -> None:
    scope = TokenScope.agency("hanoi", "so-tai-chinh")
    address = url(site, scope)
    before = reader.get(address)
    now = site.clock.now()
    done = Completion(
        "hanoi-2019/III.1/2019-Q1/so-tai-chinh", date(2019, 2, 25), "12/BC", "lan", now,
        accepted=Acceptance("minh", now),
    )  # fmt: skip
    site.ledger.record_completion(done)
    assert published(site, scope).as_posix().endswith(site.publish().written[0])
    after = reader.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.content == published(site, scope).read_bytes()
    assert after.content != before.content
    assert reader.get(address, headers={"If-None-Match": after.headers["ETag"]}).status_code == 304
    assert site.publish().written == []


def test_what_was_good_is_served_while_the_index_is_not_there(
    site: WebSite, reader: httpx.Client
) -> None:
    address, index = url(site), site.settings.folder / "index.json"
    before, content = reader.get(address), index.read_bytes()
    try:
        for broken in (b"", b"{", b"[]", b'{"feeds": 3}', b'{"feeds": [{}]}'):
            index.write_bytes(broken)
            assert reader.get(address).content == before.content
        index.unlink()
        assert reader.get(address).content == before.content
    finally:
        index.write_bytes(content)


def test_what_is_kept_has_its_limit(
    site: WebSite, reader: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_files, "ROOM", 1)
    files = FeedFiles(site.settings.folder)
    for scope in SCOPES * 2:
        found = files.find(scope.path)
        assert found is not None
        assert found.plain.body == published(site, scope).read_bytes()
        assert len(files._files) == 1


def test_an_empty_file_is_never_sent(tmp_path: Path) -> None:
    with open_site(tmp_path) as site:
        place = published(site, OWN)
        place.parent.mkdir(parents=True)
        place.write_bytes(b"")
        entry = {"path": OWN.path, "sha256": "0" * 64}
        index = site.settings.folder / "index.json"
        index.write_text(json.dumps({"feeds": [entry]}), encoding="utf-8")
        assert site.visitor().get(url(site)).status_code == 404


def test_only_a_configured_proxy_is_told_where_the_file_lies(tmp_path: Path) -> None:
    with open_site(tmp_path) as site:
        site.publish()
        asking = site.visitor(**{"X-Kyhan-Accel": "/published/"})
        address = url(site)
        assert asking.get(address).content == published(site, OWN).read_bytes()
        web = site.config.web.model_copy(update={"proxies": ("127.0.0.1",)})
        site.current.config = site.config.model_copy(update={"web": web})
        answer = asking.get(address, headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["X-Accel-Redirect"] == "/published/hanoi/agencies/so-tu-phap.ics"
        assert asking.get(address + "x").status_code == 404
