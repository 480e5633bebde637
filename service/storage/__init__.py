"""What is kept: the database, its tables and migrations, encryption at rest, retention, backup."""
