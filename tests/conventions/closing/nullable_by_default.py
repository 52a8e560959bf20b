import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

ENGINES = ("sqlite", "postgresql")


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        titulo = db.Column(db.String(200))
        contenido = db.Column(db.Text)


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        titulo: Mapped[str] = mapped_column(db.String(200))
        contenido = db.Column(db.Text, nullable=False)

    def then(op):
        with op.batch_alter_table("post") as batch_op:
            batch_op.alter_column("contenido", existing_type=sa.Text(), nullable=True)
        op.execute("UPDATE post SET contenido = '' WHERE contenido IS NULL")
        with op.batch_alter_table("post") as batch_op:
            batch_op.alter_column("contenido", existing_type=sa.Text(), nullable=False)

    return then


def django(models):
    class Post(models.Model):
        titulo = models.CharField(max_length=200)
        contenido = models.TextField()


def django_closed(models):
    class Post(models.Model):
        titulo = models.CharField(max_length=200, null=True)
        contenido = models.TextField(null=True, blank=True)
