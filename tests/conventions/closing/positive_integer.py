from sqlalchemy.ext.compiler import compiles

ENGINES = ("sqlite", "postgresql", "mariadb")


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        visitas = db.Column(db.Integer, nullable=False)


def flask_closed(db):
    class Unsigned(db.Integer):
        pass

    @compiles(Unsigned, "sqlite", "mysql", "mariadb")
    def say_unsigned(element, compiler, **kw):
        return "integer unsigned"

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        visitas = db.Column(Unsigned, db.CheckConstraint("visitas >= 0"), nullable=False)


def django(models):
    class Post(models.Model):
        visitas = models.PositiveIntegerField(default=0)


def django_closed(models):
    class Post(models.Model):
        visitas = models.IntegerField(default=0)


def check():
    """What an unsigned column of MariaDB does."""
    import pytest
    from django.db import DataError, connection

    from tests.conventions.frameworks import django_database

    def unsigned(models):
        class Post(models.Model):
            visitas = models.PositiveIntegerField(default=0)

        def then():
            Post.objects.create(visitas=4_294_967_295)
            with pytest.raises(DataError, match="Out of range"):
                Post.objects.create(visitas=-1)
            Post.objects.update(visitas=3)
            with connection.cursor() as cursor, pytest.raises(Exception, match="out of range"):
                cursor.execute("SELECT visitas - 10 FROM blog_post")

        return then

    django_database(unsigned, engine="mariadb")
