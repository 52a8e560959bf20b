ENGINES = ("sqlite", "postgresql", "mariadb")


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(db.JSON)

    return lambda op: db.session.add_all([Post(datos=None), Post(datos={})])


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(db.JSON(none_as_null=True))

    return lambda op: db.session.add_all([Post(datos=None), Post(datos={})])


def django(models):
    class Post(models.Model):
        datos = models.JSONField(null=True)

    def then():
        Post.objects.create(datos=None)
        Post.objects.create(datos={})

    return then


def django_closed(models):
    from django.db.models import JSONField, Value

    class Post(models.Model):
        datos = models.JSONField(null=True)

    def then():
        Post.objects.create(datos=Value(None, JSONField()))
        Post.objects.create(datos={})

    return then


ALREADY = """
    UPDATE post SET datos = NULL WHERE datos = 'null'
"""
ON = {
    "postgresql": """
    UPDATE post SET datos = NULL WHERE datos::text = 'null'
""",
    "mysql": """
    UPDATE post SET datos = NULL WHERE json_type(datos) = 'NULL'
""",
}


def check():
    """The text null becomes NULL as it is said, and nothing else does."""
    import sqlalchemy as sa

    from tests import servers

    for name in (*ENGINES[1:], "mysql"):
        with servers.database(name) as url:
            becomes_null(sa.create_engine(url, poolclass=sa.NullPool), ON.get(name, ALREADY))
    becomes_null(sa.create_engine("sqlite://"), ALREADY)


def becomes_null(engine, update):
    with engine.begin() as connection:
        run = connection.exec_driver_sql
        run("CREATE TABLE post (id INTEGER PRIMARY KEY, datos JSON)")
        run("""INSERT INTO post VALUES (1, 'null'), (2, '"null"'), (3, NULL), (4, '0')""")
        assert run(update).rowcount == 1
        left = run("SELECT id FROM post WHERE datos IS NOT NULL ORDER BY id")
        assert left.scalars().all() == [2, 4]
    engine.dispose()
