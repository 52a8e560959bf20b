ENGINES = ("sqlite", "mariadb")


def _models(db, etiquetas):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        etiquetas = db.relationship("Etiqueta", secondary="post_etiquetas")

    class Etiqueta(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    def then(op):
        etiqueta = Etiqueta()
        for _ in range(2):
            db.session.add(Post(etiquetas=[etiqueta]))
            db.session.flush()

    return then


def flask(db):
    etiquetas = db.Table(
        "post_etiquetas",
        db.Column("post_id", db.ForeignKey("post.id"), primary_key=True),
        db.Column("etiqueta_id", db.ForeignKey("etiqueta.id"), primary_key=True),
    )
    return _models(db, etiquetas)


def flask_closed(db):
    name = "blog_post_etiquetas_post_id_etiqueta_id_8ffcb5aa_uniq"
    etiquetas = db.Table(
        "post_etiquetas",
        db.Column("id", db.Integer, primary_key=True),
        db.Column("post_id", db.ForeignKey("post.id"), nullable=False),
        db.Column("etiqueta_id", db.ForeignKey("etiqueta.id"), nullable=False),
        db.Index(name, "post_id", "etiqueta_id", unique=True),
    )
    return _models(db, etiquetas)


def _closed_on_postgresql(db):
    name = "blog_post_etiquetas_post_id_etiqueta_id_8ffcb5aa_uniq"
    etiquetas = db.Table(
        "post_etiquetas",
        db.Column("id", db.Integer, primary_key=True),
        db.Column("post_id", db.ForeignKey("post.id"), nullable=False),
        db.Column("etiqueta_id", db.ForeignKey("etiqueta.id"), nullable=False),
        db.UniqueConstraint("post_id", "etiqueta_id", name=name),
    )
    return _models(db, etiquetas)


def check():
    """PostgreSQL keeps the pairs unique by a constraint; Django closes it there as elsewhere."""
    from tests.conventions import support
    from tests.conventions.frameworks import django_database, flask_database

    def compare(define_flask, define_django):
        left, flask_declares = flask_database(define_flask, engine="postgresql")
        right, django_declares = django_database(define_django, engine="postgresql")
        explained = support.compare(
            left,
            right,
            flask_declares=flask_declares,
            django_declares=django_declares,
            engine="postgresql",
        )
        assert support.unexplained(explained) == []
        return "many-to-many-table" in support.slugs(explained)

    assert compare(flask, django)
    assert not compare(_closed_on_postgresql, django)
    assert not compare(flask, django_closed)


def django(models):
    class Etiqueta(models.Model):
        pass

    class Post(models.Model):
        etiquetas = models.ManyToManyField(Etiqueta)

    return _fill(Post, Etiqueta)


def _fill(Post, Etiqueta):
    def then():
        etiqueta = Etiqueta.objects.create()
        for _ in range(2):
            Post.objects.create().etiquetas.add(etiqueta)

    return then


def django_closed(models):
    class Etiqueta(models.Model):
        pass

    class Post(models.Model):
        etiquetas = models.ManyToManyField(Etiqueta, through="PostEtiqueta")

    class PostEtiqueta(models.Model):
        pk = models.CompositePrimaryKey("post_id", "etiqueta_id")
        post = models.ForeignKey(Post, on_delete=models.CASCADE)
        etiqueta = models.ForeignKey(Etiqueta, on_delete=models.CASCADE)

        class Meta:
            db_table = "blog_post_etiquetas"

    return _fill(Post, Etiqueta)
