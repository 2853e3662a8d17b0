"""The life of a query: what it is about, the workbook that carries it, the answer that came back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns; nothing that is there is touched, and older rows leave them empty."""
    op.add_column("issue", sa.Column("kind", sa.String()))
    op.add_column("issue", sa.Column("due", sa.Date()))
    for name, kind in (
        ("code", sa.String()), ("params", sa.JSON()), ("source", sa.String()),
        ("issued", sa.JSON()), ("held", sa.JSON()), ("theirs", sa.JSON()),
        ("sent_at", sa.String()), ("sent_by", sa.String()), ("sent_in", sa.String()),
        ("answer_state", sa.String()), ("remark", sa.Text()), ("answered_by", sa.String()),
        ("return_id", sa.String()), ("settled_at", sa.String()), ("settled_by", sa.String()),
    ):
        op.add_column("query", sa.Column(name, kind))
