ENGINES = ("postgresql",)


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        creado = db.Column(db.DateTime, server_default=db.func.now(), nullable=False)


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        creado = db.Column(
            db.DateTime, server_default=db.func.statement_timestamp(), nullable=False
        )


def django(models):
    from django.db.models.functions import Now

    class Post(models.Model):
        creado = models.DateTimeField(db_default=Now())


def django_closed(models):
    from django.db.models import Func

    class TransactionStart(Func):
        template = "now()"
        output_field = models.DateTimeField()

    class Post(models.Model):
        creado = models.DateTimeField(db_default=TransactionStart())


def check():
    """Two statements of a transaction, and a session in another zone than UTC."""
    import sqlalchemy as sa

    from tests import servers
    from tests.conventions.frameworks import django_database

    def in_contrib(models):
        from django.contrib.postgres.functions import TransactionNow

        class Post(models.Model):
            creado = models.DateTimeField(db_default=TransactionNow())

    made, _ = django_database(in_contrib, engine="postgresql")
    table = made.schema.table("blog_post")
    assert table is not None
    assert [column.default for column in table.columns] == [None, "CURRENT_TIMESTAMP"]

    with servers.database("postgresql") as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql("SET TIME ZONE 'Etc/GMT+5'")
            connection.exec_driver_sql(
                "CREATE TABLE post (flask timestamp DEFAULT now(),"
                " django timestamp DEFAULT statement_timestamp())"
            )
            connection.exec_driver_sql("INSERT INTO post DEFAULT VALUES")
            connection.exec_driver_sql("SELECT pg_sleep(0.001)")
            connection.exec_driver_sql("INSERT INTO post DEFAULT VALUES")
            counted = "SELECT count(DISTINCT flask), count(DISTINCT django) FROM post"
            assert tuple(connection.exec_driver_sql(counted).one()) == (1, 2)
            utc = "now() AT TIME ZONE 'UTC'"
            behind = connection.exec_driver_sql(f"SELECT DISTINCT {utc} - flask FROM post")
            assert behind.scalar().total_seconds() == 5 * 3600
