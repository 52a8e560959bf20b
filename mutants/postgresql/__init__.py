"""PostgreSQL: what can be changed in a database, and the same database made by other ways."""
