import sqlalchemy as sa

ENGINES = ("sqlite", "postgresql", "mariadb")


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        publicado = db.Column(db.Boolean, server_default=db.false(), nullable=False)
        rol = db.Column(db.String(20), server_default="usuario", nullable=False)


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        publicado = db.Column(db.Boolean, default=False, nullable=False)
        rol = db.Column(db.String(20), default="usuario", nullable=False)

    def then(op):
        with op.batch_alter_table("post") as batch_op:
            batch_op.alter_column(
                "publicado", existing_type=sa.Boolean(), server_default=sa.false()
            )
        with op.batch_alter_table("post") as batch_op:
            batch_op.alter_column("publicado", existing_type=sa.Boolean(), server_default=None)

    return then


def django(models):
    class Post(models.Model):
        publicado = models.BooleanField(default=False)
        rol = models.CharField(max_length=20, default="usuario")


def django_closed(models):
    class Post(models.Model):
        publicado = models.BooleanField(db_default=False)
        rol = models.CharField(max_length=20, db_default="usuario")
