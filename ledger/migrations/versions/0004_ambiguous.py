"""How often a message's end was unknown.

Between the server's acceptance and our commit lies a window that no client can close (RFC 5321,
6.1; RFC 1047): what fell into it is counted, so that the repeats that people may see are bounded.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Frozen as of this revision: it does not follow ledger.tables."""
    op.add_column(
        "messages", sa.Column("ambiguous", sa.Integer, nullable=False, server_default="0")
    )
