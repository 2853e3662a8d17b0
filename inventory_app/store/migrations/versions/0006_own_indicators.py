"""Indicators of an organisation's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table; nothing that is there is touched."""
    op.create_table(
        "own_indicator",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
