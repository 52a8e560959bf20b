ENGINES = ("mariadb",)
NUMBERS = (0.3, 0.5, 16777217.0)


def _add(db, Post):
    def then(op):
        db.session.add_all([Post(medida=number) for number in NUMBERS])

    return then


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        medida = db.Column(db.Float)

    return _add(db, Post)


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        medida = db.Column(db.Double)

    return _add(db, Post)


def _create(Post):
    def then():
        for number in NUMBERS:
            Post.objects.create(medida=number)

    return then


def django(models):
    class Post(models.Model):
        medida = models.FloatField(null=True)

    return _create(Post)


def django_closed(models):
    class FloatField(models.FloatField):
        def db_type(self, connection):
            return "float" if connection.vendor == "mysql" else super().db_type(connection)

    class Post(models.Model):
        medida = FloatField(null=True)

    return _create(Post)


def check():
    """What is lost, what SQLAlchemy reads, what WHERE finds, and what is refused."""
    import pytest
    import sqlalchemy as sa

    from tests.conventions.frameworks import flask_database

    def lossy(db):
        class Post(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            medida = db.Column(db.Float)

        def then(op):
            _add(db, Post)(op)
            db.session.flush()
            assert db.session.execute(sa.text("SHOW WARNINGS")).all() == []
            exact = "SELECT CAST(CAST(medida AS double) AS char) FROM post ORDER BY id"
            stored = db.session.scalars(sa.text(exact)).all()
            assert stored[1:] == ["0.5", "16777216"]
            assert db.session.scalars(sa.select(Post.medida)).all()[2] == 16777200
            assert db.session.scalars(sa.select(Post.id).where(Post.medida == 0.3)).all() == []
            assert db.session.scalars(sa.select(Post.id).where(Post.medida == 0.5)).all() == [2]
            db.session.commit()
            db.session.add(Post(medida=1e39))
            with pytest.raises(sa.exc.DataError, match="Out of range"):
                db.session.flush()
            db.session.rollback()

        return then

    flask_database(lossy, engine="mariadb")
