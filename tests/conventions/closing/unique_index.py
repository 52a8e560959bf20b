def flask(db):
    class Post(db.Model):
        __table_args__ = (db.UniqueConstraint("slug", "nota", name="uq_post_slug"),)
        id = db.Column(db.Integer, primary_key=True)
        slug = db.Column(db.String(50), nullable=False)
        nota = db.Column(db.String(50), nullable=False)
        email = db.Column(db.String(120), unique=True, index=True, nullable=False)


def flask_closed(db):
    class Post(db.Model):
        __table_args__ = (
            db.Index("blog_post_slug_nota_048ab825_uniq", "slug", "nota", unique=True),
        )
        id = db.Column(db.Integer, primary_key=True)
        slug = db.Column(db.String(50), nullable=False)
        nota = db.Column(db.String(50), nullable=False)
        email = db.Column(db.String(120), unique=True, nullable=False)


def django(models):
    class Post(models.Model):
        slug = models.CharField(max_length=50)
        nota = models.CharField(max_length=50)
        email = models.EmailField(max_length=120, unique=True)

        class Meta:
            unique_together = (("slug", "nota"),)


def django_closed(models):
    class Post(models.Model):
        slug = models.CharField(max_length=50)
        nota = models.CharField(max_length=50)
        email = models.EmailField(max_length=120)

        class Meta:
            constraints = [  # noqa: RUF012
                models.UniqueConstraint(fields=["slug", "nota"], name="uq_post_slug"),
                models.UniqueConstraint(models.F("email"), name="ix_post_email"),
            ]


def check():
    """On PostgreSQL unique_together is a constraint as well; index=True makes an index."""
    from tests.conventions import support
    from tests.conventions.frameworks import django_database, flask_database

    def slugs(define_flask, define_django):
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
        return {each.where for each, slug in explained if slug == "unique-index"}

    def without_index(db):
        class Post(db.Model):
            __table_args__ = (db.UniqueConstraint("slug", "nota", name="uq_post_slug"),)
            id = db.Column(db.Integer, primary_key=True)
            slug = db.Column(db.String(50), nullable=False)
            nota = db.Column(db.String(50), nullable=False)
            email = db.Column(db.String(120), unique=True, nullable=False)

    assert slugs(flask, django) == {"post(email)"}
    assert slugs(without_index, django) == set()
    assert slugs(flask, django_closed) == set()
