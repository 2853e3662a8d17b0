"""The structure of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables that do not depend on the catalogue."""
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.Text()),
    )
    op.create_table(
        "entity",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("duty_station", sa.String()),
        sa.Column("mandate_area", sa.String()),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("funds", sa.JSON()),
        sa.Column("aliases", sa.JSON()),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("successor", sa.String()),
        sa.Column("focal_point", sa.String()),
        sa.Column("contact", sa.String()),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("previous", sa.String()),
        sa.Column("catalogue_version", sa.String(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
    )
    op.create_table(
        "participation",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("peer_type", sa.String(), nullable=False),
        sa.UniqueConstraint("round", "entity"),
    )
    op.create_index("ix_participation_round", "participation", ["round"])
    op.create_table(
        "issue",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("issued_at", sa.String(), nullable=False),
        sa.Column("catalogue_version", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
    )
    op.create_index("ix_issue_round", "issue", ["round"])
    op.create_table(
        "returned",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("issue", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("on_time", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("filled_by", sa.String()),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
    )
    op.create_index("ix_returned_round", "returned", ["round"])
    op.create_index("ix_returned_sha256", "returned", ["sha256"])
    op.create_table(
        "declaration",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("none_to_report", sa.Boolean(), nullable=False),
        sa.Column("unchanged", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_declaration_round", "declaration", ["round"])
    op.create_table(
        "conflict",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("return_id", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("issued", sa.JSON()),
        sa.Column("ours", sa.JSON()),
        sa.Column("theirs", sa.JSON()),
        sa.Column("cell", sa.String()),
        sa.Column("decision", sa.String()),
    )
    op.create_index("ix_conflict_return_id", "conflict", ["return_id"])
    op.create_index("ix_conflict_round", "conflict", ["round"])
    op.create_table(
        "change_set",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("undoes", sa.Integer()),
        sa.Column("hash", sa.String(), nullable=False),
    )
    op.create_table(
        "row_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("change_set", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
    )
    op.create_index("ix_row_change_change_set", "row_change", ["change_set"])
    op.create_index("ix_row_change_row_key", "row_change", ["row_key"])
    op.create_table(
        "original",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "catalogue_text",
        sa.Column("version", sa.String(), primary_key=True),
        sa.Column("files", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "import_map",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("map", sa.Text(), nullable=False),
    )
