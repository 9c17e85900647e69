"""Keep what translations were made with, how much they cover, what is noted of them, and those of single sentences."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; what was translated before had its lead translated, by an engine of unknown version."""
    with op.batch_alter_table("articles") as articles:
        articles.add_column(sa.Column("translated_with", sa.String(), nullable=True))
    with op.batch_alter_table("wordings") as wordings:
        wordings.add_column(
            sa.Column("engine_version", sa.String(), nullable=False, server_default="")
        )
        wordings.add_column(sa.Column("names", sa.String(), nullable=False, server_default=""))
        wordings.add_column(sa.Column("scope", sa.String(), nullable=True))
        wordings.add_column(sa.Column("notes", sa.JSON(), nullable=False, server_default="[]"))
    op.execute(
        "UPDATE articles SET translated_with = '' WHERE EXISTS (SELECT 1 FROM wordings "
        "WHERE article = articles.id AND wordings.revision = articles.revision AND via = 'translation')"
    )
    op.execute("UPDATE wordings SET scope = 'title+lead' WHERE via = 'translation'")
    op.create_table(
        "sentences",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("translation", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sentences")),
    )
    op.create_index(op.f("ix_sentences_made_at"), "sentences", ["made_at"])
