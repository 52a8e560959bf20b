ENGINES = ("sqlite", "postgresql")


def flask(db):
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        autor_id = db.Column(db.ForeignKey("usuario.id"), nullable=False)


def flask_closed(db):
    class Usuario(db.Model):
        __tablename__ = "blog_usuario"
        id = db.Column(db.Integer, primary_key=True)

    class Post(db.Model):
        __tablename__ = "blog_post"
        id = db.Column(db.Integer, primary_key=True)
        autor_id = db.Column(db.ForeignKey("blog_usuario.id"), nullable=False)

    def then(op):
        op.rename_table("blog_post", "post")
        op.rename_table("post", "blog_post")

    return then


def django(models):
    class Usuario(models.Model):
        pass

    class Post(models.Model):
        autor = models.ForeignKey(Usuario, on_delete=models.CASCADE)


def django_closed(models):
    class Usuario(models.Model):
        class Meta:
            db_table = "usuario"

    class Post(models.Model):
        autor = models.ForeignKey(Usuario, on_delete=models.CASCADE)

        class Meta:
            db_table = "post"
