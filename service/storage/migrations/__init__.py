"""How the tables came to be: one history on SQLite and PostgreSQL, run by Alembic."""
