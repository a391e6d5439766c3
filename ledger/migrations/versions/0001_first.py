"""Records, notices and the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Frozen as of this revision: it does not follow ledger.tables."""
    op.create_table(
        "settings",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "completions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("occurrence", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.create_index("completions_occurrence", "completions", ["occurrence", "id"])
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("deadline", sa.Date),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.create_index("events_event", "events", ["event", "id"])
    _messages()
    _told()


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("recipient", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("message_id", sa.String, nullable=False, unique=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("next_attempt", sa.DateTime, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("first_refused_at", sa.DateTime),
        sa.Column("last_error", sa.Text, nullable=False, server_default=""),
        sa.Column("owner", sa.String, nullable=False, server_default=""),
        sa.Column("fence", sa.Integer, nullable=False, server_default="0"),
        sa.Column("stamped_at", sa.DateTime),
        sa.Column("body", sa.LargeBinary),
        sa.Column("settled_at", sa.DateTime),
        sa.UniqueConstraint("recipient", "day", name="messages_one_a_day"),
    )
    open_states = sa.text("state IN ('queued', 'sending')")
    op.create_index(
        "messages_due",
        "messages",
        ["next_attempt", "id"],
        sqlite_where=open_states,
        postgresql_where=open_states,
    )


def _told() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("plan", sa.String, nullable=False),
        sa.Column("ref", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("rung", sa.String, nullable=False),
        sa.Column("recipient", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("rung_day", sa.Date, nullable=False),
        sa.Column("late", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("reason_vi", sa.Text, nullable=False),
        sa.Column("reason_en", sa.Text, nullable=False),
        sa.Column("message", sa.Integer, sa.ForeignKey("messages.id")),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint(
            "plan", "ref", "label", "agency", "due", "rung", "recipient", name="notices_once"
        ),
    )
    op.create_index("notices_message", "notices", ["message"])
    op.create_table(
        "summaries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("recipient", sa.String, nullable=False),
        sa.Column("week", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("message", sa.Integer, sa.ForeignKey("messages.id")),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("recipient", "week", name="summaries_once_a_week"),
    )
    op.create_index("summaries_message", "summaries", ["message"])
