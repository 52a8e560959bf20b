SINCE = (6, 1)


def flask(db):
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        autor_id = db.Column(db.ForeignKey("usuario.id", ondelete="CASCADE"), nullable=False)


def flask_closed(db):
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        posts = db.relationship("Post", cascade="all, delete-orphan")

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        autor_id = db.Column(db.ForeignKey("usuario.id"), nullable=False)

    def then(op):
        usuario = Usuario(posts=[Post(), Post()])
        db.session.add(usuario)
        db.session.flush()
        db.session.delete(usuario)
        db.session.flush()
        assert db.session.query(Post).count() == 0

    return then


def django(models):
    class Usuario(models.Model):
        pass

    class Post(models.Model):
        autor = models.ForeignKey(Usuario, on_delete=models.CASCADE)

    def then():
        # As many rows come and go as on the other side.
        usuario = Usuario.objects.create()
        Post.objects.create(autor=usuario)
        usuario.delete()
        assert not Post.objects.exists()

    return then


def django_closed(models):
    class Usuario(models.Model):
        pass

    class Post(models.Model):
        autor = models.ForeignKey(Usuario, on_delete=models.DB_CASCADE)
