"""What the engines' own differences explain, and what they must not."""

from dataclasses import replace

import pytest
from django.db.backends.utils import names_digest

from compare.between.engines import REASONS, explain_engines, hidden_types
from compare.model import (
    Check,
    Column,
    Difference,
    ForeignKey,
    Index,
    IndexPart,
    PrimaryKey,
    Schema,
    Table,
    Unique,
)

LITE, POST, MARIA, MYSQL = "sqlite", "postgresql", "mariadb", "mysql"
EXPR = "check.expression"
INNODB = "engine innodb, row_format dynamic"
NEW = (
    "current; comment 'standard public schema'; privileges (owner) create, (owner) usage,"
    " (public) usage"
)
LIKE = f"post_c_{names_digest('post', 'c', length=8)}_like"
CHECKED = (Check("json_valid(datos)"),)
KEYED = (ForeignKey(("autor_id",), "usuario", ("id",), name="post_fk"),)


def column(kind, left, right, **tables):
    """A difference between two columns."""
    mine, theirs = (
        each if isinstance(each, Column) else Column("c", each) for each in (left, right)
    )
    table = Table("post", (mine,), PrimaryKey(("c",)))
    return Difference(
        "schema",
        kind,
        "post.c",
        "x",
        "y",
        "post",
        "c",
        mine,
        theirs,
        tables.get("left", table),
        tables.get("right", table),
    )


def types(left, right):
    return column("column.type", left, right)


def default(left, right):
    return Difference("schema", "column.default", "post.c", left, right, "post", "c")


def text_default(left, right):
    """A difference between the defaults of two columns of text."""
    return replace(
        default(left, right),
        left_object=Column("c", "varchar(20)"),
        right_object=Column("c", "character varying(20)"),
    )


def identity(left, right, key_type="integer", options=()):
    """A difference between how the ids of two tables are handed out."""
    table = Table("post", (Column("c", key_type),), PrimaryKey(("c",)), options=options)
    return Difference(
        "schema",
        "column.identity",
        "post.c",
        left,
        right,
        "post",
        "c",
        left_table=table,
        right_table=table,
    )


def said(kind, left, right):
    """A difference of which only the two texts count."""
    return Difference("schema", kind, "post", left, right)


def renamed_index(left, right, key):
    """An index that has two names, the right one on a table with this key."""
    return Difference(
        "schema",
        "index.name",
        "post(autor_id)",
        left,
        right,
        left_object=one(("autor_id",), name=left),
        right_object=one(("autor_id",), name=right),
        left_table=Table("post"),
        right_table=Table("post", foreign_keys=(key,)),
    )


def like(name, **other):
    """Django's index for LIKE, on the right."""
    part = IndexPart("c", operator_class="varchar_pattern_ops")
    return index(replace(Index((part,), name), **other), Table("post", (Column("c", "text"),)))


def index(item, table):
    return Difference(
        "schema", "index.missing", "post(autor_id)", None, "x", right_object=item, right_table=table
    )


def one(*parts, name="post_fk", unique=False):
    return Index(tuple(IndexPart(*part) for part in parts), name, unique)


def checks(left, right, kind="check.missing"):
    """A CHECK of the right side, which is on both or on one."""
    tables = [
        Table("post", (Column("a", "integer"), Column("b", "integer")), checks=tuple(each))
        for each in (left, right)
    ]
    items = (left[0], right[0]) if kind == "check.expression" else (None, right[0])
    return Difference("schema", kind, "post", None, "x", "post", None, *items, *tables)


def unsigned(left, right, *rules):
    """Types of which the right side's is signed, with these checks."""
    return replace(types(left, right), right_table=Table("post", checks=rules))


def form(name):
    """A unique index of the left, a constraint on the right."""
    return Difference(
        "schema",
        "unique.form",
        "post(c)",
        "x",
        "y",
        left_object=one(("c",), name=name, unique=True),
        right_object=Unique(("c",), "post_c_key"),
        left_table=Table("post"),
        right_table=Table("post"),
    )


def served(*columns, name="ix_post_a"):
    """An index of the left; on the right a foreign key and a unique key on these columns."""
    key = ForeignKey(("a",), "usuario", ("id",), name="post_fk")
    return Difference(
        "schema",
        "index.missing",
        "post(a)",
        "x",
        None,
        left_object=one(("a",), name=name),
        left_table=Table("post"),
        right_table=Table("post", foreign_keys=(key,), uniques=(Unique(columns, "u"),)),
    )


def json_rule(text, left_type, *left_checks):
    """MariaDB's check of JSON, on the right."""
    mine = Table("post", (Column("c", left_type),), checks=left_checks)
    rule = Check(text, options=("of column c",))
    theirs = Table("post", (Column("c", "longtext"),), checks=(rule,))
    return Difference(
        "schema", "check.missing", "post", None, "x", "post", None, None, rule, mine, theirs
    )


def json_of_mysql():
    """A check of JSON on the left, MySQL's type on the right."""
    rule = Check(VALID, options=())
    mine = Table("post", (Column("c", "longtext"),), checks=(rule,))
    theirs = Table("post", (Column("c", "json"),))
    return Difference(
        "schema", "check.missing", "post", "x", None, "post", None, rule, None, mine, theirs
    )


DJANGO_UNIQUE = f"post_c_{names_digest('post', 'c', length=8)}_uniq"
VALID = 'json_valid("c")'
EXPLAINED = [
    ("engine-check", (LITE, POST), checks([Check("a > 0")], [Check("((a > 0))")])),
    ("engine-check", (LITE, MARIA), checks([Check("a > 0", "x")], [Check('"a" > 0', "x")], EXPR)),
    (
        "engine-check",
        (LITE, POST),
        checks([Check("a > 0 AND b <> '(x)'")], [Check("((a > 0) AND (b <> '(x)'))")], EXPR),
    ),
    ("engine-unsigned", (LITE, POST), unsigned("integer unsigned", "integer", Check("(c >= 0)"))),
    ("engine-unsigned", (MARIA, POST), unsigned("int(10) unsigned", "integer", Check("c >= 0"))),
    ("engine-unique", (LITE, POST), form(DJANGO_UNIQUE)),
    ("engine-unique", (POST, MARIA), form("ix_post_c")),
    ("engine-foreign-key-served", (LITE, MARIA), served("a", "b")),
    ("engine-json", (LITE, MARIA), json_rule(VALID, "json")),
    (
        "engine-json",
        (LITE, MARIA),
        json_rule(VALID, "text", Check("(json_valid(c) or c is null)")),
    ),
    ("engine-type", (LITE, POST), types("decimal", "numeric(10,2)")),
    ("engine-type", (LITE, POST), types("varchar(200)", "character varying(200)")),
    ("engine-type", (POST, LITE), types("bigint", "integer")),
    ("engine-type", (LITE, MARIA), types("integer", "bigint(20)")),
    ("engine-type", (LITE, MARIA), types("bool", "tinyint(1)")),
    ("engine-type", (POST, MARIA), types("boolean", "tinyint(1)")),
    ("engine-type", (POST, MARIA), types("numeric(10,2)", "decimal(10,2)")),
    ("engine-type", (POST, MARIA), types("timestamp without time zone", "datetime(6)")),
    ("engine-type", (POST, MARIA), types("text", "longtext")),
    ("engine-time-zone", (LITE, POST), types("datetime", "timestamp with time zone")),
    ("engine-time-zone", (POST, MARIA), types("timestamp with time zone", "datetime(6)")),
    ("engine-uuid", (LITE, POST), types("char(32)", "uuid")),
    ("engine-address", (LITE, POST), types("char(39)", "inet")),
    ("engine-address", (POST, MARIA), types("inet", "char(39)")),
    ("engine-duration", (LITE, POST), types("bigint", "interval")),
    ("engine-duration", (LITE, POST), types("datetime", "interval")),
    ("engine-duration", (POST, MARIA), types("interval", "bigint(20)")),
    ("engine-default", (LITE, POST), default("0", "false")),
    ("engine-default", (POST, MARIA), default("'a'::character varying", "'a'")),
    ("engine-default", (LITE, MARIA), default("current_timestamp", "current_timestamp()")),
    (
        "engine-foreign-key-index",
        (LITE, MARIA),
        index(one(("autor_id",)), Table("post", foreign_keys=KEYED)),
    ),
    (
        "engine-foreign-key-index",
        (POST, MARIA),
        index(one(("autor_id",), name="autor_id"), Table("post", foreign_keys=KEYED)),
    ),
    ("engine-key-name", (LITE, MARIA), renamed_index("ix_post_autor_id", "post_fk", KEYED[0])),
    ("engine-like-index", (LITE, POST), like(LIKE)),
    ("engine-identity", (LITE, POST), identity(None, "by default")),
    ("engine-identity", (LITE, POST), identity("autoincrement", "serial old_post_c_seq")),
    ("engine-identity", (LITE, MARIA), identity("autoincrement", "auto_increment")),
    ("engine-type", (LITE, POST), types("integer", "smallint")),  # of a primary key
    ("engine-default", (LITE, POST), text_default("'1.0'", "'1.0'::character varying")),
    ("engine-setting", (LITE, MARIA), said("table.options", None, INNODB)),
    ("engine-setting", (POST, MARIA), said("database.collation", "C", "utf8mb4_general_ci")),
    ("engine-setting", (LITE, POST), said("database.encoding", "utf-8", "UTF8")),
    ("engine-setting", (LITE, POST), said("database.user_version", "0", None)),
    ("engine-setting", (LITE, POST), said("database.missing", None, "")),
    ("engine-new-database", (LITE, POST), said("schema.missing", None, NEW)),
    ("engine-new-database", (LITE, POST), said("schema.missing", None, "current")),
]
STANDS = [
    ((LITE, POST), checks([Check("a > 0")], [Check("((a >= 0))")])),
    ((LITE, POST), checks([Check("b > 0")], [Check("(a > 0)")])),
    ((LITE, POST), checks([Check("a > 0")], [Check("(a > 0)", options=("not valid",))])),
    ((LITE, POST), checks([Check("a > 0")], [Check("(a > 0)"), Check("a > 0")])),
    ((LITE, POST), checks([Check("a = 'x'", "x")], [Check("a = 'X'", "x")], EXPR)),
    (
        (LITE, POST),
        checks([Check("a > 0 or b > 0 and a < 9")], [Check("(((a > 0) or (b > 0)) and (a < 9))")]),
    ),
    ((LITE, MARIA), checks([Check("(a || b) and a")], [Check("a || b and a")])),
    ((LITE, POST), unsigned("integer unsigned", "integer")),
    ((LITE, POST), unsigned("integer unsigned", "integer", Check("otra >= 0"))),
    ((LITE, POST), unsigned("integer unsigned", "integer", Check("c >= 1"))),
    ((LITE, POST), unsigned("bigint unsigned", "integer", Check("c >= 0"))),
    ((LITE, POST), form("chosen")),
    ((LITE, POST), checks([Check("a > 0", "una")], [Check("(a > 0)", "otra")])),
    ((LITE, MARIA), form("chosen")),
    ((LITE, POST), form("post_c_12345678_uniq")),
    ((LITE, MARIA), served("b", "a")),
    ((LITE, POST), served("a", "b")),
    ((LITE, MARIA), served("a", "b", name="chosen")),
    ((LITE, MARIA), json_rule(VALID, "text")),
    ((LITE, MARIA), json_rule('json_valid("d")', "json")),
    ((LITE, POST), types("decimal(10,2)", "numeric(10,3)")),
    ((LITE, POST), types("decimal", "integer")),
    # An identity that is told something: another start, other steps, no ids of one's own.
    ((LITE, POST), identity(None, "always")),
    ((LITE, POST), identity(None, "by default increment 7")),
    ((LITE, POST), identity("autoincrement", "serial post_c_seq cycle")),
    ((POST, MARIA), identity("by default maxvalue 99", "auto_increment")),
    ((LITE, POST), identity(None, "by default", "bigint")),
    ((LITE, POST), identity(None, "by default", "int")),
    ((LITE, POST), identity(None, "by default", options=("without rowid",))),
    # Narrower than what SQLite's integer stands for.
    ((LITE, MARIA), types("integer", "mediumint(9)")),
    ((LITE, MARIA), types("integer", "tinyint(4)")),
    ((LITE, MARIA), types("integer", "int(10) unsigned")),
    ((LITE, POST), replace(types("integer", "smallint"), left_table=Table("post"))),
    # In a text these are two values.
    ((LITE, POST), text_default("'1.0'", "'1'::character varying")),
    ((LITE, POST), text_default("'1'", "1")),
    # More than an index that MariaDB makes of its own accord.
    ((LITE, MARIA), index(one(("autor_id",), name="extra"), Table("post", foreign_keys=KEYED))),
    ((LITE, MARIA), index(one(("autor_id", True)), Table("post", foreign_keys=KEYED))),
    (
        (LITE, MARIA),
        index(replace(one(("autor_id",)), options=("ignored",)), Table("post", foreign_keys=KEYED)),
    ),
    ((LITE, MARIA), renamed_index("chosen", "post_fk", KEYED[0])),
    ((LITE, MARIA), renamed_index("ix_post_autor_id", "chosen", KEYED[0])),
    # More than what Django makes for LIKE, or made by somebody else.
    ((LITE, POST), like("post_c_7bf7c0d4_like")),
    ((LITE, POST), like(LIKE, unique=True)),
    ((LITE, POST), like(LIKE, predicate="c > ''")),
    ((LITE, POST), like(LIKE, options=("invalid",))),
    ((LITE, POST), like(LIKE, method="hash")),
    # A database or a table that was told something.
    ((LITE, MARIA), said("table.options", None, "engine myisam")),
    ((LITE, MARIA), said("table.options", None, f"{INNODB}, system versioning")),
    ((LITE, MARIA), said("table.options", None, f"{INNODB}, collate latin1_swedish_ci")),
    ((LITE, MARIA), said("table.options", "without rowid", INNODB)),
    ((POST, MARIA), said("table.options", "unlogged", INNODB)),
    ((POST, MARIA), said("table.options", "row security", INNODB)),
    ((POST, MARIA), said("database.collation", "C", "latin1_swedish_ci")),
    ((LITE, POST), said("database.encoding", "utf-8", "LATIN1")),
    ((LITE, POST), said("database.user_version", "99", None)),
    ((LITE, POST), said("database.missing", None, "set work_mem=1MB")),
    ((LITE, POST), said("schema.missing", None, "current; comment 'otro'")),
    ((LITE, POST), said("schema.missing", None, "current; privileges (owner) create, app usage")),
    ((LITE, POST), types("varchar(200)", "character varying(100)")),
    ((POST, MARIA), types("integer", "bigint(20)")),
    ((POST, MARIA), types("integer", "int(10) unsigned")),
    ((POST, MARIA), types("text", "text")),
    ((POST, MARIA), types("text", "varchar(200)")),
    ((POST, MARIA), types("timestamp without time zone", "datetime")),
    ((POST, MARIA), types("timestamp with time zone", "datetime")),
    ((POST, MARIA), types("timestamp with time zone", "timestamp")),
    ((POST, MARIA), types("numeric(10,2)", "decimal(10,3)")),
    ((POST, MARIA), types("double precision", "float")),
    ((POST, MARIA), types("boolean", "tinyint(4)")),
    ((LITE, POST), types("integer", "numeric(10,0)")),
    ((LITE, POST), types("text", "integer")),
    ((LITE, POST), types("text", "uuid")),
    ((LITE, POST), types("text", "jsonb")),
    ((LITE, POST), types("varchar(39)", "inet")),
    ((LITE, POST), types("char(38)", "inet")),
    ((LITE, POST), types("char(39)", "cidr")),
    ((LITE, POST), types("integer", "interval")),
    ((LITE, POST), types("time", "interval")),
    ((LITE, POST), types("bigint", "interval day")),
    ((POST, MARIA), types("interval", "datetime")),
    ((POST, MARIA), types("interval", "int(11)")),
    ((LITE, MARIA), types("char(39)", "inet6")),
    ((LITE, POST), default("0", "1")),
    ((LITE, POST), default("'0a'", "0")),
    ((LITE, POST), default("0", None)),
    ((POST, MARIA), default("'a'::character varying", "'b'")),
    ((LITE, MARIA), default("current_timestamp", "current_date")),
    ((LITE, MARIA), index(one(("autor_id",)), Table("post"))),
    ((LITE, MARIA), index(one(("autor_id",), unique=True), Table("post", foreign_keys=KEYED))),
    ((LITE, MARIA), index(one(("titulo",)), Table("post", foreign_keys=KEYED))),
    ((LITE, POST), index(one(("autor_id",)), Table("post", foreign_keys=KEYED))),
    ((LITE, POST), Difference("schema", "column.nullable", "post.c", "null", "not null")),
    (
        (LITE, POST),
        Difference("schema", "foreign-key.deferrable", "post(a)", "not deferrable", "x"),
    ),
    ((LITE, POST), Difference("schema", "table.missing", "post", "post (id)", None)),
    ((POST, LITE), Difference("schema", "extension.missing", "citext", "version 1.6", None)),
    ((LITE, POST), Difference("rows", "row.value", "post[1].c", "1", "2")),
]


def generated(left, right):
    return said("column.generated", left, right)


def clock(left, left_type, right, right_type="datetime(6)"):
    """Defaults of two columns for a time."""
    return replace(
        default(left, right),
        left_object=Column("c", left_type),
        right_object=Column("c", right_type),
    )


def on_mysql(engines):
    """The same engines, MySQL instead of MariaDB."""
    return tuple(MYSQL if engine == MARIA else engine for engine in engines)


# What holds for InnoDB holds for both that have it.
EXPLAINED += [
    (slug, on_mysql(engines), difference)
    for slug, engines, difference in EXPLAINED
    if MARIA in engines and slug != "engine-json"
]
EXPLAINED += [
    ("engine-type", (MARIA, MYSQL), types("int(11)", "int")),
    ("engine-type", (MARIA, MYSQL), types("bigint(20) unsigned", "bigint unsigned")),
    ("engine-type", (MARIA, MYSQL), types("year(4)", "year")),
    ("engine-type", (MARIA, MYSQL), types("tinyint(1) unsigned", "tinyint unsigned")),
    ("engine-type", (POST, MYSQL), types("jsonb", "json")),
    ("engine-type", (MYSQL, POST), types("json", "jsonb")),
    ("engine-uuid", (MARIA, MYSQL), types("uuid", "char(32)")),
    ("engine-default", (MARIA, MYSQL), default("current_timestamp()", "current_timestamp")),
    ("engine-default", (MARIA, MYSQL), default("uuid()", "(uuid())")),
    ("engine-default", (LITE, MYSQL), default("current_timestamp", "(now(6))")),
    (
        "engine-check",
        (MARIA, MYSQL),
        checks([Check('"a" > 0', "x")], [Check('("a" > 0)', "x")], EXPR),
    ),
    ("engine-generated", (MARIA, MYSQL), generated('virtual: "a" + 1', 'virtual: ("a" + 1)')),
    ("engine-json-check", (LITE, MYSQL), json_of_mysql()),
    ("engine-json-check", (MARIA, MYSQL), json_of_mysql()),
    (
        "engine-setting",
        (MARIA, MYSQL),
        said("database.collation", "utf8mb4_general_ci", "utf8mb4_0900_ai_ci"),
    ),
    *(
        ("engine-setting", (MARIA, MYSQL), said("database.collation", left, right))
        for left, right in (
            ("utf8mb4_uca1400_ai_ci", "utf8mb4_0900_ai_ci"),
            ("utf8mb4_unicode_520_ci", "utf8mb4_0900_ai_ci"),
            ("utf8mb4_uca1400_as_cs", "utf8mb4_0900_as_cs"),
            ("utf8mb4_nopad_bin", "utf8mb4_0900_bin"),
        )
    ),
    (
        "engine-setting",
        (MARIA, MYSQL),
        said(
            "database.sql_mode",
            "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,"
            "NO_ENGINE_SUBSTITUTION",
            "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
            "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION",
        ),
    ),
    # SQLite's clock has whole seconds, too, and none to give.
    ("engine-default", (LITE, MYSQL), clock("current_timestamp", "datetime", "(now())")),
    ("engine-default", (POST, MYSQL), clock("now()", "timestamp without time zone", "(now(6))")),
    ("engine-default", (MARIA, MYSQL), clock("'ab'", "varbinary(9)", "x'6162'", "varbinary(9)")),
    ("engine-generated", (LITE, POST), generated("stored: a >> 1", "stored: a >> 1")),
    # MariaDB and MySQL divide alike, and both know what else is theirs.
    ("engine-generated", (MARIA, MYSQL), generated('virtual: "a" / 2', 'virtual: ("a" / 2)')),
    ("engine-check", (LITE, POST), checks([Check("a / 2 = 1", "x")], [Check("a / 2 = 1", "x")])),
    (
        "engine-check",
        (POST, MYSQL),
        checks([Check("a <> '1/2'", "x")], [Check("(`a` <> '1/2')", "x")], EXPR),
    ),
]
STANDS += [(on_mysql(engines), difference) for engines, difference in STANDS if MARIA in engines]
STANDS += [
    ((MARIA, MYSQL), types("enum('x')", "enum('X')")),
    ((MARIA, MYSQL), types("set('x')", "set('X')")),
    ((MARIA, MYSQL), types("int(11)", "bigint")),
    ((MARIA, MYSQL), types("text", "longtext")),
    ((MARIA, MYSQL), types("datetime", "datetime(6)")),
    ((MARIA, MYSQL), types("longtext", "json")),
    ((MARIA, MYSQL), default("'a'", "'A'")),
    ((MARIA, MYSQL), default("'a'", "('A')")),
    ((MARIA, MYSQL), checks([Check('"a" > 0', "x")], [Check('("a" > 1)', "x")], EXPR)),
    ((LITE, MYSQL), checks([Check("a > 0")], [Check("(a > 0)", options=("not enforced",))])),
    ((MARIA, MYSQL), generated('virtual: "a" + 1', 'stored: ("a" + 1)')),
    ((MARIA, MYSQL), generated('virtual: "a" + 1', 'virtual: ("a" + 2)')),
    ((MARIA, MYSQL), generated('virtual: "a" + 1', None)),
    *(
        ((MARIA, MYSQL), said("database.collation", left, right))
        for left, right in (
            ("utf8mb4_general_ci", "utf8mb4_bin"),  # both servers have both
            ("utf8mb4_unicode_ci", "utf8mb4_general_ci"),
            ("utf8mb4_bin", "utf8mb4_0900_ai_ci"),
            ("utf8mb4_uca1400_ai_ci", "utf8mb4_0900_as_cs"),
            ("utf8mb4_uca1400_as_ci", "utf8mb4_0900_ai_ci"),
            ("latin1_swedish_ci", "utf8mb4_0900_ai_ci"),
            ("utf8mb3_general_ci", "utf8mb4_0900_ai_ci"),
            ("utf8mb4_spanish_ci", "utf8mb4_0900_ai_ci"),  # which takes ñ for n
            ("utf8mb4_general_ci", "utf8mb4_es_0900_ai_ci"),
            ("utf8mb4_general_ci", None),
        )
    ),
    ((MARIA, MYSQL), said("database.sql_mode", "STRICT_TRANS_TABLES", "")),
    ((MARIA, MYSQL), said("database.sql_mode", "STRICT_TRANS_TABLES", "NO_ZERO_DATE")),
    ((MARIA, MYSQL), said("database.sql_mode", "", "TIME_TRUNCATE_FRACTIONAL")),
    # These give microseconds, and MySQL zeros.
    ((MARIA, MYSQL), clock("current_timestamp(6)", "datetime(6)", "(now())")),
    ((POST, MYSQL), clock("now()", "timestamp without time zone", "(now())")),
    # Of texts, words and documents '1' and '1.0' are two.
    *(
        ((MARIA, MYSQL), clock("'1'", declared, "'1.0'", declared))
        for declared in ("enum('1','1.0')", "set('1','1.0')", "json")
    ),
    # A cast to a length cuts off, or rounds.
    ((POST, MARIA), default("'abc'::character varying(1)", "'abc'")),
    ((POST, MARIA), default("1.55::numeric(3,1)", "1.55")),
    ((MARIA, MYSQL), clock("current_timestamp()", "varchar(30)", "(now(6))", "varchar(30)")),
    # What SQLite alone takes otherwise.
    *(
        ((LITE, other), generated(f"stored: {text}", f"stored: {text}"))
        for other in (POST, MARIA, MYSQL)
        for text in ("d % 2", "hex(a)", "upper(a)", "lower(a)", r"a like 'x\_y'")
    ),
    ((LITE, MYSQL), generated("stored: a >> 1", "stored: a >> 1")),
    ((POST, MYSQL), generated("stored: ~a", "stored: ~a")),
    # What is said is the same, what is meant is not.
    *(
        (engines, generated(f"stored: {text}", f"stored: {text}"))
        for engines in ((POST, MYSQL), (LITE, MYSQL), (POST, MARIA), (LITE, MARIA))
        for text in ("a / 2", "length(a)", "concat(a, b)", "greatest(a, b)", "LOG (a)")
    ),
    ((POST, MYSQL), checks([Check("a / 2 = 1", "x")], [Check("(a / 2 = 1)", "x")], EXPR)),
    ((POST, MYSQL), checks([Check("length(a) > 1")], [Check("length(a) > 1")])),
    ((POST, MARIA), checks([Check("a ^ 2 = 4", "x")], [Check("a ^ 2 = 4", "x")], EXPR)),
    # Both have them: one that only one side has was made, or left out.
    ((MARIA, MYSQL), index(one(("autor_id",)), Table("post", foreign_keys=KEYED))),
    ((MARIA, MYSQL), renamed_index("ix_post_autor_id", "post_fk", KEYED[0])),
    ((MARIA, MYSQL), served("a", "b")),
]


@pytest.mark.parametrize(("slug", "engines", "difference"), EXPLAINED)
def test_it_is_explained_either_way_round_and_never_within_one_engine(slug, engines, difference):
    found = explain_engines(difference, engines)
    assert found is not None
    assert found.name == slug
    turned = Difference(
        difference.area,
        difference.kind,
        difference.where,
        difference.right,
        difference.left,
        difference.table,
        difference.column,
        difference.right_object,
        difference.left_object,
        difference.right_table,
        difference.left_table,
    )
    assert explain_engines(turned, engines[::-1]) == found
    for engine in engines:
        assert explain_engines(difference, (engine, engine)) is None


@pytest.mark.parametrize(("engines", "difference"), STANDS)
def test_it_is_not_explained(engines, difference):
    assert explain_engines(difference, engines) is None


def test_json_is_told_by_its_check():
    datos = Column("datos", "text")
    checked = Table("post", (datos,), checks=CHECKED)
    plain = Table("post", (Column("datos", "jsonb"),))

    def differs(left_table):
        return Difference(
            "schema",
            "column.type",
            "post.datos",
            "text",
            "jsonb",
            "post",
            "datos",
            datos,
            plain.columns[0],
            left_table,
            plain,
        )

    assert explain_engines(differs(checked), (LITE, POST)).name == "engine-type"
    assert explain_engines(differs(Table("post", (datos,))), (LITE, POST)) is None
    other = Table("post", (datos,), checks=(Check("json_valid(otro)"),))
    assert explain_engines(differs(other), (LITE, POST)) is None


def test_ids_are_handed_out_for_the_primary_key_only():
    def differs(said, columns):
        table = Table("post", (Column("c", "integer"),), PrimaryKey(columns))
        return Difference(
            "schema",
            "column.identity",
            "post.c",
            None,
            said,
            "post",
            "c",
            left_table=table,
            right_table=table,
        )

    assert explain_engines(differs("serial", ("c",)), (LITE, POST)).name == "engine-identity"
    assert explain_engines(differs("serial", ("c", "d")), (LITE, POST)) is None
    assert explain_engines(differs("auto_increment", ("c",)), (POST, MARIA)) is None


@pytest.mark.parametrize("declared", ["datetime", "text", "blob", "time"])
def test_the_same_word_for_different_types_is_seen(declared):
    schema = Schema((Table("post", (Column("c", declared),)),))
    (found,) = hidden_types(schema, schema, (("post", "post"),), (LITE, MARIA))
    assert found.left != found.right
    assert explain_engines(found, (LITE, MARIA)) is None
    assert hidden_types(schema, schema, (("post", "post"),), (LITE, LITE)) == []


def test_ids_that_only_sqlite_hands_out_are_seen():
    """Neither schema says a word, and only one of them takes a row without an id."""
    bare = Table("post", (Column("id", "integer"),), PrimaryKey(("id",)))
    schema, pairing = Schema((bare,)), (("post", "post"),)
    (found,) = hidden_types(schema, schema, pairing, (LITE, MARIA))
    assert (found.kind, found.right) == ("column.identity", None)
    assert explain_engines(found, (LITE, MARIA)) is None
    (turned,) = hidden_types(schema, schema, pairing, (POST, LITE))
    assert (turned.kind, turned.left) == ("column.identity", None)
    assert explain_engines(turned, (POST, LITE)) is None
    assert hidden_types(schema, schema, pairing, (POST, MARIA)) == []
    keyed = replace(bare, foreign_keys=(ForeignKey(("id",), "usuario", ("id",)),))
    assert hidden_types(Schema((keyed,)), schema, pairing, (LITE, MARIA)) == []


def test_the_same_word_for_the_same_type_is_no_difference():
    schema = Schema((Table("post", (Column("c", "varchar(200)"),)),))
    assert hidden_types(schema, schema, (("post", "post"),), (LITE, MARIA)) == []


def test_every_reason_has_a_name_of_its_own_and_a_title():
    assert len({each.slug for each in REASONS}) == len(REASONS)
    assert all(each.title and each.slug.startswith("engine-") for each in REASONS)
