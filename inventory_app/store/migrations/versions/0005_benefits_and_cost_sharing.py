"""The register of benefits, and cost-sharing schemes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables; nothing that is there is touched. Amounts are whole cents."""
    _benefits()
    _cost_sharing()


def _benefits() -> None:
    op.create_table(
        "benefit",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("initiative", sa.String()),
        sa.Column("entity", sa.String()),
        sa.Column("owner", sa.String()),
        sa.Column("measure", sa.Text()),
        sa.Column("cost_line", sa.String()),
        sa.Column("contract", sa.String()),
        sa.Column("posts", sa.JSON()),
        sa.Column("baseline_amount", sa.BigInteger()),
        sa.Column("baseline_start", sa.Date()),
        sa.Column("baseline_end", sa.Date()),
        sa.Column("baseline_frozen_on", sa.Date()),
        sa.Column("baseline_scope", sa.JSON()),
        sa.Column("baseline_items", sa.JSON()),
        sa.Column("baseline_evidence", sa.Text()),
        sa.Column("baseline_evidence_dated", sa.Date()),
        sa.Column("baseline_reviewed_by", sa.String()),
        sa.Column("baseline_reviewed_on", sa.Date()),
    )
    op.create_index("ix_benefit_entity", "benefit", ["entity"])
    op.create_table(
        "benefit_period",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("benefit", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("planned", sa.BigInteger()),
        sa.Column("forecast", sa.BigInteger()),
        sa.Column("realised", sa.BigInteger()),
        sa.Column("implementation", sa.BigInteger()),
        sa.Column("added_run", sa.BigInteger()),
        sa.Column("price_index", sa.BigInteger(), nullable=False),  # in millionths
        sa.Column("items", sa.JSON()),
        sa.Column("evidence", sa.Text()),
        sa.Column("evidence_dated", sa.Date()),
        sa.Column("reviewed_by", sa.String()),
        sa.Column("reviewed_on", sa.Date()),
    )
    op.create_index("ix_benefit_period_benefit", "benefit_period", ["benefit"])


def _cost_sharing() -> None:
    op.create_table(
        "share_scheme",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text()),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("periods", sa.JSON(), nullable=False),
        sa.Column("identities", sa.JSON(), nullable=False),
    )
    op.create_table(
        "share_tranche",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("share_scheme", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("paragraph", sa.String()),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
    )
    op.create_index("ix_share_tranche_share_scheme", "share_tranche", ["share_scheme"])
    op.create_table(
        "share_line",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("share_tranche", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("paragraph", sa.String()),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("part_of", sa.String()),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
    )
    op.create_index("ix_share_line_share_tranche", "share_line", ["share_tranche"])
