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
