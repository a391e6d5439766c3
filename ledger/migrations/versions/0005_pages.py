"""What the pages need: two steps of completion, signing in, tokens, snapshots, other letters.

Whatever was recorded as done before this counts as accepted: there was one step only. A message has
a kind; one a day holds for the notices, not for a letter of urging or a link to sign in. SQLite
drops no constraint, so `messages` is made anew there (`migrate.upgrade` lets the keys that point
at it rest meanwhile).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Frozen as of this revision: it does not follow ledger.tables."""
    _two_steps()
    _kinds_of_messages()
    _who_may_see()
    op.create_table(
        "snapshots",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("page", sa.LargeBinary, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )


def _two_steps() -> None:
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    for column in (
        sa.Column("document_date", sa.Date),
        sa.Column("nil", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("link", sa.String, nullable=False, server_default=""),
        sa.Column("file", sa.String(64), nullable=False, server_default=""),
        sa.Column("file_name", sa.String, nullable=False, server_default=""),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
    ):
        op.add_column("completions", column)
    op.create_table(
        "acceptances",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "completion", sa.Integer, sa.ForeignKey("completions.id"), nullable=False, unique=True
        ),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.execute(
        'INSERT INTO acceptances (completion, "by", recorded_at)'
        ' SELECT id, "by", recorded_at FROM completions'
        " WHERE id NOT IN (SELECT completion FROM returns) ORDER BY id"
    )


def _kinds_of_messages() -> None:
    with op.batch_alter_table("messages") as messages:
        messages.add_column(sa.Column("kind", sa.String, nullable=False, server_default="notices"))
        messages.add_column(sa.Column("note", sa.Text, nullable=False, server_default=""))
        messages.add_column(sa.Column("expires_at", sa.DateTime))
        messages.drop_constraint("messages_one_a_day", type_="unique")
    of_notices = sa.text("kind = 'notices'")
    op.create_index(
        "messages_one_a_day",
        "messages",
        ["recipient", "day"],
        unique=True,
        sqlite_where=of_notices,
        postgresql_where=of_notices,
    )
    links = sa.text("kind = 'sign-in' AND state IN ('queued', 'sending')")
    op.create_index(
        "messages_sign_in", "messages", ["next_attempt"], sqlite_where=links, postgresql_where=links
    )


def _who_may_see() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.Column("used_at", sa.DateTime),
    )
    op.create_index("sign_ins_recent", "sign_ins", ["recorded_at"])
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
    )
