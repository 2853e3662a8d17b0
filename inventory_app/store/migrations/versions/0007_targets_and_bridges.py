"""Targets of indicators, bridges over changed definitions, and sizes of peers that are frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables and a column; nothing that is there is touched."""
    op.create_table(
        "target",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("upper", sa.BigInteger()),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("source", sa.Text()),
    )
    op.create_table(
        "bridge",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("factor", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.add_column("participation", sa.Column("peer_size", sa.String()))
