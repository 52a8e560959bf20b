from datetime import UTC, datetime


def _add(db, Post):
    def then(op):
        db.session.add(Post(fecha=datetime(2024, 1, 1, 10)))

    return then


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        fecha = db.Column(db.DateTime, nullable=False)

    return _add(db, Post)


def flask_closed(db):
    from sqlalchemy.dialects.sqlite import DATETIME

    WholeSeconds = db.DateTime().with_variant(DATETIME(truncate_microseconds=True), "sqlite")

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        fecha = db.Column(WholeSeconds, nullable=False)

    return _add(db, Post)


def _create(Post):
    def then():
        Post.objects.create(fecha=datetime(2024, 1, 1, 10, tzinfo=UTC))

    return then


def django(models):
    class Post(models.Model):
        fecha = models.DateTimeField()

    return _create(Post)


def django_closed(models):
    class DateTimeField(models.DateTimeField):
        def get_db_prep_value(self, value, connection, prepared=False):
            value = super().get_db_prep_value(value, connection, prepared)
            if connection.vendor == "sqlite" and isinstance(value, str) and "." not in value:
                value += ".000000"
            return value

    class Post(models.Model):
        fecha = DateTimeField()

    return _create(Post)
