"""What the window needs: approvals, own deadlines, queries, saved reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and tables; nothing that is there is touched."""
    op.add_column("participation", sa.Column("deadline", sa.Date()))
    op.add_column("participation", sa.Column("approved_at", sa.String()))
    op.add_column("participation", sa.Column("approved_by", sa.String()))
    op.create_table(
        "query",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("answered_at", sa.String()),
        sa.Column("answer", sa.Text()),
    )
    op.create_index("ix_query_round", "query", ["round"])
    op.create_table(
        "review",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
    )
    op.create_table(
        "remembered",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("ours", sa.JSON()),
        sa.Column("theirs", sa.JSON()),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
    )
