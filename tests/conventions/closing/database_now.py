import sqlalchemy as sa


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        fecha = db.Column(db.DateTime, server_default=db.func.now(), nullable=False)


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        now = sa.text("(STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW'))")
        fecha = db.Column(db.DateTime, server_default=now, nullable=False)


def django(models):
    from django.db.models.functions import Now

    class Post(models.Model):
        fecha = models.DateTimeField(db_default=Now())


def django_closed(models):
    from django.db.models import Func

    class CurrentTimestamp(Func):
        template = "CURRENT_TIMESTAMP"
        output_field = models.DateTimeField()

    class Post(models.Model):
        fecha = models.DateTimeField(db_default=CurrentTimestamp())


def check():
    """On MariaDB it is the column that has the digits, on MySQL the expression."""
    import sqlalchemy as sa
    from sqlalchemy.dialects.mysql import DATETIME

    from tests.conventions import support
    from tests.conventions.frameworks import django_database, flask_database

    def with_digits(db):
        class Post(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            Moment = db.DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")
            fecha = db.Column(Moment, server_default=db.func.now(), nullable=False)

    def by_an_expression(db):
        class Post(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            Moment = db.DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")
            now = sa.text("(CURRENT_TIMESTAMP(6))")
            fecha = db.Column(Moment, server_default=now, nullable=False)

    def without_digits(models):
        from django.db.models import Func

        class DateTimeField(models.DateTimeField):
            def db_type(self, connection):
                return "datetime"

        class CurrentTimestamp(Func):
            template = "CURRENT_TIMESTAMP"
            output_field = models.DateTimeField()

        class Post(models.Model):
            fecha = DateTimeField(db_default=CurrentTimestamp())

    def slugs(engine, flask_side, django_side):
        left, _ = flask_database(flask_side, engine=engine)
        right, _ = django_database(django_side, engine=engine)
        explained = support.compare(left, right, engine=engine)
        assert support.unexplained(explained) == []
        return support.slugs(explained)

    assert "database-now" in slugs("mariadb", flask, django)
    assert "database-now" not in slugs("mariadb", with_digits, django)
    assert "database-now" not in slugs("mariadb", flask, without_digits)
    assert "database-now" in slugs("mysql", flask, django)
    assert "database-now" not in slugs("mysql", by_an_expression, django)
    assert "microseconds" not in slugs("mysql", flask, without_digits)
