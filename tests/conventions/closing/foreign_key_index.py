ENGINES = ("sqlite", "postgresql")


def flask(db):
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        autor_id = db.Column(db.ForeignKey("usuario.id"), nullable=False)


def flask_closed(db):
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        autor_id = db.Column(db.ForeignKey("usuario.id"), index=True, nullable=False)


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
