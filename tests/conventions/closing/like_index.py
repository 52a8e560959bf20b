ENGINES = ("postgresql",)


def flask(db):
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        email = db.Column(db.String(120), unique=True, nullable=False)


def flask_closed(db):
    class Usuario(db.Model):
        __table_args__ = (
            db.Index(
                "blog_usuario_email_5963b909_like",
                "email",
                postgresql_ops={"email": "varchar_pattern_ops"},
            ),
        )
        id = db.Column(db.Integer, primary_key=True)
        email = db.Column(db.String(120), unique=True, nullable=False)


def django(models):
    class Usuario(models.Model):
        email = models.EmailField(max_length=120, unique=True)


def django_closed(models):
    class Usuario(models.Model):
        email = models.EmailField(max_length=120)

        class Meta:
            constraints = [models.UniqueConstraint(fields=["email"], name="usuario_email_key")]  # noqa: RUF012


def check():
    """Which index PostgreSQL uses for LIKE, by collation; and what else Django makes it for."""
    import sqlalchemy as sa

    from tests import servers
    from tests.conventions.frameworks import django_database

    with servers.database("postgresql") as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql("SET enable_seqscan = off")
            # Which collations there are, the server's build and the machine decide.
            known = sa.text(
                "SELECT collname FROM pg_collation"
                " WHERE collname IN ('C', 'pg_c_utf8', 'en-x-icu', 'en_US.utf8')"
            )
            for collation in connection.scalars(known).all():
                connection.exec_driver_sql(
                    f'CREATE TABLE usuario (email text COLLATE "{collation}")'
                )
                connection.exec_driver_sql("CREATE INDEX ordinary ON usuario (email)")
                search = sa.text("EXPLAIN SELECT * FROM usuario WHERE email LIKE 'ana%'")
                used = "Index Cond" in " ".join(connection.scalars(search))
                assert used == (collation in ("C", "pg_c_utf8"))
                connection.exec_driver_sql("DROP INDEX ordinary")
                connection.exec_driver_sql("CREATE INDEX ON usuario (email text_pattern_ops)")
                assert "Index Cond" in " ".join(connection.scalars(search))
                connection.exec_driver_sql("DROP TABLE usuario")

    def every_kind(models):
        class Post(models.Model):
            slug = models.SlugField()
            texto = models.TextField(db_index=True)
            clave = models.CharField(max_length=5, unique=True)
            codigo = models.CharField(max_length=5, primary_key=True)
            visto = models.CharField(max_length=5)
            numero = models.IntegerField(db_index=True)

            class Meta:
                indexes = [models.Index(fields=["visto"])]  # noqa: RUF012

    made, _ = django_database(every_kind, engine="postgresql")
    table = made.schema.table("blog_post")
    assert table is not None
    found = {
        index.parts[0].expression: index.parts[0].operator_class
        for index in table.indexes
        if index.name.endswith("_like")
    }
    assert found == {
        "slug": "varchar_pattern_ops",
        "texto": "text_pattern_ops",
        "clave": "varchar_pattern_ops",
        "codigo": "varchar_pattern_ops",
    }
