"""What keeps mail from leaving, the clock's high-water marks, and the date a notice says has moved.

`holds` remembers who let go what and when; `clock_marks` outlives the process, so that a clock
found wrong at the next start is known to be wrong; `notices.moved_from` is the due date the
recipient was told before, which the mail names beside the new one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Frozen as of this revision: it does not follow ledger.tables."""
    op.add_column("notices", sa.Column("moved_from", sa.Date))
    op.create_table(
        "holds",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("node", sa.String, nullable=False),
        sa.Column("reason_vi", sa.Text, nullable=False),
        sa.Column("reason_en", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("ended_by", sa.String, nullable=False),
    )
    in_force = sa.text("ended_at IS NULL")
    op.create_index(
        "holds_in_force",
        "holds",
        ["kind", "node"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    op.create_table(
        "clock_marks",
        sa.Column("boot", sa.String, primary_key=True),
        sa.Column("now", sa.DateTime, nullable=False),
        sa.Column("uptime", sa.Float, nullable=False),
    )
