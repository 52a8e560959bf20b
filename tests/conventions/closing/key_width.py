ENGINES = ("sqlite", "postgresql", "mariadb")


def flask(db):
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        autor_id = db.Column(db.Integer, db.ForeignKey("usuario.id"), nullable=False)


def flask_closed(db):
    Key = db.BigInteger().with_variant(db.Integer, "sqlite")

    class Usuario(db.Model):
        id = db.Column(Key, primary_key=True)

    class Post(db.Model):
        id = db.Column(Key, primary_key=True)
        autor_id = db.Column(db.BigInteger, db.ForeignKey("usuario.id"), nullable=False)


def django(models):
    class Usuario(models.Model):
        pass

    class Post(models.Model):
        autor = models.ForeignKey(Usuario, on_delete=models.CASCADE)


def django_closed(models):
    class Usuario(models.Model):
        id = models.AutoField(primary_key=True)

    class Post(models.Model):
        id = models.AutoField(primary_key=True)
        autor = models.ForeignKey(Usuario, on_delete=models.CASCADE)


def check():
    """The same by a setting."""
    from django.test import override_settings

    from tests.conventions import support
    from tests.conventions.frameworks import django_database, flask_database

    DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
    with override_settings(DEFAULT_AUTO_FIELD=DEFAULT_AUTO_FIELD):
        right, _ = django_database(django)
    left, _ = flask_database(flask)
    assert "key-width" not in support.slugs(support.compare(left, right))
