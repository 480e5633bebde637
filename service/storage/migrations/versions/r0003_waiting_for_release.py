"""Assignments whose feedback waits until a tutor releases it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; feedback on what there is goes on as before, at once."""
    with op.batch_alter_table("assignments") as table:
        table.add_column(sa.Column("waits_for_release", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drop the column."""
    with op.batch_alter_table("assignments") as table:
        table.drop_column("waits_for_release")
