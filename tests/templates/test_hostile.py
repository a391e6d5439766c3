"""Whatever a plan's title holds, a mail stays a mail."""

from __future__ import annotations

from typing import Any

import pytest

from rules.directory import Agency
from templates.contexts import SenderInfo
from tests.templates.builders import JUSTICE, mail, notice, slot, visible

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {% for x in range(9) %}x{% endfor %}",
    "Báo cáo\r\nBcc: victim@example.org\r\n\r\nxin chào",
    "\u202eevil\u202c \u2066x\u2069 a\u200bb \ufeff",
    "dòng\u2028mới\u2029đoạn\x85hết\x00\x1b[31m",
    "\ud800 nửa cặp",
    "x" * 5000,
    "từ " * 2000,
    "</style></td></tr></table><!-- -->",
]
FIELDS = ["title", "when", "ref", "product"]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_only_text(text: str, field: str) -> None:
    quiet, sent = mail(notice(slot({"product": "x"}))), mail(notice(slot({field: text})))
    assert sent.text.count("\n") in {quiet.text.count("\n"), quiet.text.count("\n") - 1}
    assert sent.html.count("<") <= quiet.html.count("<")
    for part in (sent.subject, sent.text, sent.html):
        assert not [c for c in part if c != "\n" and not c.isprintable() and c != "\xa0"]
        assert "49" not in part
    assert len(sent.subject) < 200
    assert len(sent.html) < 30_000


@pytest.mark.parametrize("text", HOSTILE)
def test_the_names_of_agencies_and_senders_are_only_text(text: str) -> None:
    agency = Agency(id="x", vi=text, en=text, kind="so")
    sender = SenderInfo(text, text, text)
    for lang in ("vi", "en"):
        arguments: dict[str, Any] = {"lang": lang}
        quiet = mail(notice(agency=JUSTICE), **arguments)
        sent = mail(notice(agency=agency), sender=sender, **arguments)
        assert sent.text.count("\n") == quiet.text.count("\n")
        assert sent.html.count("<") == quiet.html.count("<")


def test_markup_in_a_title_is_shown_as_it_stands() -> None:
    sent = mail(notice(slot({"title": "<b>Rà soát</b> & {{ 7*7 }}"})))
    assert "1. <b>Rà soát</b> & {{ 7*7 }}, quý I/2019" in sent.text
    assert "1. <b>Rà soát</b> & {{ 7*7 }}, quý I/2019" in visible(sent.html)
    assert "&lt;b&gt;Rà soát&lt;/b&gt; &amp;" in sent.html


def test_a_link_is_shown_only_for_a_web_address() -> None:
    sender = SenderInfo("Kỳ Hạn", "Sở Nội vụ", "a@b.vn", "https://kyhan.example.org/?a=1&b=2")
    sent = mail(notice(), sender=sender)
    assert "Xem toàn bộ tại: https://kyhan.example.org/?a=1&b=2\n" in sent.text
    assert '<a href="https://kyhan.example.org/?a=1&amp;b=2">' in sent.html
    with pytest.raises(ValueError, match="javascript"):
        mail(notice(), sender=SenderInfo("K", "S", "a@b.vn", "javascript:alert(1)"))
