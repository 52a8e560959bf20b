import sqlalchemy as sa


def _alter(op):
    with op.batch_alter_table("post") as batch_op:
        batch_op.alter_column("titulo", existing_type=sa.String(100), type_=sa.String(150))


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        titulo = db.Column(db.String(100), nullable=False)
        contenido = db.Column(db.Text, nullable=False)

    return _alter


def flask_closed(db):
    flask(db)

    def then(op):
        order = ("id", "contenido", "titulo")
        with op.batch_alter_table(
            "post", recreate="always", partial_reordering=[order]
        ) as batch_op:
            batch_op.alter_column("titulo", existing_type=sa.String(100), type_=sa.String(150))

    return then


def django(models):
    from django.db import migrations

    return [
        migrations.CreateModel(
            "Post",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("titulo", models.CharField(max_length=100)),
                ("contenido", models.TextField()),
            ],
        ),
        migrations.AlterField("Post", "titulo", models.CharField(max_length=150)),
    ]
