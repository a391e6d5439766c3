"""Messages built per second: our MIME writer against the standard library's EmailMessage.

The same Vietnamese mail by both; what they made is read back and compared, so that neither saves
work the other does.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.headerregistry import Address
from email.message import EmailMessage

from scheduler.mail.mime import Mailbox, build_message
from templates.render import Rendered

from .measure import rate, show

OURS, THEIRS = 700, 10  # messages of a round: about as long for both
DATE = datetime(2019, 2, 25, 8, 0, tzinfo=timezone(timedelta(hours=7)))
ID = "<abcdefghij0123456789@kyhan.hanoi.example.org>"
SITE, OFFICER, CONTACT = (
    "Kỳ Hạn – Sở Nội vụ Hà Nội",
    "Văn thư Sở Tư pháp",
    "Phòng Cải cách hành chính",
)
TEXT = "Báo cáo kết quả CCHC của các cơ quan, đơn vị, quý I/2019: còn 5 ngày làm việc.\n" * 25
MAIL = Rendered(
    "[Quá hạn 2 · Sắp đến hạn 3] Nhắc việc theo kế hoạch – Sở Tư pháp",
    TEXT,
    f'<!doctype html><html lang="vi"><body><p>{TEXT}</p></body></html>\n',
)


def ours() -> bytes:
    return build_message(
        MAIL,
        sender=Mailbox("kyhan@hanoi.example.org", SITE),
        recipient=Mailbox("vanthu@sotuphap.example.org", OFFICER),
        reply_to=Mailbox("cchc@sonoivu.example.org", CONTACT),
        date=DATE,
        message_id=ID,
    )


def theirs() -> bytes:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = Address(SITE, "kyhan", "hanoi.example.org")
    message["To"] = Address(OFFICER, "vanthu", "sotuphap.example.org")
    message["Reply-To"] = Address(CONTACT, "cchc", "sonoivu.example.org")
    message["Subject"] = MAIL.subject
    message["Date"] = DATE
    message["Message-ID"] = ID
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = "vi"
    message.set_content(MAIL.text, cte="base64")
    message.add_alternative(MAIL.html, subtype="html", cte="base64")
    return message.as_bytes()


def meaning(data: bytes) -> tuple[str, ...]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    bodies = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    return (message["Subject"], message["From"], message["To"], message["Reply-To"], *bodies)


def repeated(build: Callable[[], bytes], count: int) -> Callable[[], int]:
    def work() -> int:
        for _ in range(count):
            build()
        return count

    return work


def main() -> None:
    assert meaning(ours()) == meaning(theirs())
    show(
        f"MIME (one Vietnamese mail of {len(ours()):,} bytes)",
        "messages/s",
        {
            "our writer": rate(repeated(ours, OURS)),
            "the standard library's EmailMessage (floor)": rate(repeated(theirs, THEIRS)),
        },
    )


if __name__ == "__main__":
    main()
