from datetime import UTC, datetime

ENGINES = ("mariadb",)
MOMENT = datetime(2024, 12, 31, 23, 59, 59, 999999)


def _add(db, Post):
    def then(op):
        db.session.add(Post(fecha=MOMENT))

    return then


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        fecha = db.Column(db.DateTime, nullable=False)

    return _add(db, Post)


def flask_closed(db):
    from sqlalchemy.dialects.mysql import DATETIME

    Moment = db.DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        fecha = db.Column(Moment, nullable=False)

    return _add(db, Post)


def django(models):
    class Post(models.Model):
        fecha = models.DateTimeField()

    return lambda: Post.objects.create(fecha=MOMENT.replace(tzinfo=UTC))


def django_closed(models):
    class DateTimeField(models.DateTimeField):
        def db_type(self, connection):
            return "datetime" if connection.vendor == "mysql" else super().db_type(connection)

    class Post(models.Model):
        fecha = DateTimeField()

    return lambda: Post.objects.create(fecha=MOMENT.replace(tzinfo=UTC))


def check():
    """Cut off and not rounded, without a word; and the same in a database that exists.

    MySQL rounds, unless it is told not to.
    """
    from tests.conventions.frameworks import flask_database

    cut, rounded = "2024-12-31 23:59:59", "2025-01-01 00:00:00"
    for engine, kept, mode, otherwise in (
        ("mariadb", cut, "TIME_ROUND_FRACTIONAL", rounded),
        ("mysql", rounded, "TIME_TRUNCATE_FRACTIONAL", cut),
    ):
        flask_database(existing(f"{kept}.000000", mode, otherwise), engine=engine)


def existing(kept, mode, otherwise):
    """A database that exists: what it keeps of a fraction, and what it does in a mode."""
    from sqlalchemy.dialects.mysql import DATETIME

    def define(db):
        class Post(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            fecha = db.Column(db.DateTime, nullable=False)

        def then(op):
            db.session.add(Post(fecha=MOMENT))
            db.session.flush()
            warned = db.session.execute(db.text("SHOW WARNINGS")).all()
            assert warned == []
            found = db.session.execute(db.select(Post).where(Post.fecha == MOMENT)).all()
            assert found == []
            Moment = db.DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")
            with op.batch_alter_table("post") as batch_op:
                batch_op.alter_column(
                    "fecha", existing_type=db.DateTime(), type_=Moment, existing_nullable=False
                )
            fecha = "SELECT CAST(fecha AS char) FROM post"
            assert db.session.scalar(db.text(fecha)) == kept
            db.session.execute(db.text(f"SET sql_mode = '{mode}'"))
            cast = "SELECT CAST(CAST('2024-12-31 23:59:59.9' AS datetime) AS char)"
            assert db.session.scalar(db.text(cast)) == otherwise

        return then

    return define
