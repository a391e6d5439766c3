"""What a site may choose about its feeds. A change here changes the bytes of every feed, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rules.text import Lang

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# COLOR takes a CSS3 name and no figures (RFC 7986, 5.9), Apple's property figures and no name.
COLOURS: Mapping[str, str] = {
    "crimson": "#DC143C",
    "darkorange": "#FF8C00",
    "dodgerblue": "#1E90FF",
    "firebrick": "#B22222",
    "goldenrod": "#DAA520",
    "indigo": "#4B0082",
    "mediumseagreen": "#3CB371",
    "navy": "#000080",
    "royalblue": "#4169E1",
    "seagreen": "#2E8B57",
    "steelblue": "#4682B4",
    "teal": "#008080",
}


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """The language, the address of the site and what calendars are asked to do.

    `site_url` is `https://...` without a slash at its end, or "": then events carry no links.
    `refresh_hours`, at least 1, is how often a subscriber should look again. `alarm_days`, 0 for no
    alarm, is how many calendar days before `due` an alarm rings at the latest, on a working day.
    `colour` is one of `COLOURS`. ValueError on anything else. In `zone` an instant has its day.
    """

    lang: Lang = "vi"
    site_url: str = ""
    refresh_hours: int = 12
    alarm_days: int = 3
    colour: str = "firebrick"
    zone: ZoneInfo = VIETNAM

    def __post_init__(self) -> None:
        if self.site_url and not self.site_url.startswith(("https://", "http://")):
            raise ValueError(f"site_url {self.site_url!r}: write https://... or leave it empty")
        if self.site_url.endswith("/"):
            raise ValueError(f"site_url {self.site_url!r}: leave out the slash at its end")
        if self.refresh_hours < 1 or self.alarm_days < 0:
            raise ValueError("refresh_hours must be 1 or more, alarm_days 0 or more")
        if self.colour not in COLOURS:
            raise ValueError(f"colour {self.colour!r}: one of {', '.join(COLOURS)}")
