import enum

ENGINES = ("postgresql",)


class Rol(enum.Enum):
    ADMIN = "ADMIN"
    USUARIO = "USUARIO"


def _add(db, Usuario):
    return lambda op: db.session.add(Usuario(rol=Rol.ADMIN))


def flask(db):
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        rol = db.Column(db.Enum(Rol), nullable=False)

    return _add(db, Usuario)


def flask_closed(db):
    Texto = db.Enum(Rol, length=20, native_enum=False)

    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        rol = db.Column(Texto, nullable=False)

    return _add(db, Usuario)


def django(models):
    class Rol(models.TextChoices):
        ADMIN = "ADMIN"
        USUARIO = "USUARIO"

    class Usuario(models.Model):
        rol = models.CharField(max_length=20, choices=Rol)

    return lambda: Usuario.objects.create(rol=Rol.ADMIN)


def django_closed(models):
    from django.db import migrations

    class RolField(models.CharField):
        def db_type(self, connection):
            return "rol" if connection.vendor == "postgresql" else super().db_type(connection)

    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("rol", RolField(max_length=20, choices=[(each.value, each.value) for each in Rol])),
    ]
    return [
        migrations.RunSQL("CREATE TYPE rol AS ENUM ('ADMIN', 'USUARIO')", "DROP TYPE rol"),
        migrations.CreateModel("Usuario", fields),
        migrations.RunSQL("INSERT INTO blog_usuario (rol) VALUES ('ADMIN')"),
    ]


def _dropped(db):
    import sqlalchemy as sa

    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        rol = db.Column(db.Enum(Rol), nullable=False)

    def then(op):
        op.drop_table("usuario")
        left = op.get_bind().exec_driver_sql("SELECT 'rol'::regtype::text").scalar()
        assert left == "rol", "the type is left behind"
        sa.Enum(name="rol").drop(op.get_bind())

    return then


def check():
    """What the type does that text does not."""
    import pytest
    import sqlalchemy as sa
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from tests import servers
    from tests.conventions.frameworks import flask_database

    dropped, _ = flask_database(_dropped, engine="postgresql")
    assert dropped.schema.tables == ()
    assert "enum" not in {each.kind for each in dropped.schema.objects}

    with servers.database("postgresql") as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            one = connection.execution_options(isolation_level="AUTOCOMMIT")

            def refused(statement: str) -> bool:
                try:
                    one.exec_driver_sql(statement)
                except sa.exc.DBAPIError:
                    return True
                return False

            assert not refused("CREATE TYPE rol AS ENUM ('USUARIO', 'ADMIN')")
            assert refused("CREATE TYPE rol AS ENUM ('USUARIO', 'ADMIN')")
            assert not refused("CREATE TABLE usuario (rol rol NOT NULL, texto varchar(20))")
            assert refused("INSERT INTO usuario VALUES ('otro', '')")
            assert not refused("INSERT INTO usuario VALUES ('ADMIN', 'otro'), ('USUARIO', '')")
            ordered = one.exec_driver_sql("SELECT rol FROM usuario ORDER BY rol").scalars()
            assert ordered.all() == ["USUARIO", "ADMIN"]
            assert refused("SELECT * FROM usuario WHERE rol = texto")
            assert not refused("SELECT * FROM usuario WHERE rol::text = texto")
            assert refused("ALTER TYPE rol DROP VALUE 'ADMIN'")

            metadata = sa.MetaData()
            members = sa.Enum("USUARIO", "ADMIN", "EDITOR", name="rol")
            columns = sa.Column("rol", members, nullable=False), sa.Column("texto", sa.String(20))
            sa.Table("usuario", metadata, *columns)
            assert compare_metadata(MigrationContext.configure(one), metadata) == []
        with engine.connect() as connection:
            connection.exec_driver_sql("ALTER TYPE rol ADD VALUE 'EDITOR'")
            with pytest.raises(sa.exc.DBAPIError, match="unsafe use of new value"):
                connection.exec_driver_sql("SELECT 'EDITOR'::rol")
