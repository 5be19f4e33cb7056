"""The book: every record as JSON Lines. Backup, way from one database to another, test fixture."""
