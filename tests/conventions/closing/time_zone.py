from datetime import UTC, datetime

import sqlalchemy as sa

ENGINES = ("postgresql",)


def _post(db, type_):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        fecha = db.Column(type_, nullable=False)

    return Post


def flask(db):
    Post = _post(db, db.DateTime)
    return lambda op: db.session.add(Post(fecha=datetime(2024, 2, 29, 12, 30)))


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        fecha = db.Column(db.DateTime(timezone=True), nullable=False)

    return lambda op: db.session.add(Post(fecha=datetime(2024, 2, 29, 12, 30, tzinfo=UTC)))


def _fill(Post):
    def then():
        moment = datetime(2024, 2, 29, 12, 30, tzinfo=UTC)
        Post.objects.create(fecha=moment)
        assert Post.objects.get(fecha=moment).fecha == moment

    return then


def django(models):
    class Post(models.Model):
        fecha = models.DateTimeField()

    return _fill(Post)


def django_closed(models):
    class UtcField(models.DateTimeField):
        def db_type(self, connection):
            if connection.vendor == "postgresql":
                return "timestamp without time zone"
            return super().db_type(connection)

        def from_db_value(self, value, expression, connection):
            naive = value is not None and value.tzinfo is None
            return value.replace(tzinfo=UTC) if naive else value

    class Post(models.Model):
        fecha = UtcField()

    return _fill(Post)


def _converted(db):
    """A column of a table with rows becomes one with a zone, by what the digits meant."""
    _post(db, db.DateTime)

    def then(op):
        op.execute("SET TIME ZONE 'America/Lima'")
        op.execute("INSERT INTO post (fecha) VALUES ('2024-02-29 12:30')")
        op.alter_column(
            "post",
            "fecha",
            type_=sa.DateTime(timezone=True),
            postgresql_using="fecha AT TIME ZONE 'UTC'",
        )

    return then


def check():
    """The session's zone decides; USE_TZ decides nothing about the type."""
    from django.db import connection as django_connection
    from django.test import override_settings
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.dialects.mysql.mariadb import MariaDBDialect

    from tests import servers
    from tests.conventions.frameworks import django_database, flask_database

    converted, _ = flask_database(_converted, engine="postgresql")
    closed, _ = flask_database(flask_closed, engine="postgresql")
    assert converted == closed

    seen = []

    def local(models):
        class Post(models.Model):
            fecha = models.DateTimeField()

        def then():
            seen.append(django_connection.timezone_name)
            Post.objects.create(fecha=datetime(2024, 2, 29, 12, 30))

        return then

    with override_settings(USE_TZ=False, TIME_ZONE="America/Lima"):
        made, _ = django_database(local, engine="postgresql")
    table = made.schema.table("blog_post")
    assert table is not None
    assert [column.type for column in table.columns] == ["bigint", "timestamp with time zone"]
    ((_, stored),) = made.rows["blog_post"].rows
    assert stored.canonical == "2024-02-29 17:30:00.000000Z"
    assert seen == ["America/Lima"]

    for dialect in (sqlite.dialect(), MariaDBDialect()):
        asked = sa.DateTime(timezone=True).compile(dialect=dialect)
        assert asked == sa.DateTime().compile(dialect=dialect) == "DATETIME"

    with servers.database("postgresql") as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql("SET TIME ZONE 'UTC'")
            connection.exec_driver_sql("CREATE TABLE post (wall timestamp, moment timestamptz)")
            noon = "2024-02-29 12:00:00"
            connection.exec_driver_sql(f"INSERT INTO post VALUES ('{noon}', '{noon}')")
            read = "SELECT wall::text, moment::text, wall = moment FROM post"
            assert tuple(connection.exec_driver_sql(read).one()) == (noon, f"{noon}+00", True)
            connection.exec_driver_sql("SET TIME ZONE 'America/Lima'")
            there = (noon, "2024-02-29 07:00:00-05", False)
            assert tuple(connection.exec_driver_sql(read).one()) == there
