from datetime import datetime, timedelta

ENGINES = ("sqlite", "mariadb")
DURATION = timedelta(days=1, microseconds=5)


def _add(db, Post, kept=DURATION):
    def then(op):
        db.session.add(Post(dura=DURATION))
        db.session.flush()
        db.session.expire_all()
        assert db.session.query(Post.dura).scalar() == kept

    return then


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        dura = db.Column(db.Interval, nullable=False)

    return _add(db, Post, timedelta(days=1) if db.engine.name != "sqlite" else DURATION)


def flask_closed(db):
    class Microseconds(db.TypeDecorator):
        impl = db.BigInteger
        cache_ok = True

        def process_bind_param(self, value, dialect):
            return None if value is None else value // timedelta(microseconds=1)

        def process_result_value(self, value, dialect):
            return None if value is None else timedelta(microseconds=value)

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        dura = db.Column(Microseconds, nullable=False)

    return _add(db, Post)


def _create(Post):
    def then():
        Post.objects.create(dura=DURATION)
        assert Post.objects.get().dura == DURATION

    return then


def django(models):
    class Post(models.Model):
        dura = models.DurationField()

    return _create(Post)


def django_closed(models):
    class EpochDuration(models.DateTimeField):
        def get_db_prep_value(self, value, connection, prepared=False):
            if value is None:
                return None
            return (datetime(1970, 1, 1) + value).isoformat(" ", "microseconds")

        def get_prep_value(self, value):
            return value

        def from_db_value(self, value, expression, connection):
            return None if value is None else value.replace(tzinfo=None) - datetime(1970, 1, 1)

    class Post(models.Model):
        dura = EpochDuration()

    return _create(Post)
