"""The mirror rule: each revision has a twin, and the two can be read side by side.

``breaches`` reads the sources alone (no framework is imported), so that it also judges a copy of
the two trees in which something was broken on purpose.
"""

import ast
import io
import re
import shutil
import tokenize
from pathlib import Path

import pytest

from compare.conventions import all_conventions

ROOT = Path(__file__).resolve().parent.parent
SIDES = ("flask_side", "django_side")
STEM = re.compile(r"\d{4}(_[a-z0-9]+)+")
STEM_LENGTH = 32  # alembic_version.version_num
MARK = re.compile(r"#\s*(convention|closes|reviewed)\b")
GOOD_MARK = re.compile(r"# (?:(?:convention|closes): (?P<slug>[a-z]+(?:-[a-z]+)*)|reviewed: \S.*)")

INVERSE = {
    "create table": "drop table",
    "add column": "drop column",
    "add index": "drop index",
    "add constraint": "drop constraint",
    "rename table": "rename table",
    "rename column": "rename column",
    "alter column": "alter column",
    "change rows": "change rows",
}
INVERSE |= {undo: do for do, undo in INVERSE.items()}

ALEMBIC = {
    "create_table": "create table",
    "drop_table": "drop table",
    "rename_table": "rename table",
    "add_column": "add column",
    "drop_column": "drop column",
    "alter_column": "alter column",
    "create_index": "add index",
    "drop_index": "drop index",
    "create_unique_constraint": "add constraint",
    "create_check_constraint": "add constraint",
    "create_foreign_key": "add foreign key",
    "drop_constraint": "drop constraint",
    "execute": "change rows",
    "bulk_insert": "change rows",
}
DJANGO = {
    "CreateModel": "create table",
    "DeleteModel": "drop table",
    "RenameModel": "rename table",
    "AlterModelTable": "rename table",
    "AddField": "add column",
    "RemoveField": "drop column",
    "RenameField": "rename column",
    "AlterField": "alter column",
    "AddIndex": "add index",
    "RemoveIndex": "drop index",
    "AddConstraint": "add constraint",
    "RemoveConstraint": "drop constraint",
    "RunPython": "change rows",
    "RunSQL": "change rows",
}


def scenarios(root=ROOT):
    return sorted(
        path.parent.name
        for path in root.glob(f"{SIDES[0]}/*/migrations")
        if (path.parent / "models.py").exists()
    )


def breaches(root, scenario):
    """Every breach of the mirror rule in a scenario, a sentence each."""
    names = [
        {path.name for path in (root / side / scenario / "migrations").glob("*.py")}
        for side in SIDES
    ]
    found = [
        f"{scenario}/migrations/{name} is on one side only" for name in sorted(names[0] ^ names[1])
    ]
    for name in sorted((names[0] & names[1]) - {"__init__.py"}):
        place = f"{scenario}/migrations/{name}"
        flask, django = (Revision(root / side / scenario / "migrations" / name) for side in SIDES)
        for complaint in compare_twins(flask, django, scenario):
            found.append(f"{place}: {complaint}")
    return found


def compare_twins(flask, django, scenario):
    stem = flask.path.stem
    if not STEM.fullmatch(stem) or len(stem) > STEM_LENGTH:
        yield f"the stem is not NNNN_words of at most {STEM_LENGTH} characters"
    if not flask.title or flask.title != django.title:
        yield f"the docstrings begin with {flask.title!r} and {django.title!r}"
    if flask.value("revision") != stem:
        yield f"the revision id is {flask.value('revision')!r}"
    if f"Revision ID: {stem}" not in flask.docstring:
        yield "the docstring has another Revision ID"
    before = flask.value("down_revision")
    before = list(before) if isinstance(before, tuple) else [before] if before else []
    if sorted(before) != sorted(django.dependencies(scenario)):
        yield f"one builds on {before}, the other on {django.dependencies(scenario)}"
    forward, back = flask.alembic("upgrade", scenario), flask.alembic("downgrade", scenario)
    theirs = django.django(scenario)
    if [each[0] for each in forward] != [each[0] for each in theirs]:
        yield f"the operations are {forward} and {theirs}"
    elif forward != theirs:
        yield f"the operations are on different things: {forward} and {theirs}"
    if [INVERSE[each[0]] for each in reversed(forward)] != [each[0] for each in back]:
        yield f"downgrade is not upgrade backwards: {forward} and {back}"
    yield from django.without_reverse()
    for revision in (flask, django):
        for comment in comments(revision.path):
            if MARK.match(comment) and not GOOD_MARK.fullmatch(comment):
                yield f"a malformed mark in {revision.path.parts[-4]}: {comment}"


class Revision:
    """A revision's source, read without running it."""

    def __init__(self, path):
        self.path = path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.docstring = ast.get_docstring(self.tree) or ""
        self.title = self.docstring.partition("\n")[0]
        self.functions = {
            node.name: node for node in self.tree.body if isinstance(node, ast.FunctionDef)
        }

    def value(self, name, body=None):
        for node in self.tree.body if body is None else body:
            if isinstance(node, ast.Assign) and node.targets[0].id == name:
                return ast.literal_eval(node.value)
        return None

    def alembic(self, function, scenario):
        """The operations of upgrade or downgrade: what is done, to which table, and what in it."""
        if function not in self.functions:
            return []
        return fold(list(alembic_operations(self.functions[function].body, None, scenario)))

    def migration(self):
        (found,) = (node for node in self.tree.body if isinstance(node, ast.ClassDef))
        return found.body

    def dependencies(self, scenario):
        found = self.value("dependencies", self.migration())
        return [name for label, name in found if label == scenario]

    def operations(self):
        for node in self.migration():
            if isinstance(node, ast.Assign) and node.targets[0].id == "operations":
                return node.value.elts
        return []

    def django(self, scenario):
        """The operations of the migration, in the words of ``alembic``."""
        return fold([django_operation(call, scenario) for call in self.operations()])

    def without_reverse(self):
        for call in self.operations():
            name = call.func.attr
            if name not in {"RunPython", "RunSQL"}:
                continue
            reverse = argument(call, 1, "reverse_code" if name == "RunPython" else "reverse_sql")
            if reverse is None or ast.unparse(reverse).endswith((".noop", "None")):
                yield f"{name} has no reverse"


def alembic_operations(body, table, scenario):
    for node in body:
        if isinstance(node, ast.With):  # with op.batch_alter_table("post") as batch_op:
            table = text(node.items[0].context_expr.args[0], scenario)
            yield from alembic_operations(node.body, table, scenario)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield alembic_operation(node.value, table, scenario)


def alembic_operation(call, batch, scenario):
    if not isinstance(call.func, ast.Attribute):
        return ("change rows",)  # a function of the revision's own
    method = call.func.attr
    kind = ALEMBIC[method]
    if kind == "change rows":
        return (kind,)
    arguments = list(call.args)
    if kind in {"create table", "drop table"}:
        return (kind, text(arguments[0], scenario))
    if kind == "rename table":
        return (kind, text(arguments[0], scenario), text(arguments[1], scenario))
    if kind.endswith(("index", "constraint", "foreign key")):
        table = batch or text(argument(call, 1, "table_name"), scenario)
        return (kind, table, text(arguments[0]))
    table = batch or text(arguments.pop(0), scenario)
    if kind == "add column":
        return (kind, table, column(text(arguments[0].args[0])))
    new = argument(call, -1, "new_column_name")
    if kind == "alter column" and new is not None:
        return ("rename column", table, column(text(arguments[0])), column(text(new)))
    return (kind, table, column(text(arguments[0])))


def django_operation(call, scenario):
    name = call.func.attr
    kind = DJANGO[name]
    if kind == "change rows":
        return (kind,)
    if name in {"CreateModel", "DeleteModel"}:
        return (kind, text(argument(call, 0, "name")).lower())
    if name == "RenameModel":
        return (kind, *(text(argument(call, n, w)).lower() for n, w in enumerate(OLD_NEW)))
    table = text(argument(call, 0, "name" if name == "AlterModelTable" else "model_name")).lower()
    if name == "AlterModelTable":
        return (kind, table, text(argument(call, 1, "table"), scenario))
    if name == "RenameField":
        return (kind, table, *(text(argument(call, n, w)) for n, w in enumerate(OLD_NEW, start=1)))
    if name in {"AddIndex", "AddConstraint"}:
        return (kind, table, text(argument(argument(call, 1, kind.split()[1]), -1, "name")))
    return (kind, table, text(argument(call, 1, "name")))


OLD_NEW = ("old_name", "new_name")


def fold(operations):
    """Make one of what one framework writes as several operations and the other as one.

    A table comes with its indexes, and a column with its foreign key.
    """
    folded = []
    for each in operations:
        last = folded[-1] if folded else ("",)
        if each[0] == "add index" and last == ("create table", each[1]):
            continue
        if each[0] == "add foreign key" and last[:2] == ("add column", each[1]):
            continue
        if each[0] == "drop table":
            while folded and folded[-1][:2] == ("drop index", each[1]):
                folded.pop()
        if each[0] == "drop column" and last[:2] == ("drop constraint", each[1]):
            folded.pop()
        folded.append(each)
    return folded


def argument(call, position, keyword):
    for each in call.keywords:
        if each.arg == keyword:
            return each.value
    return call.args[position] if 0 <= position < len(call.args) else None


def text(node, scenario=""):
    """A literal, as it is or in ``batch_op.f()``; a table is called without the app's label."""
    if isinstance(node, ast.Call):
        (node,) = node.args
    return ast.literal_eval(node).removeprefix(f"{scenario}_")


def column(name):
    """A foreign key's column is called after its field."""
    return name.removesuffix("_id")


def comments(path):
    with tokenize.open(path) as source:
        lines = io.StringIO(source.read())
    return [
        token.string
        for token in tokenize.generate_tokens(lines.readline)
        if token.type == tokenize.COMMENT
    ]


# The rule, kept.


def test_both_halves_and_the_scenarios_have_the_same_folders():
    folders = {
        "flask_side": {path.parent.name for path in ROOT.glob("flask_side/*/models.py")},
        "django_side": {path.parent.name for path in ROOT.glob("django_side/*/models.py")},
        "scenarios": {path.parent.name for path in ROOT.glob("scenarios/*/scenario.toml")},
    }
    assert folders["flask_side"] == folders["django_side"] == folders["scenarios"]


@pytest.mark.parametrize("scenario", scenarios())
def test_each_revision_mirrors_its_twin(scenario):
    assert breaches(ROOT, scenario) == []


@pytest.mark.parametrize("side", SIDES)
def test_each_mark_names_a_convention_that_exists(side):
    known = {convention.slug for convention in all_conventions()}
    for path in sorted(ROOT.glob(f"{side}/*/**/*.py")):
        for comment in comments(path):
            if MARK.match(comment):
                mark = GOOD_MARK.fullmatch(comment)
                assert mark, f"{path}: {comment}"
                assert mark["slug"] is None or mark["slug"] in known, f"{path}: {comment}"


# The rule, broken: a copy of the two trees in which one thing is wrong.


@pytest.fixture
def copy(tmp_path):
    for side in SIDES:
        for scenario in ("blog", "rol"):
            folder = Path(side, scenario, "migrations")
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignore)
    return tmp_path


FLASK = "flask_side/blog/migrations/0004_add_publicado.py"
DJANGO_TWIN = "django_side/blog/migrations/0004_add_publicado.py"
DJANGO_ROL = "django_side/rol/migrations/0003_set_admin.py"


@pytest.mark.parametrize(
    ("path", "old", "new", "complaint"),
    [
        (FLASK, '"""Add the', '"""Adds the', "the docstrings begin with"),
        (FLASK, 'revision = "0004_add_publicado"', 'revision = "4f1c2d"', "the revision id is"),
        (FLASK, "Revision ID: 0004", "Revision ID: 4f1c", "another Revision ID"),
        (FLASK, 'revision = "0003_create', 'revision = "0002_create', "one builds on"),
        (DJANGO_TWIN, '"0003_create', '"0002_create', "one builds on"),
        (FLASK, 'batch_op.drop_column("publicado")', "pass", "is not upgrade backwards"),
        (FLASK, 'drop_column("publicado")', 'drop_index("publicado")', "not upgrade backwards"),
        (FLASK, "grade():\n", 'grade():\n    op.drop_table("comentario")\n', "the operations are"),
        (FLASK, '"publicado",\n', '"publicada",\n', "on different things"),
        (DJANGO_TWIN, "migrations.AddField", "migrations.AlterField", "the operations are"),
        (DJANGO_TWIN, 'model_name="post"', 'model_name="usuario"', "on different things"),
        (FLASK, "# convention: dropped-default", "# convention dropped_default", "malformed mark"),
        (FLASK, "# reviewed: autogenerate wrote no", "# reviewed", "malformed mark"),
        (DJANGO_ROL, "(make_admin, unmake_admin)", "(make_admin)", "RunPython has no reverse"),
        (
            DJANGO_ROL,
            "(make_admin, unmake_admin)",
            "(make_admin, reverse_code=migrations.RunPython.noop)",
            "RunPython has no reverse",
        ),
        (DJANGO_ROL, "operations = [", "operations = []\n    others = [", "the operations are"),
    ],
)
def test_a_broken_twin_is_reported(copy, path, old, new, complaint):
    file = copy / path
    source = file.read_text(encoding="utf-8")
    assert old in source
    file.write_text(source.replace(old, new, 1), encoding="utf-8")
    found = breaches(copy, file.parts[-3])
    assert any(complaint in each for each in found), found


@pytest.mark.parametrize("side", SIDES)
def test_a_missing_twin_is_reported(copy, side):
    (copy / side / "blog/migrations/0003_create_comentario.py").unlink()
    expected = ["blog/migrations/0003_create_comentario.py is on one side only"]
    assert breaches(copy, "blog") == expected


def test_a_stem_that_alembic_cannot_store_is_reported(copy):
    for side in SIDES:
        file = copy / side / "rol/migrations/0003_set_admin.py"
        source = file.read_text(encoding="utf-8")
        stem = "0003_set_the_only_administrator_there_is"
        source = source.replace("0003_set_admin", stem)
        file.with_stem(stem).write_text(source, encoding="utf-8")
        file.unlink()
    assert [each.partition(": ")[2] for each in breaches(copy, "rol")] == [
        "the stem is not NNNN_words of at most 32 characters"
    ]
