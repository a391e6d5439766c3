"""The tables. Days are civil days of the site; instants are UTC, aware outside the database."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept without its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuses a naive datetime: nobody could say which instant it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The same instant, aware."""
        return None if value is None else value.replace(tzinfo=UTC)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of those rows alone of which `where` holds, on both databases."""
    of = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=of, postgresql_where=of)


metadata = MetaData()

settings = Table(
    "settings",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

completions = Table(
    "completions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("occurrence", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("number", String, nullable=False),
    Column("by", String, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("document_date", Date),
    Column("nil", Boolean, nullable=False, server_default=false()),  # nothing to report
    Column("link", String, nullable=False, server_default=""),
    Column("file", String(64), nullable=False, server_default=""),  # in `files`
    Column("file_name", String, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Index("completions_occurrence", "occurrence", "id"),
)

acceptances = Table(
    "acceptances",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("completion", ForeignKey("completions.id"), nullable=False, unique=True),
    Column("by", String, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("media_type", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("deadline", Date),
    Column("number", String, nullable=False),
    Column("by", String, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Index("events_event", "event", "id"),
)

extensions = Table(
    "extensions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("occurrence", String, nullable=False),
    Column("until", Date, nullable=False),
    Column("number", String, nullable=False),
    Column("by", String, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Index("extensions_occurrence", "occurrence", "id"),
)

returns = Table(
    "returns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("completion", ForeignKey("completions.id"), nullable=False, unique=True),
    Column("reason", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

due_changes = Table(
    "due_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("occurrence", String, nullable=False),
    Column("before", Date),  # absent: it had no date, or
    Column("after", Date),  # .. has none any more
    Column("recorded_at", Instant, nullable=False),
    Index("due_changes_occurrence", "occurrence", "id"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 .. without a gap
    Column("at", String, nullable=False),  # ISO 8601 in UTC: the very text that is hashed
    Column("who", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("hash", String(64), nullable=False),
    Index("audit_subject", "subject", "id"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("recipient", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("message_id", String, nullable=False, unique=True),
    Column("state", String, nullable=False),  # queued, held, sending, sent, failed, dropped
    Column("created_at", Instant, nullable=False),
    Column("next_attempt", Instant, nullable=False),  # while sending: the end of the lease
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("first_refused_at", Instant),
    Column("last_error", Text, nullable=False, server_default=""),
    Column("owner", String, nullable=False, server_default=""),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("stamped_at", Instant),
    Column("body", LargeBinary),  # kept from the stamp on: a repeat is the same to the byte
    Column("settled_at", Instant),
    Column("ambiguous", Integer, nullable=False, server_default="0"),  # ends that nobody knows
    Column("kind", String, nullable=False, server_default="notices"),  # or urge, sign-in
    Column("note", Text, nullable=False, server_default=""),  # of an urge: the coordinator's words
    Column("expires_at", Instant),  # of no use after this
    _partial(
        "messages_one_a_day",
        "recipient",
        "day",
        where="kind = 'notices'",
        unique=True,
    ),
    _partial(
        "messages_open",
        "recipient",
        where="state IN ('queued', 'held') AND stamped_at IS NULL",
    ),
    _partial(
        "messages_sign_in",  # looked for every two seconds, among all mails that wait
        "next_attempt",
        where="kind = 'sign-in' AND state IN ('queued', 'sending')",
    ),
    _partial(
        "messages_due",
        "next_attempt",
        "id",
        where="state IN ('queued', 'sending')",
    ),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan", String, nullable=False),
    Column("ref", String, nullable=False),
    Column("label", String, nullable=False),
    Column("agency", String, nullable=False),
    Column("due", Date, nullable=False),
    Column("rung", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("role", String, nullable=False),
    Column("rung_day", Date, nullable=False),
    Column("late", Integer, nullable=False),
    Column("outcome", String, nullable=False),  # planned, sent, superseded, skipped, withdrawn
    Column("reason_vi", Text, nullable=False),
    Column("reason_en", Text, nullable=False),
    Column("message", ForeignKey("messages.id")),
    Column("recorded_at", Instant, nullable=False),
    Column("moved_from", Date),  # the due date the recipient was told before, where it changed
    Column("live", Boolean, nullable=False, server_default=true()),  # not known to be done
    UniqueConstraint(
        "plan", "ref", "label", "agency", "due", "rung", "recipient", name="notices_once"
    ),
    Index("notices_message", "message"),
    _partial(
        "notices_live",
        "plan",
        "ref",
        "label",
        "agency",
        "due",
        "rung",
        "recipient",
        "live",  # or SQLite, to look at it, reads the table
        where="live",
    ),
)

summaries = Table(
    "summaries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("recipient", String, nullable=False),
    Column("week", String, nullable=False),
    Column("outcome", String, nullable=False),  # planned, sent, skipped, withdrawn
    Column("message", ForeignKey("messages.id")),
    Column("recorded_at", Instant, nullable=False),
    UniqueConstraint("recipient", "week", name="summaries_once_a_week"),
    Index("summaries_message", "message"),
)

holds = Table(
    "holds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),  # mass, restored, stopped, clock
    Column("node", String, nullable=False),  # of a clock: its boot; else "": every node
    Column("reason_vi", Text, nullable=False),
    Column("reason_en", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", String, nullable=False),
    _partial(
        "holds_in_force",
        "kind",
        "node",
        where="ended_at IS NULL",
        unique=True,
    ),
)

clock_marks = Table(
    "clock_marks",
    metadata,
    Column("boot", String, primary_key=True),
    Column("now", Instant, nullable=False),
    Column("uptime", Float, nullable=False),  # seconds
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),  # feed, api
    Column("scope", String, nullable=False),  # agency:<directory>:<id>, group:.., plan:<id>
    Column("name", String, nullable=False),  # whom it was given to
    Column("hash", String(64), nullable=False, unique=True),
    Column("by", String, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("ended_at", Instant),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String, nullable=False),
    Column("client", String(64), nullable=False),  # a hash of where it was asked from
    Column("hash", String(64), nullable=False, unique=True),
    Column("recorded_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Index("sign_ins_recent", "recorded_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String, nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("recorded_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", String, primary_key=True),  # of what is in it: SHA-256, shortened
    Column("scope", String, nullable=False),
    Column("day", Date, nullable=False),  # as of
    Column("data", Text, nullable=False),
    Column("page", LargeBinary, nullable=False),  # the very bytes, to be shown again
    Column("by", String, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)
