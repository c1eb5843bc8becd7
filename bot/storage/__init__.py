"""What must survive a crash: SQLite or PostgreSQL through SQLAlchemy, one code path for both."""
