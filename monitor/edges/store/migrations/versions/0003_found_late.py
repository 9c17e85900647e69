"""Keep of each match whether it was found only because the watchlist changed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; of what was stored before nobody can say it any more."""
    with op.batch_alter_table("matches") as matches:
        matches.add_column(
            sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false())
        )
