"""The mail with a link to sign in: composed, put into the outbox; it leaves at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from ledger.store import Ledger
from rules.text import Lang
from templates.sign_in_mail import SignInMail, compose_sign_in

from .config import Config
from .letter import redirected
from .mail.mime import Mailbox, build_message, message_id

_MINUTE = timedelta(minutes=1)


def queue_sign_in(
    ledger: Ledger,
    config: Config,
    address: str,
    link: str,
    *,
    now: datetime,
    expires: datetime,
    lang: Lang,
) -> None:
    """Queue it for the address, or for the one that gets every mail of a trial instead.

    The link stands in the body and nowhere else: the id is made of its hash.
    """
    mail, ends = config.mail, expires.astimezone(config.zone)
    rendered = compose_sign_in(
        SignInMail(
            site=config.site.name,
            address=address,
            link=link,
            day=ends.date(),
            hour=f"{ends:%H:%M}",
            minutes=-(-(expires - now) // _MINUTE),
            contact=mail.reply_to or mail.from_,
        ),
        lang,
    )
    headers = {}
    if mail.redirect_all_to:
        rendered = redirected(rendered, address)
        headers["X-Kyhan-Recipient"] = address
    local = now.astimezone(config.zone).replace(microsecond=0)
    ident = message_id(
        f"sign-in {sha256(link.encode()).hexdigest()}",
        address,
        local.date(),
        secret=ledger.secret(),
        domain=mail.message_domain,
    )
    body = build_message(
        rendered,
        sender=Mailbox(mail.from_, mail.from_name),
        recipient=Mailbox(mail.redirect_all_to or address),
        reply_to=Mailbox(mail.reply_to) if mail.reply_to else None,
        date=local,
        message_id=ident,
        headers=headers,
    )
    ledger.queue_letter(address, ident, body, now=now, expires=expires)
