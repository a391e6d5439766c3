"""What the web app takes from the configuration."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from rules.text import Lang

from ..settings import FeedSettings


@dataclass(frozen=True, slots=True)
class WebSettings:
    """`url` is where people reach the app, without a slash at its end.

    `folder` holds the published feeds, `drafts` what was read from documents. `max_upload` counts
    bytes of one document. `proxies` are the addresses whose X-Forwarded-For is believed.
    `hold_above` letters of urging at once are held back. `demo`: anybody may sign in as anyone,
    only ever on loopback, and read the mails written into the Maildir `mails`.
    """

    url: str
    folder: Path
    drafts: Path = Path("drafts")
    name: str = "Kỳ Hạn"
    language: Lang = "vi"
    max_upload: int = 10_000_000
    proxies: frozenset[str] = frozenset()
    hold_above: int = 200
    demo: bool = False
    mails: Path | None = None
    feeds: FeedSettings = field(default_factory=FeedSettings)

    @property
    def secure(self) -> bool:
        """Whether cookies may be sent over TLS only."""
        return self.url.startswith("https://")

    @property
    def origins(self) -> frozenset[str]:
        """What a browser names as the origin of our own forms (RFC 6454, 6.2).

        A port that goes without saying is not said; a trial may be called localhost as well.
        """
        parts = urlsplit(self.url)
        usual = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
        host = parts.netloc.removesuffix(usual)
        hosts = {host, host.replace("127.0.0.1", "localhost")} if self.demo else {host}
        return frozenset(f"{parts.scheme}://{each}" for each in hosts)
