"""Keep where a feed moved to, when it may be asked again, its rhythm, and how an article's bytes were read."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; what was stored before knows nothing of them, so each document is read once more."""
    with op.batch_alter_table("feeds") as feeds:
        feeds.add_column(sa.Column("moved_to", sa.Text(), nullable=True))
        feeds.add_column(sa.Column("moving_to", sa.Text(), nullable=True))
        feeds.add_column(sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True))
        feeds.add_column(sa.Column("gap", sa.Integer(), nullable=True))
        feeds.add_column(sa.Column("newest", sa.DateTime(timezone=True), nullable=True))
        feeds.add_column(sa.Column("pace", sa.Integer(), nullable=True))
    with op.batch_alter_table("wordings") as wordings:
        wordings.add_column(sa.Column("provenance", sa.Text(), nullable=False, server_default=""))
    # no hash is the mark of a feed that was never read; an empty one is that of no document
    op.execute(
        "UPDATE feeds SET etag = NULL, last_modified = NULL, body_hash = '' WHERE body_hash IS NOT NULL"
    )
