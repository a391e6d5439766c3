"""The mail with a link to sign in, as it waits in the outbox."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage

from ledger.store import Ledger
from scheduler.config import Config, Mail
from scheduler.sign_in import queue_sign_in
from tests.scheduler.stage import at

LAN = "lan@example.org"
LINK = "https://kyhan.example.vn/sign-in/" + "A" * 43
NOW = at("2019-03-04", 23)  # in Việt Nam; 16:00 in UTC
CONFIG = Config(mail=Mail(from_="kyhan@example.org", domain="kyhan.example.org"))


def queue(ledger: Ledger, link: str = LINK, config: Config = CONFIG) -> None:
    expires = NOW + timedelta(minutes=15)
    queue_sign_in(ledger, config, LAN, link, now=NOW, expires=expires, lang="vi")


def queued(ledger: Ledger) -> list[EmailMessage]:
    claims = ledger.claim("test", NOW, 10, sign_in=True)
    parse = email.message_from_bytes
    return [parse(claim.body or b"", policy=email.policy.default) for claim in claims]


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_the_letter(ledger: Ledger) -> None:
    queue(ledger)
    (mail,) = queued(ledger)
    assert (mail["To"], mail["From"]) == (LAN, "Kỳ Hạn <kyhan@example.org>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Mon, 04 Mar 2019 23:00:00 +0700"
    assert LINK in text(mail)
    assert "đến 23:15, thứ Hai, 04/03/2019" in text(mail)
    assert "trong 15 phút" in text(mail)
    headers = "".join(f"{name}: {value}" for name, value in mail.items())
    assert "A" * 43 not in headers


def test_two_links_of_a_day_are_two_letters(ledger: Ledger) -> None:
    queue(ledger)
    queue(ledger, LINK.replace("A", "B"))
    first, second = queued(ledger)
    assert first["Message-ID"] != second["Message-ID"]


def test_a_trial_sends_it_to_one_address_and_says_whose_it_is(ledger: Ledger) -> None:
    mail = CONFIG.mail.model_copy(update={"redirect_all_to": "thu@example.org"})
    queue(ledger, config=CONFIG.model_copy(update={"mail": mail}))
    (sent,) = queued(ledger)
    assert (sent["To"], sent["X-Kyhan-Recipient"]) == ("thu@example.org", LAN)
    assert text(sent).startswith(f"Thư thử: lẽ ra gửi tới {LAN}.")
