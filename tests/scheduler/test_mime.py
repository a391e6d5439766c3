"""The bytes of a message: Python's parsers read what was meant, and no text adds a header."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.text import one_line
from scheduler.mail.mime import (
    Mailbox,
    build_message,
    checked_address,
    message_id,
    thread_root,
)
from templates.render import Rendered

HANOI = timezone(timedelta(hours=7))
SUBJECT = "[Quá hạn 2 · Sắp đến hạn 3] Nhắc việc theo kế hoạch – Sở Tư pháp"
NAME = "Kỳ Hạn – Sở Nội vụ thành phố Hà Nội, Phòng Cải cách hành chính"
TEXT = "Kính gửi: Sở Tư pháp\n\n" + "Báo cáo kết quả CCHC quý I/2019\n" * 40
HTML = f"<!doctype html><html lang=vi><p>{TEXT}</p></html>\n"
ID = "<abcdefghij0123456789@kyhan.example.org>"
HEADERS = [
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted",
    "X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "Content-Type",
]  # fmt: skip
INJECTIONS = [
    "A =?UTF-8?Q?=0A?=Bcc: x@y.example",  # CVE-2024-6923
    "=?utf-8?b?QmNjOiB4QHkuZXhhbXBsZQ==?=",
    "=?utf-8?q?=0D=0ABcc:_x@y.example?=",
    "A\r\nBcc: x@y.example",
    "A\nBcc: x@y.example",
    "A\rBcc: x@y.example",
    "A\r\n\r\nBody",
    "A\x00B",
    "A\x0bBcc: x@y.example\x0c",
    "A\x85Bcc: x@y.example",
    "A\u2028Bcc: x@y.example\u2029",
    "A\ud800\udc00\udfffB",
    "Tiêu đề kết thúc bằng xuống dòng\n",
    "\r\n.\r\nMAIL FROM:<x@y.example>",
    "\u202eevil\u202c",
    '"quoted" <x@y.example>, other',
    "back\\slash",
    "a" * 5000,
    "ạ" * 3000,
    "(comment) <tag>",
    "",
    " ",
]


def built(**changes: Any) -> bytes:
    arguments: dict[str, Any] = {
        "rendered": Rendered(SUBJECT, TEXT, HTML),
        "sender": Mailbox("kyhan@hanoi.example.org", NAME),
        "recipient": Mailbox("vanthu@sotuphap.example.org", "Sở Tư pháp"),
        "reply_to": Mailbox("cchc@sonoivu.example.org", 'Trần Văn "A", phòng CCHC'),
        "date": datetime(2019, 2, 25, 8, 0, tzinfo=HANOI),
        "message_id": ID,
        **changes,
    }
    return build_message(arguments.pop("rendered"), **arguments)


def read(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def read_plainly(data: bytes) -> Message:
    return email.message_from_bytes(data, policy=email.policy.compat32)


def decoded(value: str) -> str:
    """A header as compat32 hands it over, unfolded and decoded once."""
    return str(make_header(decode_header(re.sub(r"\r?\n(?=[ \t])", "", value))))


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def blunted(text: str) -> str:
    return one_line(text).replace("=?", "= ?")


def test_a_modern_parser_reads_what_was_meant() -> None:
    message = read(built())
    assert message.keys() == HEADERS
    assert message["Subject"] == SUBJECT
    assert message["From"].addresses[0].addr_spec == "kyhan@hanoi.example.org"
    # Python 3.11 takes the fold between two encoded words of a name for a space
    assert " ".join(message["From"].addresses[0].display_name.split()) == NAME
    assert message["To"].addresses[0].display_name == "Sở Tư pháp"
    assert len(message["To"].addresses) == 1
    assert message["Reply-To"].addresses[0].addr_spec == "cchc@sonoivu.example.org"
    assert message["Date"].datetime == datetime(2019, 2, 25, 8, 0, tzinfo=HANOI)
    assert str(message["Date"]).endswith("+0700")
    assert message["Message-ID"] == ID
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Content-Language"] == "vi"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert body(message, "plain") == TEXT
    assert body(message, "html") == HTML
    assert not message.defects


def test_an_old_parser_reads_the_same() -> None:
    message = read_plainly(built())
    assert message.keys() == HEADERS
    assert decoded(message["Subject"]) == SUBJECT
    assert decoded(message["From"]) == f"{NAME} <kyhan@hanoi.example.org>"
    assert decoded(message["Reply-To"]) == 'Trần Văn "A", phòng CCHC <cchc@sonoivu.example.org>'
    bodies = [part.get_payload(decode=True) for part in message.get_payload()]  # type: ignore[union-attr]
    wanted = [TEXT.replace("\n", "\r\n").encode(), HTML.replace("\n", "\r\n").encode()]
    assert bodies == wanted


def test_equal_in_equal_out() -> None:
    assert built() == built()
    assert built() != built(rendered=Rendered(SUBJECT, TEXT + "!", HTML))


@pytest.mark.parametrize("references", [(), (ID, ID.replace("a", "b"))])
def test_lines_are_short_and_end_in_crlf(references: tuple[str, ...]) -> None:
    data = built(references=references, rendered=Rendered(SUBJECT * 5, TEXT, HTML))
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", data) is None
    assert data.endswith(b"--\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 76
    assert data.isascii()


def test_every_encoded_word_holds_whole_characters() -> None:
    words = re.findall(rb"=\?utf-8\?b\?([A-Za-z0-9+/=]*)\?=", built(sender=Mailbox("a@b.vn", NAME)))
    assert len(words) > 5
    for word in words:
        text = email.header.decode_header(f"=?utf-8?b?{word.decode()}?=")[0][0]
        assert len(text) <= 45
        text.decode("utf-8")


def test_the_boundary_is_of_the_content_and_not_in_it() -> None:
    data = built()
    boundary = re.search(rb'boundary="([^"]+)"', data)
    assert boundary
    assert data.count(boundary[1]) == 4  # the header, two openings, the end
    forged = built(rendered=Rendered(SUBJECT, f"--{boundary[1].decode()}--\n", HTML))
    assert body(read(forged), "plain") == f"--{boundary[1].decode()}--\n"
    assert body(read(forged), "html") == HTML


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_text_adds_a_header_or_a_line(text: str) -> None:
    data = built(
        rendered=Rendered(text, text, text),
        sender=Mailbox("kyhan@hanoi.example.org", text),
        recipient=Mailbox("vanthu@sotuphap.example.org", text),
        reply_to=None,
        headers={"X-Kyhan-Plan": text[:900]},
    )
    expected = [*(h for h in HEADERS if h != "Reply-To"), "X-Kyhan-Plan"]
    for message in (read(data), read_plainly(data)):
        assert sorted(message.keys()) == sorted(expected)
        assert message["Bcc"] is None
    assert decoded(read_plainly(data)["Subject"]) == blunted(text)
    message = read(data)
    for name in ("From", "To"):
        assert len(message[name].addresses) == 1
        assert message[name].addresses[0].addr_spec.endswith(".example.org")
    assert max(map(len, data.split(b"\r\n"))) <= 998


def test_what_is_written_again_by_an_old_library_still_adds_no_header() -> None:
    """A relay that parses and re-writes by a faulty standard library decodes twice."""
    for text in INJECTIONS:
        again = read(read(built(rendered=Rendered(text, TEXT, HTML))).as_bytes())
        assert again["Bcc"] is None
        assert again["To"].addresses[0].addr_spec == "vanthu@sotuphap.example.org"


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)


@given(subject=ANY_TEXT, name=ANY_TEXT, text=ANY_TEXT, html=ANY_TEXT)
@example(subject="=?=?utf-8?q?=0A?=", name="=?a?=", text="\ud800", html="\x85")
def test_any_text_parses_back(subject: str, name: str, text: str, html: str) -> None:
    data = built(
        rendered=Rendered(subject, text, html),
        sender=Mailbox("kyhan@hanoi.example.org", name),
        headers={"X-Kyhan-Plan": name},
    )
    message, plain = read(data), read_plainly(data)
    assert sorted(message.keys()) == sorted(plain.keys()) == sorted([*HEADERS, "X-Kyhan-Plan"])
    assert decoded(plain["Subject"]) == blunted(subject)
    assert decoded(plain["X-Kyhan-Plan"]) == blunted(name)
    assert message["From"].addresses[0].addr_spec == "kyhan@hanoi.example.org"
    for kind, given_text in (("plain", text), ("html", html)):
        assert body(message, kind) == lines(given_text)


def lines(text: str) -> str:
    """The text as a body keeps it: line ends alike, no controls but them and tabs."""
    text = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text)
    text = "".join(c for c in text if c in "\n\t" or not (ord(c) < 32 or 127 <= ord(c) < 160))
    return "".join("\ufffd" if 0xD800 <= ord(c) < 0xE000 else c for c in text)


def test_long_references_unfold_to_themselves() -> None:
    ids = [
        thread_root(f"hanoi-2019/III.1/2019-Q{n}/so-tu-phap", "a@b.vn", secret="s", domain="b.vn")
        for n in range(8)
    ] + [f"<{'x' * 180}@example.org>"]
    data = built(references=ids)
    assert len(" ".join(ids)) > 400
    for message in (read(data), read_plainly(data)):
        assert re.sub(r"\r?\n(?= )", "", message["References"]).strip() == " ".join(ids)
        assert message["In-Reply-To"].strip() == ids[-1]
    head = data.partition(b"\r\n\r\n")[0].decode("ascii")
    assert "=?" not in head[head.index("References:") : head.index("Auto-Submitted:")]


def test_a_link_in_a_further_header_stays_whole() -> None:
    link = f"<https://example.org/{'x' * 200}>"
    message = read_plainly(built(headers={"List-Id": "Kỳ Hạn <nhac.example.org>", "X-Page": link}))
    assert message["X-Page"] == link
    assert message["List-Id"].endswith("?= <nhac.example.org>")
    assert decoded(message["List-Id"]) == "Kỳ Hạn <nhac.example.org>"


@pytest.mark.parametrize(
    "name", ["Bcc", "bcc", "Subject", "X Y", "X:Y", "X\r\nBcc", "", "Xê", "Content-Type", "x" * 80]
)
def test_a_further_header_is_none_of_ours(name: str) -> None:
    with pytest.raises(ValueError, match="further header"):
        built(headers={name: "x"})


def test_a_word_longer_than_a_line_is_refused() -> None:
    with pytest.raises(ValueError, match="X-Page"):
        built(headers={"X-Page": "x" * 1000})


@pytest.mark.parametrize(
    ("address", "checked"),
    [
        ("vanthu@sotuphap.hanoi.gov.vn", "vanthu@sotuphap.hanoi.gov.vn"),
        ("Van.Thu+cchc@x.vn", "Van.Thu+cchc@x.vn"),
        ("kyhan@localhost", "kyhan@localhost"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
    ],
)
def test_a_good_address(address: str, checked: str) -> None:
    assert checked_address(address) == checked
    assert read(built(recipient=Mailbox(address)))["To"] == checked


@pytest.mark.parametrize(
    "address",
    [
        "", "a", "@b.vn", "a@", "a b@c.vn", "a@b c.vn", "a@b.vn\r\nBcc: x@y", "a@b.vn,c@d.vn",
        "<a@b.vn>", "a@b@c.vn", "ạ@b.vn", '"a"@b.vn', "a..b@c.vn", ".a@b.vn", "a@-b.vn", "a@b..vn",
        "a@b_c.vn", "a\x00@b.vn", "a@b.vn\n", "a;b@c.vn", f"{'a' * 65}@b.vn", "a@[127.0.0.1]",
        f"a@{'b' * 64}.vn", "a@" + ".".join(["b" * 60] * 5), "a@\u202eb.vn", "=?x?=@b.vn\ud800",
    ],
)  # fmt: skip
def test_a_bad_address_is_named(address: str) -> None:
    with pytest.raises(ValueError, match="mail address") as error:
        built(recipient=Mailbox(address))
    assert repr(address) in str(error.value)


@pytest.mark.parametrize("value", ["", "abc", "<a b@c>", "<a@c>\r\nBcc: x", "<a@c> <d@e>", "<a>"])
def test_a_bad_message_id_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="message id"):
        built(message_id=value)
    with pytest.raises(ValueError, match="message id"):
        built(references=[value])


def test_a_date_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        built(date=datetime(2019, 2, 25, 8, 0))  # noqa: DTZ001  # that is the fault
    assert "+0000" in read_plainly(built(date=datetime(2019, 2, 25, 1, tzinfo=UTC)))["Date"]


def test_message_ids_depend_on_each_part_and_on_nothing_else() -> None:
    def made(**changes: Any) -> str:
        arguments: dict[str, Any] = {
            "kind": "mail", "recipient": "a@b.vn", "day": date(2019, 2, 25),
            "secret": "s", "domain": "b.vn", **changes,
        }  # fmt: skip
        return message_id(**arguments)

    assert re.fullmatch(r"<[a-z2-7]{20}@b\.vn>", made())
    assert made() == made()
    others = [
        made(kind="test"), made(recipient="b@b.vn"), made(day=date(2019, 2, 26)), made(secret="t"),
        thread_root("mail", "a@b.vn", secret="s", domain="b.vn"), made(),
    ]  # fmt: skip
    assert len(set(others)) == len(others)
    assert all(one != other for one, other in pairwise(others))
    with pytest.raises(ValueError, match="domain"):
        made(domain="b.vn>\r\nBcc: x")
