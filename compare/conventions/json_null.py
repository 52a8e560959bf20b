"""None in a JSON column is the JSON text null in SQLAlchemy, and NULL in Django."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Difference, Table, Value


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_object, difference.right_object
    return (
        difference.area == "rows"
        and difference.kind == "row.value"
        and context.paired(difference)
        and _holds_json(difference.left_table, difference.column, context.engine)
        and isinstance(left, Value)
        and isinstance(right, Value)
        and left.stored in ("text 'null'", "json 'null'")
        and right.kind == "null"
    )


def _holds_json(table: Table | None, name: str | None, engine: str) -> bool:
    column = table.column(name) if table is not None and name is not None else None
    if table is None or column is None:
        return False
    if engine == "mariadb":
        # Its JSON is a longtext with a check.
        checks = [check.expression for check in table.checks]
        return column.type == "longtext" and f'json_valid("{column.name}")' in checks
    return column.type == "json"


CONVENTION = Convention(
    slug="json-null",
    title="None in a JSON column is stored as JSON null by SQLAlchemy, as NULL by Django.",
    why="""\
JSON has a null of its own, and SQL has NULL. When Python's None is assigned to a JSON column,
SQLAlchemy takes it for the JSON value and stores the text null. Django takes it for SQL NULL.
Where nothing was assigned at all, both store NULL.""",
    costs="""\
WHERE datos IS NULL finds the rows on Django's side and not on Flask's. NOT NULL does not keep
them out on Flask's side.""",
    close_flask="""\
Say that None means NULL.

    datos = db.Column(db.JSON(none_as_null=True))

Rows that have the text already, on SQLite and MariaDB; on PostgreSQL, where json has no equality;
and on MySQL, where the text 'null' is no JSON null:

    UPDATE post SET datos = NULL WHERE datos = 'null'
    UPDATE post SET datos = NULL WHERE datos::text = 'null'
    UPDATE post SET datos = NULL WHERE json_type(datos) = 'NULL'""",
    close_django="""\
Store JSON null on purpose.

    Post.objects.create(datos=Value(None, JSONField()))""",
    sources=(
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html"
        "#sqlalchemy.types.JSON.params.none_as_null",
        "https://dev.mysql.com/doc/refman/9.7/en/json.html#json-comparison",
        "https://docs.djangoproject.com/en/5.2/topics/db/queries/#storing-and-querying-for-none",
    ),
    explains=_explains,
)
