"""Extensions, returns and changed due dates; the audit; and reads that do not grow with the past.

`audit` has a row for every record, each chained to the one before; what was recorded under 0001
stands in its table but not in the chain, which begins here. Its head is a row of `settings`.
`notices.live` marks the rungs of what is not done: a pass reads those, through the partial index,
and none of the years behind it. `messages_open` finds the mail a recipient still has waiting.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_KEY = ("plan", "ref", "label", "agency", "due", "rung", "recipient")


def upgrade() -> None:
    """Frozen as of this revision: it does not follow ledger.tables."""
    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("occurrence", sa.String, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.create_index("extensions_occurrence", "extensions", ["occurrence", "id"])
    op.create_table(
        "returns",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "completion", sa.Integer, sa.ForeignKey("completions.id"), nullable=False, unique=True
        ),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "due_changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("occurrence", sa.String, nullable=False),
        sa.Column("before", sa.Date),
        sa.Column("after", sa.Date),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.create_index("due_changes_occurrence", "due_changes", ["occurrence", "id"])
    _audit()
    _quicker_reads()


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("audit_subject", "audit", ["subject", "id"])
    settings = sa.table("settings", sa.column("name"), sa.column("value"))
    op.execute(settings.insert().values(name="audit", value=f"0 {'0' * 64}"))


def _quicker_reads() -> None:
    op.add_column(
        "notices", sa.Column("live", sa.Boolean, nullable=False, server_default=sa.true())
    )
    op.execute(
        "UPDATE notices SET live = (1 = 0) WHERE EXISTS (SELECT 1 FROM completions WHERE occurrence"
        " = notices.plan || '/' || notices.ref || '/' || notices.label || '/' || notices.agency)"
    )
    live, unsent = sa.text("live"), sa.text("state IN ('queued', 'held') AND stamped_at IS NULL")
    op.create_index(
        "notices_live", "notices", [*_KEY, "live"], sqlite_where=live, postgresql_where=live
    )
    op.create_index(
        "messages_open", "messages", ["recipient"], sqlite_where=unsent, postgresql_where=unsent
    )
