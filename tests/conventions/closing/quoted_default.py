import sqlalchemy as sa


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        visitas = db.Column(db.Integer, server_default="0", nullable=False)
        publicado = db.Column(db.Boolean, server_default="0", nullable=False)


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        visitas = db.Column(db.Integer, server_default=sa.text("0"), nullable=False)
        publicado = db.Column(db.Boolean, server_default=sa.false(), nullable=False)


def django(models):
    class Post(models.Model):
        visitas = models.IntegerField(db_default=0)
        publicado = models.BooleanField(db_default=False)
