ENGINES = ("postgresql",)
DATOS = {"a": [1.5, None, "1"]}


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(db.JSON)

    return lambda op: db.session.add(Post(datos=DATOS))


def flask_closed(db):
    from sqlalchemy.dialects.postgresql import JSONB

    Json = db.JSON().with_variant(JSONB(), "postgresql")

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(Json)

    return lambda op: db.session.add(Post(datos=DATOS))


def _fill(Post):
    def then():
        Post.objects.create(datos=DATOS)
        assert Post.objects.get().datos == DATOS

    return then


def django(models):
    class Post(models.Model):
        datos = models.JSONField(null=True)

    return _fill(Post)


def django_closed(models):
    class PlainJSONField(models.JSONField):
        def db_type(self, connection):
            return "json" if connection.vendor == "postgresql" else super().db_type(connection)

        def from_db_value(self, value, expression, connection):
            if connection.vendor == "postgresql":
                return value
            return super().from_db_value(value, expression, connection)

    class Post(models.Model):
        datos = PlainJSONField(null=True)

    return _fill(Post)


def _converted(db):
    from sqlalchemy.dialects.postgresql import JSONB

    then = flask(db)

    def convert(op):
        then(op)
        db.session.flush()
        op.alter_column("post", "datos", type_=JSONB(), postgresql_using="datos::jsonb")

    return convert


def check():
    """What each of the two types keeps, and what it can do."""
    import sqlalchemy as sa

    from tests import servers
    from tests.conventions.frameworks import flask_database

    converted, _ = flask_database(_converted, engine="postgresql")
    closed, _ = flask_database(flask_closed, engine="postgresql")
    assert converted == closed

    with servers.database("postgresql") as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")

            def refused(statement: str) -> bool:
                try:
                    autocommit.exec_driver_sql(statement)
                except sa.exc.DBAPIError:
                    return True
                return False

            assert not refused("CREATE TABLE post (j json, b jsonb)")
            text = '{"b": 1,   "a": 1, "a": 2}'
            assert not refused(f"INSERT INTO post VALUES ('{text}', '{text}')")
            kept = autocommit.exec_driver_sql("SELECT j::text, b::text FROM post").one()
            assert tuple(kept) == (text, '{"a": 2, "b": 1}')
            for statement in (
                "SELECT * FROM post WHERE {} = '{{}}'",
                "SELECT DISTINCT {} FROM post",
                "SELECT * FROM post WHERE {} @> '{{}}'",
                "CREATE INDEX ON post USING gin ({})",
            ):
                assert refused(statement.format("j"))
                assert not refused(statement.format("b"))
            null = "INSERT INTO post ({}) VALUES ('\"\\u0000\"')"
            assert not refused(null.format("j"))
            assert refused(null.format("b"))
