"""`/demo/mail`: the mails of a trial, to be read in the browser; no page of a site in earnest."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from templates.pages.demo import MailLine, MailList, MailPage

from ..access.scope import NotFoundError
from ..respond import page
from ..services import TheServices

router = APIRouter(prefix="/demo", include_in_schema=False)
_HEADERS = ("Subject", "From", "To", "Date", "Message-ID")
# A mail's own styles are inline; it still has no script, no form and no outside source.
_MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


def mails_of(services: TheServices) -> Path:
    """The Maildir of a trial. NotFoundError where this is none."""
    settings = services.settings
    if not settings.demo or settings.mails is None:
        raise NotFoundError("/demo")
    return settings.mails


Mails = Annotated[Path, Depends(mails_of)]


@router.get("/mail")
def mails(request: Request, folder: Mails, q: str = "") -> Response:
    """All mails, or those whose subject or address holds `q`."""
    every = [(path.name, _read(path)) for path in _files(folder)]
    lines = [
        MailLine(f"/demo/mail/{quote(name)}", str(mail["To"]), str(mail["Subject"]))
        for name, mail in every
    ]
    found = q.casefold()
    shown = tuple(line for line in lines if found in f"{line.subject} {line.to}".casefold())
    return page(request, MailList(shown, q, len(lines)))


@router.get("/mail/{name}")
def mail(request: Request, folder: Mails, services: TheServices, name: str) -> Response:
    """One mail as text."""
    found = _find(folder, name)
    plain, rich = found.get_body(("plain",)), found.get_body(("html",))
    text = plain.get_content() if plain else ""
    return page(
        request,
        MailPage(
            tuple((header, str(found[header])) for header in _HEADERS),
            text,
            f"/demo/mail/{quote(name)}/html" if rich else "",
            tuple(dict.fromkeys(_links(text, services.settings.url))),
        ),
    )


@router.get("/mail/{name}/html")
def mail_html(folder: Mails, name: str) -> Response:
    """Its HTML part, as a mail program would show it."""
    rich = _find(folder, name).get_body(("html",))
    if rich is None:
        raise NotFoundError(name)
    return HTMLResponse(rich.get_content(), headers={"Content-Security-Policy": _MAIL_POLICY})


def _files(folder: Path) -> list[Path]:
    """The newest first; names in a Maildir begin with the time."""
    found = [path for part in ("new", "cur") for path in (folder / part).glob("*")]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _find(folder: Path, name: str) -> EmailMessage:
    for path in _files(folder):
        if path.name == name:
            return _read(path)
    raise NotFoundError(name)


def _read(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def _links(text: str, site: str) -> Iterator[str]:
    for found in re.findall(r"https?://[^\s<>\"]+", text):
        if found.startswith(f"{site}/"):
            yield found.removeprefix(site)
