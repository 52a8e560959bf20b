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
