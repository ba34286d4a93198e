"""Changes, imports, settings, definitions, closed years, erasures and the log."""

import sqlalchemy as sa

from skilltrack.store.tables.shape import UtcInstant, metadata, versioned

change = sa.Table(
    "change",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcInstant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("terminal", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
)

import_file = sa.Table(
    "import_file",
    metadata,
    sa.Column("change_id", sa.ForeignKey("change.id"), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("rows_read", sa.Integer, nullable=False),
    sa.Column("rows_new", sa.Integer, nullable=False),
    sa.Column("rows_changed", sa.Integer, nullable=False),
    sa.Column("effective_on", sa.Date),
    sa.Column("undone_in", sa.ForeignKey("change.id")),
)

operation = sa.Table(
    "operation",
    metadata,
    sa.Column("change_id", sa.ForeignKey("change.id"), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("effective_on", sa.Date),
    sa.Column("undone_in", sa.ForeignKey("change.id")),
)

setting = versioned(
    "setting",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("value", sa.JSON, nullable=False),
    by_name=("name",),
)

secret = sa.Table(
    "secret",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)

definition = versioned(
    "definition",
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    by_code=("kind", "code"),
)

year_closing = versioned(
    "year_closing",
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    by_year=("fiscal_year",),
)

frozen_figures = versioned(
    "frozen_figures",
    sa.Column("fiscal_year", sa.Integer, nullable=False),
    sa.Column("report", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),  # a scheme, an exam; empty for the whole body
    sa.Column("body", sa.Text, nullable=False),  # the JSON as it was printed; no person in it
    by_year=("fiscal_year", "report", "subject"),
)

erasure = sa.Table(
    "erasure",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("record_class", sa.Text, nullable=False),
    sa.Column("stub", sa.Text, nullable=False),  # empty where no single person is concerned
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("erased_on", sa.Date, nullable=False),
    sa.Column("recorded_in", sa.ForeignKey("change.id"), nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("at", UtcInstant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("terminal", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("mac", sa.LargeBinary, nullable=False),
)
