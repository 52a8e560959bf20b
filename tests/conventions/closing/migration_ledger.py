def flask(db):
    return lambda op: op.get_context()._ensure_version_table()


def django(models):
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return lambda: MigrationRecorder(connection).ensure_schema()


def check():
    """Alembic leaves Django's ledger alone once it is told to."""
    import sqlalchemy as sa
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from flask import Flask
    from flask_migrate import Migrate
    from flask_sqlalchemy import SQLAlchemy

    def include_name(name, type_, parent_names):
        return type_ != "table" or not name.startswith("django_")

    app, db = Flask("trial"), SQLAlchemy()
    migrate = Migrate(app, db, include_name=include_name)
    settings = app.extensions["migrate"].configure_args
    assert migrate is not None
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE django_migrations (id integer PRIMARY KEY)")
        bare = MigrationContext.configure(connection)
        assert [each[0] for each in compare_metadata(bare, sa.MetaData())] == ["remove_table"]
        told = MigrationContext.configure(
            connection, opts={"include_name": settings["include_name"]}
        )
        assert compare_metadata(told, sa.MetaData()) == []
    engine.dispose()
