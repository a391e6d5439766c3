"""What signing in gives away and to whom: nothing to a stranger, little at once to anybody."""

from __future__ import annotations

import logging
import statistics
import time
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from calendars.web.forms import FIELD
from rules.text import Lang
from tests.calendars.web.server import (
    COORDINATOR,
    HEAD,
    OFFICER,
    OTHER,
    STRANGER,
    WebSite,
    open_site,
)
from tests.calendars.web.signing_in import a_link, ask, fields, is_signed_in, link_of, mailed, send


def alike(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    return answer.status_code, answer.content, headers


def test_a_stranger_gets_the_same_answer_and_no_mail(web_site: WebSite) -> None:
    visitor = web_site.visitor()
    known, unknown = ask(visitor, OFFICER), ask(visitor, STRANGER)
    assert alike(known) == alike(unknown)
    assert mailed(web_site)["To"] == OFFICER
    time.sleep(0.2)
    assert web_site.mails() == []


def test_nor_does_the_time_of_the_answer_tell(
    web_site: WebSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a contact costs more (a letter is written) happens after the answer has gone."""
    slow = 0.6  # seconds that a letter takes here, as if the disk were slow
    really = web_site.services.send_sign_in

    def slowly(address: str, link: str, expires: datetime, lang: Lang) -> None:
        time.sleep(slow)
        really(address, link, expires, lang)

    monkeypatch.setattr(web_site.services, "send_sign_in", slowly)
    visitor = web_site.visitor()
    form = fields(visitor.get("/sign-in"))
    took: dict[str, list[float]] = {OFFICER: [], STRANGER: []}
    for _ in range(5):
        for address, times in took.items():
            start = time.perf_counter()
            assert send(visitor, "/sign-in", {**form, "address": address}).status_code == 303
            times.append(time.perf_counter() - start)
            web_site.clock.move(minutes=6)
            time.sleep(slow)  # or the letter before would be in the way
    known, unknown = (statistics.median(times) for times in took.values())
    assert abs(known - unknown) < slow / 2


@pytest.mark.parametrize("address", [OFFICER, STRANGER])
def test_an_address_may_be_asked_for_three_times(web_site: WebSite, address: str) -> None:
    visitor = web_site.visitor()
    assert [ask(visitor, address).status_code for _ in range(4)] == [303, 303, 303, 429]
    refused = ask(visitor, address)
    assert refused.headers["Retry-After"] == "900"
    assert "15 phút" in refused.text
    assert ask(visitor, OTHER).status_code == 303
    web_site.clock.move(minutes=15)
    assert ask(visitor, address).status_code == 303


def test_a_client_may_ask_twenty_times_an_hour(web_site: WebSite) -> None:
    visitor = web_site.visitor()
    for number in range(20):
        assert ask(visitor, f"a{number}@example.org").status_code == 303
    other_browser = web_site.visitor(**{"X-Forwarded-For": "192.0.2.1"})  # no proxy says so
    refused = ask(other_browser, "b@example.org")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    web_site.clock.move(hours=1)
    assert ask(visitor, "b@example.org").status_code == 303


@pytest.mark.parametrize(
    "address",
    ["", "lan", "lan@", "@example.org", "lan@example.org, minh@example.org", "lan@exa mple.org",
     "lan@example.org\r\nBcc: x@example.org", "<lan@example.org>", "lan@ví-dụ.vn",
     "a" * 250 + "@example.org", '"><script>@example.org'],
)  # fmt: skip
def test_what_is_no_address_is_shown_where_it_was_written(web_site: WebSite, address: str) -> None:
    answer = ask(web_site.visitor(), address)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "<script>" not in answer.text


def test_capitals_in_an_address_do_not_matter(web_site: WebSite) -> None:
    visitor = web_site.visitor()
    ask(visitor, OFFICER.upper())
    link = link_of(mailed(web_site))
    assert send(visitor, link, fields(visitor.get(link))).headers["Location"] == "/"
    assert is_signed_in(visitor)


@pytest.mark.parametrize("fault", ["no token", "another's token", "no origin", "another origin"])
@pytest.mark.parametrize("path", ["/sign-in", "the link", "/sign-out", "/demo"])
def test_forms_of_others_are_refused_and_change_nothing(
    demo_site: WebSite, path: str, fault: str
) -> None:
    visitor, link = demo_site.visitor(OFFICER), a_link(demo_site)
    data = {FIELD: visitor.csrf, "address": HEAD, "next": "/"}
    headers = {"Origin": demo_site.url}
    if fault == "no token":
        del data[FIELD]
    elif fault == "another's token":
        data[FIELD] = demo_site.visitor().csrf
    elif fault == "no origin":
        del headers["Origin"]
    else:
        headers["Origin"] = "https://evil.example"
    session = visitor.cookies["kyhan"]
    answer = visitor.post(link if path == "the link" else path, data=data, headers=headers)
    assert answer.status_code == 403
    assert visitor.cookies["kyhan"] == session
    assert is_signed_in(visitor)
    assert demo_site.ledger.sign_in_address(link.rpartition("/")[2], demo_site.clock.now())
    time.sleep(0.1)
    assert demo_site.mails() == []


def test_a_trial_signs_in_as_anyone(demo_site: WebSite) -> None:
    visitor = demo_site.visitor()
    page = visitor.get("/demo")
    assert page.text.index(COORDINATOR) < page.text.index(OFFICER)
    answer = visitor.send_form("/demo", address=OFFICER)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert is_signed_in(visitor)
    assert visitor.send_form("/demo", address=STRANGER).status_code == 404


def test_in_earnest_there_is_no_such_page(web_site: WebSite) -> None:
    visitor = web_site.visitor()
    assert visitor.get("/demo").status_code == 404
    assert visitor.send_form("/demo", address=OFFICER).status_code == 404
    assert "kyhan" not in visitor.cookies


def test_no_log_holds_a_secret(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as events, open_site(tmp_path) as site:
        site.publish()
        _, token = site.ledger.create_token("feed", "plan:hanoi-2019", "", "minh", site.clock.now())
        visitor = site.visitor()
        assert visitor.get(f"/feeds/{token}/hanoi-2019.ics").status_code == 200
        assert visitor.get(f"/feeds/{token}/x.ics").status_code == 404
        visitor.post(f"/feeds/{token}/hanoi-2019.ics")
        ask(visitor, OFFICER)
        link = link_of(mailed(site))
        monkeypatch.setattr(site.services, "send_sign_in", _fail)
        ask(visitor, HEAD)
        visitor.get(link)
        send(visitor, link, fields(visitor.get(link)))
        assert is_signed_in(visitor)
        secrets = [token, link.rpartition("/")[2], visitor.cookies["kyhan"]]
        for _ in range(100):
            if events:
                break
            time.sleep(0.05)
    printed = capfd.readouterr()
    logged = [each.getMessage() for each in caplog.records if not each.name.startswith("http")]
    told = f"{events}{logged}{printed.out}{printed.err}"  # httpx is the browser
    assert "Shutting down" in told
    assert "sign-in-not-mailed" in told
    for secret in secrets:
        assert secret not in told


def _fail(*_given: object) -> None:
    raise OSError("no room")
