from sqlalchemy import MetaData


def _base(db):
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    return Usuario


def flask(db):
    _base(db)

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        autor_id = db.Column(db.ForeignKey("usuario.id"), index=True, nullable=False)


def flask_closed(db):
    _base(db)

    class Post(db.Model):
        __table_args__ = (db.Index("blog_post_autor_id_8811ea21", "autor_id"),)
        id = db.Column(db.Integer, primary_key=True)
        autor_id = db.Column(db.ForeignKey("usuario.id"), nullable=False)


def django(models):
    class Usuario(models.Model):
        pass

    class Post(models.Model):
        autor = models.ForeignKey(Usuario, on_delete=models.CASCADE)


def django_closed(models):
    class Usuario(models.Model):
        pass

    class Post(models.Model):
        autor = models.ForeignKey(Usuario, on_delete=models.CASCADE, db_index=False)

        class Meta:
            indexes = [models.Index(fields=["autor"], name="ix_post_autor_id")]  # noqa: RUF012


def _with_a_naming_convention():
    from flask_sqlalchemy import SQLAlchemy

    naming = {
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
    return SQLAlchemy(metadata=MetaData(naming_convention=naming))


def check():
    """The documentation's naming convention against Django's unnamed constraints."""
    from tests.conventions import support
    from tests.conventions.frameworks import django_database, flask_database

    def named(db):
        class Usuario(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            email = db.Column(db.String(120), unique=True, nullable=False)

        class Post(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            autor_id = db.Column(db.ForeignKey("usuario.id"), index=True, nullable=False)

    def unnamed(models):
        class Usuario(models.Model):
            email = models.EmailField(max_length=120, unique=True)

        class Post(models.Model):
            autor = models.ForeignKey(Usuario, on_delete=models.CASCADE)

    left, _ = flask_database(named, _with_a_naming_convention())
    right, _ = django_database(unnamed)
    explained = support.compare(left, right)
    assert support.unexplained(explained) == []
    kinds = {difference.kind for difference, slug in explained if slug == "constraint-name"}
    assert kinds == {"primary-key.name", "foreign-key.name", "unique.name", "index.name"}

    def as_django_does(db):
        _base(db)

        class Post(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            key = db.ForeignKey("usuario.id", name="blog_post_autor_id_8811ea21_fk_blog_usuario_id")
            autor_id = db.Column(key, nullable=False)

    left, _ = flask_database(as_django_does, engine="mariadb")
    right, _ = django_database(django, engine="mariadb")
    explained = support.compare(left, right, engine="mariadb")
    assert support.unexplained(explained) == []
    assert support.slugs(explained) == {"key-width", "table-prefix"}
