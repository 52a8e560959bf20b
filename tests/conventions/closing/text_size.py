ENGINES = ("mariadb",)


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        contenido = db.Column(db.Text, nullable=False)
        imagen = db.Column(db.LargeBinary)


def flask_closed(db):
    from sqlalchemy.dialects.mysql import LONGBLOB, LONGTEXT

    LongText = db.Text().with_variant(LONGTEXT(), "mysql", "mariadb")
    LongBinary = db.LargeBinary().with_variant(LONGBLOB(), "mysql", "mariadb")

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        contenido = db.Column(LongText, nullable=False)
        imagen = db.Column(LongBinary)


def django(models):
    class Post(models.Model):
        contenido = models.TextField()
        imagen = models.BinaryField(null=True)


def django_closed(models):
    class TextField(models.TextField):
        def db_type(self, connection):
            return "text" if connection.vendor == "mysql" else super().db_type(connection)

    class BinaryField(models.BinaryField):
        def db_type(self, connection):
            return "blob" if connection.vendor == "mysql" else super().db_type(connection)

    class Post(models.Model):
        contenido = TextField()
        imagen = BinaryField(null=True)


def check():
    """One byte more than fits is refused, and cut off where the server is not strict."""
    for engine in ("mariadb", "mysql"):
        check_on(engine)


def check_on(name):
    import pytest
    import sqlalchemy as sa

    from tests import servers

    with servers.database(name) as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE post (contenido text)")
            connection.exec_driver_sql("INSERT INTO post VALUES (repeat('👋', 16383))")
            with pytest.raises(sa.exc.DataError, match="Data too long"):
                connection.exec_driver_sql("INSERT INTO post VALUES (repeat('a', 65536))")
            connection.exec_driver_sql("SET sql_mode = ''")
            connection.exec_driver_sql("INSERT INTO post VALUES (repeat('a', 65536))")
            warned = connection.exec_driver_sql("SHOW WARNINGS").scalars().all()
            assert warned == ["Warning"]
            lengths = connection.exec_driver_sql("SELECT octet_length(contenido) FROM post")
            assert lengths.scalars().all() == [65532, 65535]
