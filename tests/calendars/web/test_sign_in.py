"""Signing in by a mailed link; the session; nobody learns from it whose address is a contact's."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.web.access.session import own_path
from rules.text import Lang
from tests.calendars.web.server import HEAD, KEY, OFFICER, STRANGER, WebSite, open_site
from tests.calendars.web.signing_in import a_link, ask, fields, is_signed_in, link_of, mailed, send


def test_a_mailed_link_signs_in_and_leads_to_where_one_was_going(web_site: WebSite) -> None:
    visitor = web_site.visitor()
    turned_away = visitor.get("/?agency=hanoi")
    assert turned_away.status_code == 303
    assert turned_away.headers["Location"] == "/sign-in?next=%2F%3Fagency%3Dhanoi"
    answer = ask(visitor, OFFICER, turned_away.headers["Location"])
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in/sent")
    assert visitor.get("/sign-in/sent").status_code == 200
    mail = mailed(web_site)
    assert mail["To"] == OFFICER

    phone = web_site.visitor()  # the mail is read on another device
    page = phone.get(link_of(mail))
    assert OFFICER in page.text
    assert not is_signed_in(phone)
    entered = send(phone, urlsplit(link_of(mail)).path, fields(page))
    assert (entered.status_code, entered.headers["Location"]) == (303, "/?agency=hanoi")
    assert is_signed_in(phone)
    assert not is_signed_in(visitor)
    assert phone.get("/sign-in?next=/o/x").headers["Location"] == "/o/x"

    left = phone.send_form("/sign-out")
    assert (left.status_code, left.headers["Location"]) == (303, "/sign-in?said=signed_out")
    assert "kyhan" not in phone.cookies
    assert not is_signed_in(phone)


def test_a_session_that_was_ended_is_of_no_use_to_who_copied_it(web_site: WebSite) -> None:
    visitor, copy = web_site.visitor(OFFICER), web_site.visitor()
    copy.cookies.set("kyhan", visitor.cookies["kyhan"], domain="127.0.0.1", path="/")
    assert is_signed_in(copy)
    visitor.send_form("/sign-out")
    assert not is_signed_in(copy)


def test_a_scanner_that_follows_the_link_changes_nothing(web_site: WebSite) -> None:
    scanner, link = web_site.visitor(), a_link(web_site)
    for _ in range(3):
        assert scanner.get(link).status_code == 200
        assert scanner.head(link).status_code == 200
    assert "kyhan" not in scanner.cookies
    visitor = web_site.visitor()
    assert send(visitor, link, fields(visitor.get(link))).headers["Location"] == "/"


@pytest.mark.parametrize("fault", ["used", "expired", "unknown", "no contact any more"])
def test_links_that_do_not_work_look_alike(web_site: WebSite, fault: str) -> None:
    address = STRANGER if fault == "no contact any more" else OFFICER
    link = a_link(web_site, address)
    visitor = web_site.visitor()
    form = fields(visitor.get(link))
    if fault == "used":
        send(web_site.visitor(), link, {})  # refused: no form of ours
        web_site.ledger.use_sign_in(link.rpartition("/")[2], web_site.clock.now())
    elif fault == "expired":
        web_site.clock.move(minutes=15)
    elif fault == "unknown":
        link = "/sign-in/" + "A" * 43
    answers = [send(visitor, link, form)]
    if fault != "no contact any more":  # that is found out when the button is pressed
        answers.append(visitor.get(link))
    for answer in answers:
        assert answer.status_code == 404
        assert "không còn dùng được" in answer.text
        assert 'href="/sign-in"' in answer.text
    assert not is_signed_in(visitor)


def test_a_contact_taken_out_is_out_at_once(web_site: WebSite) -> None:
    visitor = web_site.visitor(OFFICER)
    assert is_signed_in(visitor)
    file = web_site.folder / "plans" / "directories" / "hanoi.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace(OFFICER, "nguoi-moi@example.org"), encoding="utf-8")
    assert web_site.current.reload() == []
    assert not is_signed_in(visitor)


@pytest.mark.parametrize("minutes", [12 * 60 - 1, 12 * 60])
def test_a_session_lasts_twelve_hours(web_site: WebSite, minutes: int) -> None:
    visitor = web_site.visitor(OFFICER)
    web_site.clock.move(minutes=minutes)
    assert is_signed_in(visitor) == (minutes < 12 * 60)


def test_signing_in_begins_a_new_session_and_ends_the_old_one(web_site: WebSite) -> None:
    visitor = web_site.visitor(OFFICER)
    old = visitor.cookies["kyhan"]
    link = a_link(web_site, HEAD)
    send(visitor, link, fields(visitor.get(link)))
    assert visitor.cookies["kyhan"] != old
    thief = web_site.visitor()
    thief.cookies.set("kyhan", old, domain="127.0.0.1", path="/")
    assert not is_signed_in(thief)
    assert is_signed_in(visitor)


def test_a_cookie_set_beforehand_is_not_taken_over(web_site: WebSite) -> None:
    visitor = web_site.visitor()
    planted = "A" * 43
    visitor.cookies.set("kyhan", planted, domain="127.0.0.1", path="/")
    link = a_link(web_site)
    send(visitor, link, fields(visitor.get(link)))
    assert visitor.cookies["kyhan"] != planted
    assert web_site.ledger.session(planted, web_site.clock.now()) is None


def test_who_is_not_signed_in_writes_nothing(web_site: WebSite) -> None:
    answer = web_site.visitor().send_form(f"/accept/{KEY}")
    assert answer.status_code == 401
    assert "Phiên đăng nhập đã hết" in answer.text
    assert [*web_site.ledger.audit_rows()] == []


@pytest.mark.parametrize(
    "next_",
    [
        "//evil.example", "https://evil.example", "http:evil.example", "/\\evil.example",
        "\\\\evil",
        "javascript:alert(1)", "evil.example", "/a\r\nSet-Cookie: x=1", "/a\u2028b", "/ a",
        "/" + "a" * 600, "///evil.example", "/\t/evil.example", "/#x",
    ],
)  # fmt: skip
def test_nobody_is_led_elsewhere(web_site: WebSite, next_: str) -> None:
    visitor = web_site.visitor()
    page = visitor.get("/sign-in", params={"next": next_})
    assert fields(page)["next"] == "/"
    link = a_link(web_site)
    confirm = visitor.get(link, params={"next": next_})
    assert fields(confirm)["next"] == "/"
    entered = send(visitor, link, {**fields(confirm), "next": next_})
    assert entered.headers["Location"] == "/"
    assert visitor.get("/sign-in", params={"next": next_}).headers["Location"] == "/"


@given(st.text() | st.text("/\\.:?#@%a \t\n").map("/{}".format))
def test_a_path_to_go_on_to_never_leaves_the_site(path: str) -> None:
    led = urljoin("https://kyhan.example.vn/sign-in", own_path(path))
    assert urlsplit(led)[:2] == ("https", "kyhan.example.vn")
    assert led.isascii()


@pytest.mark.parametrize(
    "path", ["/", "/o/hanoi-2019/III.1/2019-Q1/so-tu-phap", "/?a=1&b=%20", "/s/p/%C4%90.1/x?y=/z"]
)
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie(tmp_path: Path, secure: bool) -> None:
    url = "https://kyhan.example.vn" if secure else ""
    with open_site(tmp_path, url=url) as site:
        visitor = site.visitor()
        link = a_link(site)
        page = visitor.get(link)
        (form_cookie,) = page.headers.get_list("set-cookie")
        key = form_cookie.partition(";")[0]
        headers = {"Origin": url or site.url, "Cookie": key}
        answer = visitor.post(link, data=fields(page), headers=headers)
        (cookie,) = answer.headers.get_list("set-cookie")
        name, *attributes = cookie.split("; ")
        assert re.fullmatch(rf"{'__Host-' if secure else ''}kyhan=[A-Za-z0-9_-]{{43}}", name)
        expected = {"HttpOnly", "Max-Age=43200", "Path=/", "SameSite=lax"}
        assert set(attributes) == expected | ({"Secure"} if secure else set())
        assert form_cookie.startswith(f"{'__Host-' if secure else ''}kyhan-form=")


def test_the_page_of_a_link_tells_no_other_site_its_address(web_site: WebSite) -> None:
    page = web_site.visitor().get(a_link(web_site))
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_mail_speaks_the_language_of_the_page(web_site: WebSite, lang: Lang) -> None:
    visitor = web_site.visitor()
    visitor.get(f"/sign-in?lang={lang}")
    ask(visitor, OFFICER)
    assert mailed(web_site)["Content-Language"] == lang
