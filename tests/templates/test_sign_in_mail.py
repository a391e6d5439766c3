"""The mail with a link to sign in: all of it in both languages and both parts, and nothing else."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date

import pytest
from jinja2 import meta

from rules.text import Lang
from templates.render import environment
from templates.sign_in_mail import SignInMail, compose_sign_in

LANGS: tuple[Lang, Lang] = ("vi", "en")
LINK = "https://kyhan.example.vn/sign-in/" + "A" * 43 + "?next=%2Fo%2Fx"
MAIL = SignInMail(
    site="Kỳ Hạn – Sở Nội vụ",
    address="lan@example.org",
    link=LINK,
    day=date(2019, 3, 4),
    hour="09:15",
    minutes=15,
    contact="hoi-dap@example.org",
)
SAID: dict[Lang, tuple[str, ...]] = {
    "vi": ("dùng được một lần, trong 15 phút: đến 09:15, thứ Hai, 04/03/2019", "xin bỏ qua thư"),
    "en": ("works once, for 15 minutes: until 09:15 on Monday, 4 March 2019", "ignore this mail"),
}


def words(html: str) -> str:
    body = html.partition("</style>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.parametrize("lang", LANGS)
def test_both_parts_say_all_there_is_to_say(lang: Lang) -> None:
    mail = compose_sign_in(MAIL, lang)
    for part in (mail.text, words(mail.html)):
        for said in (*SAID[lang], MAIL.site, MAIL.address, MAIL.contact):
            assert said in part
    assert LINK in mail.text.splitlines()
    assert re.findall(r'href="([^"]*)"', mail.html) == [LINK.replace("&", "&amp;")]
    assert f'<html lang="{lang}">' in mail.html


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_tells_that_it_was_read(lang: Lang) -> None:
    html = compose_sign_in(MAIL, lang).html
    assert not re.search(r"<img|<iframe|<script|src=|url\(|@import", html)
    assert html.count("https://") == 1


@pytest.mark.parametrize("lang", LANGS)
def test_the_subject_holds_no_secret(lang: Lang) -> None:
    subject = compose_sign_in(MAIL, lang).subject
    assert MAIL.site in subject
    assert "A" * 43 not in subject
    assert "\n" not in subject


@pytest.mark.parametrize("lang", LANGS)
def test_a_hostile_text_stays_a_text(lang: Lang) -> None:
    mail = replace(MAIL, site="<script>x</script>{{ 7 * 7 }}\r\nBcc: x@example.org")
    made = compose_sign_in(mail, lang)
    assert "<script>" not in made.html
    assert "49" not in made.html
    assert "\n" not in made.subject


@pytest.mark.parametrize("lang", LANGS)
def test_the_templates_use_every_field_and_no_other_name(lang: Lang) -> None:
    used = set[str]()
    for name in ("sign_in.subject.j2", "sign_in.txt.j2", "sign_in.html.j2"):
        made = environment(lang, html=name.endswith("html.j2"))
        assert made.loader
        source = made.loader.get_source(made, name)[0]
        used |= meta.find_undeclared_variables(made.parse(source))
    assert used == {field.name for field in fields(SignInMail)} | {"lang"}
