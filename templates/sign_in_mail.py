"""The mail with a link to sign in: what its templates may use, and its words in one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.text import Lang, one_line

from .render import Rendered, environment


@dataclass(frozen=True, slots=True)
class SignInMail:
    """All that stands in it.

    `site` is the site's name, `address` for whom the link was asked, `day` and `hour` ("09:15")
    until when it works, `minutes` for how long, `contact` whom an answer reaches.
    """

    site: str
    address: str
    link: str
    day: date
    hour: str
    minutes: int
    contact: str


def compose_sign_in(mail: SignInMail, lang: Lang) -> Rendered:
    """Subject and both bodies. No picture, no counter: nothing tells that it was opened."""
    plain, rich = environment(lang, html=False), environment(lang, html=True)
    data = {name: getattr(mail, name) for name in SignInMail.__slots__} | {"lang": lang}
    return Rendered(
        subject=one_line(plain.get_template("sign_in.subject.j2").render(data)),
        text=plain.get_template("sign_in.txt.j2").render(data),
        html=rich.get_template("sign_in.html.j2").render(data),
        lang=lang,
    )
