import sqlalchemy as sa

ENGINES = ("sqlite", "postgresql")


def _before(op):
    """The table as the revision before left it, with a row."""
    op.drop_table("post")
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("titulo", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("INSERT INTO post (titulo) VALUES ('Hola')")


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        titulo = db.Column(db.String(200), nullable=False)
        publicado = db.Column(db.Boolean, default=False)

    def then(op):
        _before(op)
        with op.batch_alter_table("post") as batch_op:
            batch_op.add_column(sa.Column("publicado", sa.Boolean(), nullable=True))

    return then


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        titulo = db.Column(db.String(200), nullable=False)
        publicado = db.Column(db.Boolean, default=False, server_default=db.false(), nullable=False)

    def then(op):
        _before(op)
        with op.batch_alter_table("post") as batch_op:
            batch_op.add_column(
                sa.Column("publicado", sa.Boolean(), server_default=sa.false(), nullable=False)
            )
        # What mends rows that have NULL already; here there are none any more.
        op.execute("UPDATE post SET publicado = false WHERE publicado IS NULL")

    return then


def _create(models):
    from django.db import migrations

    def fill(apps, schema_editor):
        apps.get_model("blog", "Post").objects.create(titulo="Hola")

    return [
        migrations.CreateModel(
            "Post",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("titulo", models.CharField(max_length=200)),
            ],
        ),
        migrations.RunPython(fill),
    ]


def django(models):
    from django.db.migrations import AddField

    return [*_create(models), AddField("Post", "publicado", models.BooleanField(default=False))]


def django_closed(models):
    from django.db.migrations import AddField, AlterField

    return [
        *_create(models),
        AddField("Post", "publicado", models.BooleanField(null=True)),
        AlterField("Post", "publicado", models.BooleanField(null=True, default=False)),
    ]
