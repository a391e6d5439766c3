"""The pass that publishes: the feeds that changed, into the configured folder."""

from __future__ import annotations

from calendars.event import Events
from calendars.feed import all_feeds
from calendars.publish import Published, publish
from calendars.settings import FeedSettings
from rules.facts import Facts
from rules.schedule import Schedule

from .config import Config


def feed_settings(config: Config) -> FeedSettings:
    """What the configuration says of feeds."""
    return FeedSettings(
        lang=config.site.language,
        site_url=config.site.url,
        refresh_hours=config.feeds.refresh_hours,
        alarm_days=config.feeds.alarm_days,
        colour=config.feeds.colour,
        zone=config.zone,
    )


class Publisher:
    """Publishes again and again; keeps the events it has made while the schedule is the same."""

    def __init__(self) -> None:
        self._events: Events | None = None

    def publish(self, schedule: Schedule, facts: Facts, config: Config) -> Published:
        """Write what differs. OSError where the folder cannot be written."""
        events, settings = self._events, feed_settings(config)
        if events is None or events.schedule is not schedule or events.settings != settings:
            events = self._events = Events(schedule, settings)
        return publish(all_feeds(schedule, facts, events), config.feeds.folder)
