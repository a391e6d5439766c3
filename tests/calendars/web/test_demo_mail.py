"""The mails of a trial in the browser: found, read, their HTML shown without any power."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.calendars.web.server import WebSite

TO = "van-thu@so-tu-phap.hanoi.example.org"


def write(site: WebSite, name: str, subject: str, to: str = TO) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = subject, "kyhan@example.org", to
    mail["Date"], mail["Message-ID"] = "Mon, 25 Feb 2019 12:00:00 +0700", f"<{name}@example.org>"
    mail.set_content(f"Xem {site.url}/o/p/1/finish/a và https://elsewhere.example/o/x\n")
    mail.add_alternative("<p onclick='x()'>Xem</p><script>x()</script>", subtype="html")
    folder = site.folder / "mail" / "new"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(mail.as_bytes())


def test_all_mails_are_listed_and_found_by_subject_or_address(demo_site: WebSite) -> None:
    write(demo_site, "1.a", "Sắp đến hạn <b>")
    write(demo_site, "2.b", "Quá hạn", "ai@so-khac.example.org")
    visitor = demo_site.visitor()
    every = visitor.get("/demo/mail").text
    assert "Sắp đến hạn &lt;b&gt;" in every
    assert "2 trên 2 lá thư" in every
    found = visitor.get("/demo/mail", params={"q": "SO-KHAC"}).text
    assert "Quá hạn" in found
    assert "Sắp đến hạn" not in found
    assert "Không có lá thư nào như vậy." in visitor.get("/demo/mail", params={"q": "zz"}).text


def test_a_mail_shows_its_text_and_its_links_to_this_site(demo_site: WebSite) -> None:
    write(demo_site, "1.a", "Sắp đến hạn")
    shown = demo_site.visitor().get("/demo/mail/1.a").text
    assert '<a href="/o/p/1/finish/a">' in shown
    assert 'href="https://elsewhere.example' not in shown
    assert TO in shown


def test_its_html_runs_no_script(demo_site: WebSite) -> None:
    write(demo_site, "1.a", "Sắp đến hạn")
    shown = demo_site.visitor().get("/demo/mail/1.a/html")
    policy = shown.headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "sandbox"} <= set(policy)


@pytest.mark.parametrize("path", ["/demo/mail/none", "/demo/mail/..%2Fkyhan.sqlite3"])
def test_nothing_but_mails_is_there(demo_site: WebSite, path: str) -> None:
    assert demo_site.visitor().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/demo", "/demo/mail", "/demo/mail/1.a", "/demo/mail/1.a/html"])
def test_a_site_in_earnest_has_no_such_page(web_site: WebSite, path: str) -> None:
    write(web_site, "1.a", "Sắp đến hạn")
    assert web_site.visitor().get(path).status_code == 404
