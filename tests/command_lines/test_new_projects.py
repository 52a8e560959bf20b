"""The chapters' own small projects, from nothing: ``flask db init`` and ``alembic init``."""

APP = """\
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///blog.sqlite3"
db = SQLAlchemy(app)
migrate = Migrate(app, db)


class Usuario(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    campo1 = db.Column(db.String(128))
    campo2 = db.Column(db.String(128))
"""
CAMPO3 = "    campo3 = db.Column(db.String(128))\n"

LAID_DOWN = {"README", "alembic.ini", "env.py", "script.py.mako", "versions"}


def db(tools, *words):
    """``flask db`` of the one-file application, which `flask` finds by the name app.py."""
    return tools.run("-m", "flask", "db", *words)


def test_a_one_file_application_from_init_to_downgrade(bare):
    (bare.folder / "app.py").write_text(APP, encoding="utf-8")
    assert db(bare, "init").code == 0
    migrations = bare.folder / "migrations"
    assert {path.name for path in migrations.iterdir()} == LAID_DOWN
    again = db(bare, "init")
    assert again.code == 1
    assert again.last_line == "Error: Directory migrations already exists and is not empty"

    # The env.py that Flask-Migrate lays down calls what Flask-SQLAlchemy has deprecated.
    refused = db(bare, "migrate", "-m", "First version", "--rev-id", "0001")
    assert refused.code == 1
    assert "DeprecationWarning: 'get_engine' is deprecated" in refused.err
    tools = bare.using(database=bare.folder / "instance/blog.sqlite3", url="", warnings="")
    tools.database.unlink(missing_ok=True)

    assert db(tools, "migrate", "-m", "First version", "--rev-id", "0001").code == 0
    first = migrations / "versions/0001_first_version.py"
    assert "op.create_table('usuario'" in first.read_text(encoding="utf-8")
    assert db(tools, "upgrade").code == 0
    assert tools.columns("usuario") == ["id", "campo1", "campo2"]

    (bare.folder / "app.py").write_text(APP + CAMPO3, encoding="utf-8")
    assert db(tools, "migrate", "-m", "Add campo3", "--rev-id", "0002").code == 0
    assert db(tools, "upgrade").code == 0
    assert tools.columns("usuario") == ["id", "campo1", "campo2", "campo3"]
    assert db(tools, "downgrade").code == 0
    assert tools.columns("usuario") == ["id", "campo1", "campo2"]
    assert tools.revisions() == ["0001"]


def test_create_all_does_not_alter_a_table_that_exists(bare):
    (bare.folder / "app.py").write_text(APP, encoding="utf-8")
    create = "from app import app, db; app.app_context().push(); db.create_all()"
    assert bare.run("-c", create).code == 0
    (bare.folder / "app.py").write_text(APP + CAMPO3, encoding="utf-8")
    assert bare.run("-c", create).code == 0
    tools = bare.using(database=bare.folder / "instance/blog.sqlite3")
    assert tools.columns("usuario") == ["id", "campo1", "campo2"]


def test_plain_alembic_from_init_to_downgrade(bare):
    tools = bare.using(database=bare.folder / "guia.sqlite3", url="")
    alembic = ("-m", "alembic")
    assert tools.run(*alembic, "init", "alembic").code == 0
    folder = bare.folder / "alembic"
    assert {path.name for path in folder.iterdir()} == LAID_DOWN - {"alembic.ini"}

    (bare.folder / "models.py").write_text(
        "import sqlalchemy as sa\n\n"
        "metadata = sa.MetaData()\n"
        'sa.Table("usuario", metadata, sa.Column("id", sa.Integer, primary_key=True))\n',
        encoding="utf-8",
    )
    edit(
        bare.folder / "alembic.ini", "driver://user:pass@localhost/dbname", "sqlite:///guia.sqlite3"
    )
    edit(
        folder / "env.py",
        "target_metadata = None",
        "from models import metadata as target_metadata",
    )

    words = ("revision", "--autogenerate", "-m", "Create usuario", "--rev-id", "0001")
    said = tools.run(*alembic, *words)
    assert said.code == 0, said.err
    written = (folder / "versions/0001_create_usuario.py").read_text(encoding="utf-8")
    assert "op.create_table('usuario'" in written
    assert tools.run(*alembic, "upgrade", "head").code == 0
    assert tools.tables() == {"usuario", "alembic_version"}
    assert tools.run(*alembic, "downgrade", "-1").code == 0
    assert tools.tables() == {"alembic_version"}


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
