"""Single faults, each injected into a PostgreSQL schema: every one must be seen, and only it.

A case is what happened, the statements that make the left and the right database, the kinds of
difference to be reported, and the oldest server that knows the feature.
"""

from __future__ import annotations

import pytest

from tests.inspect.postgresql_databases import differences, version

Case = tuple[str, list[str], list[str], set[str], int]
USER = "CREATE TABLE usuario (id integer PRIMARY KEY, k integer, UNIQUE (id, k))"
T = "CREATE TABLE t (a integer, b integer, c text, d varchar(20), r int4range)"
FUNCTION = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
PARENT = "CREATE TABLE p (a integer, b integer) PARTITION BY RANGE (a)"
REFERENCE = "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a)"
PAIR = "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES usuario (id, k)"
VIEW = "CREATE VIEW v AS SELECT a FROM t"
NOTHING = ""


def case(name: str, common: list[str], left: str, right: str, kinds: str, since: int = 13) -> Case:
    """Two schemas with the same beginning."""
    made = [[*common, *([each] if each else [])] for each in (left, right)]
    return name, made[0], made[1], set(kinds.split()), since


def column(name: str, left: str, right: str, kinds: str, since: int = 13) -> Case:
    """A table of two columns, the second as told."""
    make = "CREATE TABLE t (id integer, {})"
    return case(name, [], make.format(left), make.format(right), kinds, since)


def on_table(name: str, left: str, right: str, kinds: str, since: int = 13) -> Case:
    """A table, and one statement more."""
    return case(name, [USER, T], left, right, kinds, since)


def index(name: str, left: str, right: str, kinds: str, since: int = 13) -> Case:
    """An index on a table: what stands after its name."""
    left, right = (f"CREATE INDEX ix ON t {each}" if each else "" for each in (left, right))
    return on_table(name, left, right, kinds, since)


def reference(name: str, left: str, right: str, kinds: str, since: int = 13) -> Case:
    """A foreign key: what stands after its columns."""
    return on_table(name, f"{REFERENCE} {left}", f"{REFERENCE} {right}", kinds, since)


ID = "REFERENCES usuario (id)"

FAULTS = [
    # tables
    case("a table is missing", [], T, NOTHING, "table.missing"),
    case("a table is unlogged", [], T, T.replace("TABLE", "UNLOGGED TABLE"), "table.options"),
    on_table("row security", NOTHING, "ALTER TABLE t ENABLE ROW LEVEL SECURITY", "table.options"),
    on_table(
        "row security is forced", NOTHING, "ALTER TABLE t FORCE ROW LEVEL SECURITY", "table.options"
    ),
    on_table("a fill factor", NOTHING, "ALTER TABLE t SET (fillfactor = 70)", "table.options"),
    on_table(
        "a parameter of the toast table",
        NOTHING,
        "ALTER TABLE t SET (toast.autovacuum_enabled = false)",
        "table.options",
    ),
    on_table("replica identity", NOTHING, "ALTER TABLE t REPLICA IDENTITY FULL", "table.options"),
    on_table("a comment on a table", NOTHING, "COMMENT ON TABLE t IS 'x'", "table.comment"),
    case(
        "inheritance",
        [USER, "CREATE TABLE q (z integer)"],
        "CREATE TABLE k (z integer)",
        "CREATE TABLE k () INHERITS (q)",
        "inheritance.missing column.options",
    ),
    case(
        "how a table is partitioned",
        [],
        PARENT,
        PARENT.replace("RANGE", "HASH"),
        "table.options",
    ),
    case(
        "a partition's bounds",
        [PARENT],
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (5)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (6)",
        "partition.missing",
    ),
    case(
        "a partition that is none",
        [PARENT, "CREATE TABLE p1 PARTITION OF p DEFAULT"],
        NOTHING,
        "ALTER TABLE p DETACH PARTITION p1",
        "partition.missing column.options",
    ),
    case(
        "a table of a type",
        ["CREATE TYPE ty AS (a integer)"],
        "CREATE TABLE k (a integer)",
        "CREATE TABLE k OF ty",
        "table.options",
    ),
    case(
        "Alembic's leftover",
        [],
        NOTHING,
        "CREATE TABLE _alembic_tmp_t (a integer)",
        "table.missing table.leftover",
    ),
    on_table("a privilege", NOTHING, "GRANT SELECT ON t TO pg_monitor", "privileges.missing"),
    on_table(
        "another privilege",
        "GRANT SELECT ON t TO pg_monitor",
        "GRANT INSERT ON t TO pg_monitor",
        "privileges.missing",
    ),
    on_table(
        "a privilege on a column", NOTHING, "GRANT SELECT (a) ON t TO PUBLIC", "privileges.missing"
    ),
    on_table("the owner's rights", NOTHING, "REVOKE ALL ON t FROM postgres", "privileges.missing"),
    # columns
    on_table("a column is missing", NOTHING, "ALTER TABLE t DROP c", "column.missing"),
    case(
        "the columns' order",
        [],
        "CREATE TABLE t (a integer, b integer)",
        "CREATE TABLE t (b integer, a integer)",
        "column.order",
    ),
    column("a name's case", "a text", '"A" text', "column.name"),
    column("a type", "a integer", "a bigint", "column.type"),
    column("a length", "a varchar(5)", "a varchar(6)", "column.type"),
    column("no length", "a varchar(5)", "a varchar", "column.type"),
    column("text for varchar", "a varchar", "a text", "column.type"),
    column("a precision", "a numeric(5, 2)", "a numeric(6, 2)", "column.type"),
    column("a scale", "a numeric(5, 2)", "a numeric(5, 3)", "column.type"),
    column("a time zone", "a timestamp", "a timestamptz", "column.type"),
    column("a time's precision", "a timestamp", "a timestamp(3)", "column.type"),
    column("an interval's fields", "a interval", "a interval day to second", "column.type"),
    column("an array", "a integer", "a integer[]", "column.type"),
    column("json for jsonb", "a json", "a jsonb", "column.type"),
    column("a blank-padded type", "a char(3)", "a varchar(3)", "column.type"),
    column("the byte type", 'a "char"', "a char", "column.type"),
    column("NOT NULL", "a text", "a text NOT NULL", "column.nullable"),
    column("a default", "a text", "a text DEFAULT 'x'", "column.default"),
    column("a default of NULL", "a text", "a text DEFAULT NULL", ""),
    column("an empty default", "a text", "a text DEFAULT ''", "column.default"),
    column("a default's case", "a text DEFAULT 'x'", "a text DEFAULT 'X'", "column.default"),
    column("a default's spaces", "a text DEFAULT 'x y'", "a text DEFAULT 'x  y'", "column.default"),
    column(
        "a line in a default", "a text DEFAULT 'x y'", "a text DEFAULT E'x\ny'", "column.default"
    ),
    column("a default's sign", "a integer DEFAULT 1", "a integer DEFAULT -1", "column.default"),
    column(
        "a default's function",
        "a timestamptz DEFAULT now()",
        "a timestamptz DEFAULT clock_timestamp()",
        "column.default",
    ),
    column(
        "a default's parentheses",
        "a integer DEFAULT (1 - 2) - 3",
        "a integer DEFAULT 1 - (2 - 3)",
        "column.default",
    ),
    column(
        "an interval in a default",
        "a interval DEFAULT '1 day'",
        "a interval DEFAULT '24 hours'",
        "column.default",
    ),
    column(
        "a generated column",
        "a integer",
        "a integer GENERATED ALWAYS AS (id + 1) STORED",
        "column.generated",
    ),
    column(
        "another generated column",
        "a integer GENERATED ALWAYS AS (id + 1) STORED",
        "a integer GENERATED ALWAYS AS (id + 2) STORED",
        "column.generated",
    ),
    column(
        "stored or virtual",
        "a integer GENERATED ALWAYS AS (id + 1) STORED",
        "a integer GENERATED ALWAYS AS (id + 1) VIRTUAL",
        "column.generated",
        18,
    ),
    column(
        "a generated column is a default",
        "a integer DEFAULT 1 + 1",
        "a integer GENERATED ALWAYS AS (1 + 1) STORED",
        "column.default column.generated",
    ),
    column("serial", "a integer NOT NULL", "a serial", "column.identity"),
    column(
        "identity for serial",
        "a serial",
        "a integer GENERATED BY DEFAULT AS IDENTITY",
        "column.identity",
    ),
    column(
        "always or by default",
        "a integer GENERATED ALWAYS AS IDENTITY",
        "a integer GENERATED BY DEFAULT AS IDENTITY",
        "column.identity",
    ),
    column(
        "where an identity starts",
        "a integer GENERATED ALWAYS AS IDENTITY",
        "a integer GENERATED ALWAYS AS IDENTITY (START 5)",
        "column.identity",
    ),
    column(
        "an identity's step",
        "a integer GENERATED ALWAYS AS IDENTITY",
        "a integer GENERATED ALWAYS AS IDENTITY (INCREMENT 5)",
        "column.identity",
    ),
    column(
        "an identity's cache",
        "a integer GENERATED ALWAYS AS IDENTITY",
        "a integer GENERATED ALWAYS AS IDENTITY (CACHE 5)",
        "column.identity",
    ),
    column(
        "an identity's limit",
        "a integer GENERATED ALWAYS AS IDENTITY",
        "a integer GENERATED ALWAYS AS IDENTITY (MAXVALUE 500 CYCLE)",
        "column.identity",
    ),
    column(
        "an identity's sequence",
        "a integer GENERATED ALWAYS AS IDENTITY",
        "a integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME s)",
        "column.identity",
    ),
    case(
        "serial by another sequence's name",
        ["CREATE TABLE t (a serial)"],
        NOTHING,
        "ALTER SEQUENCE t_a_seq RENAME TO s",
        "column.identity",
    ),
    case(
        "the type of serial's sequence",
        ["CREATE TABLE t (a serial)"],
        NOTHING,
        "ALTER SEQUENCE t_a_seq AS bigint",
        "column.identity",
    ),
    case(
        "serial's sequence is let go",
        ["CREATE TABLE t (a serial)"],
        NOTHING,
        "ALTER SEQUENCE t_a_seq OWNED BY NONE",
        "column.identity column.default sequence.missing",
    ),
    case(
        "serial's default is gone",
        ["CREATE TABLE t (a serial)"],
        NOTHING,
        "ALTER TABLE t ALTER a DROP DEFAULT",
        "column.identity sequence.missing",
    ),
    case(
        "a second sequence of a column",
        ["CREATE TABLE t (a serial)"],
        NOTHING,
        "CREATE SEQUENCE s OWNED BY t.a",
        "sequence.missing",
    ),
    case(
        "a comment on serial's sequence",
        ["CREATE TABLE t (a serial)"],
        NOTHING,
        "COMMENT ON SEQUENCE t_a_seq IS 'x'",
        "column.identity",
    ),
    column("a collation", "a text", 'a text COLLATE "C"', "column.collation"),
    column("another collation", 'a text COLLATE "C"', 'a text COLLATE "POSIX"', "column.collation"),
    on_table("a comment on a column", NOTHING, "COMMENT ON COLUMN t.a IS 'x'", "column.comment"),
    on_table("a storage", NOTHING, "ALTER TABLE t ALTER c SET STORAGE EXTERNAL", "column.options"),
    on_table(
        "a compression", NOTHING, "ALTER TABLE t ALTER c SET COMPRESSION pglz", "column.options", 14
    ),
    on_table(
        "a statistics target", NOTHING, "ALTER TABLE t ALTER c SET STATISTICS 5", "column.options"
    ),
    on_table(
        "a column's parameter",
        NOTHING,
        "ALTER TABLE t ALTER c SET (n_distinct = 5)",
        "column.options",
    ),
    # keys
    on_table(
        "a primary key",
        NOTHING,
        "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a)",
        "primary-key.missing column.nullable",
    ),
    case(
        "the order in a primary key",
        [],
        "CREATE TABLE t (a integer, b integer, PRIMARY KEY (a, b))",
        "CREATE TABLE t (a integer, b integer, PRIMARY KEY (b, a))",
        "primary-key.columns",
    ),
    on_table(
        "a primary key's name",
        "ALTER TABLE t ADD CONSTRAINT one PRIMARY KEY (a)",
        "ALTER TABLE t ADD CONSTRAINT two PRIMARY KEY (a)",
        "primary-key.name",
    ),
    on_table(
        "a primary key includes a column",
        "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a)",
        "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a) INCLUDE (b)",
        "primary-key.columns",
    ),
    on_table(
        "a primary key is deferrable",
        "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a)",
        "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a) DEFERRABLE",
        "primary-key.columns",
    ),
    on_table(
        "how full a primary key's index is",
        "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a)",
        "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a) WITH (fillfactor = 50)",
        "primary-key.columns",
    ),
    case(
        "a primary key without overlaps",
        [],
        "CREATE TABLE t (s int4range, r int4range, PRIMARY KEY (s, r))",
        "CREATE TABLE t (s int4range, r int4range, PRIMARY KEY (s, r WITHOUT OVERLAPS))",
        "primary-key.columns",
        18,
    ),
    case(
        "a comment on a primary key",
        ["CREATE TABLE t (a integer PRIMARY KEY)"],
        NOTHING,
        "COMMENT ON CONSTRAINT t_pkey ON t IS 'x'",
        "primary-key.columns",
    ),
    case(
        "a comment on a primary key's index",
        ["CREATE TABLE t (a integer PRIMARY KEY)"],
        "COMMENT ON CONSTRAINT t_pkey ON t IS 'x'",
        "COMMENT ON INDEX t_pkey IS 'x'",
        "primary-key.columns",
    ),
    # foreign keys
    on_table("a foreign key is missing", NOTHING, f"{REFERENCE} {ID}", "foreign-key.missing"),
    reference("ON DELETE CASCADE", ID, f"{ID} ON DELETE CASCADE", "foreign-key.on-delete"),
    reference("ON DELETE RESTRICT", ID, f"{ID} ON DELETE RESTRICT", "foreign-key.on-delete"),
    reference("ON DELETE SET NULL", ID, f"{ID} ON DELETE SET NULL", "foreign-key.on-delete"),
    reference("ON DELETE SET DEFAULT", ID, f"{ID} ON DELETE SET DEFAULT", "foreign-key.on-delete"),
    reference("ON UPDATE CASCADE", ID, f"{ID} ON UPDATE CASCADE", "foreign-key.on-update"),
    reference("MATCH FULL", ID, f"{ID} MATCH FULL", "foreign-key.match"),
    reference("deferrable", ID, f"{ID} DEFERRABLE", "foreign-key.deferrable"),
    reference(
        "initially deferred",
        f"{ID} DEFERRABLE",
        f"{ID} DEFERRABLE INITIALLY DEFERRED",
        "foreign-key.deferrable",
    ),
    reference("not valid", ID, f"{ID} NOT VALID", "foreign-key.options"),
    reference("not enforced", ID, f"{ID} NOT ENFORCED", "foreign-key.options", 18),
    on_table(
        "the columns that are set",
        f"{PAIR} ON DELETE SET NULL",
        f"{PAIR} ON DELETE SET NULL (b)",
        "foreign-key.options",
        15,
    ),
    on_table(
        "a foreign key's name",
        f"{REFERENCE} {ID}",
        f"{REFERENCE} {ID}".replace("CONSTRAINT fk", "CONSTRAINT kf"),
        "foreign-key.name",
    ),
    on_table(
        "a foreign key's columns",
        f"{REFERENCE} {ID}",
        f"{REFERENCE} {ID}".replace("(a)", "(b)"),
        "foreign-key.missing",
    ),
    case(
        "a foreign key's target",
        [USER, "CREATE TABLE otro (id integer PRIMARY KEY)"],
        f"CREATE TABLE t (a integer CONSTRAINT fk {ID})",
        "CREATE TABLE t (a integer CONSTRAINT fk REFERENCES otro (id))",
        "foreign-key.target",
    ),
    case(
        "a comment on a foreign key",
        [USER, T, f"{REFERENCE} {ID}"],
        NOTHING,
        "COMMENT ON CONSTRAINT fk ON t IS 'x'",
        "foreign-key.options",
    ),
    # unique constraints
    on_table("a UNIQUE is missing", NOTHING, "ALTER TABLE t ADD UNIQUE (a)", "unique.missing"),
    on_table(
        "a UNIQUE's name",
        "ALTER TABLE t ADD CONSTRAINT one UNIQUE (a)",
        "ALTER TABLE t ADD CONSTRAINT two UNIQUE (a)",
        "unique.name",
    ),
    on_table(
        "a UNIQUE is deferrable",
        "ALTER TABLE t ADD UNIQUE (a)",
        "ALTER TABLE t ADD UNIQUE (a) DEFERRABLE",
        "unique.clause",
    ),
    on_table(
        "NULL is a value to a UNIQUE",
        "ALTER TABLE t ADD UNIQUE (a)",
        "ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a)",
        "unique.clause",
        15,
    ),
    on_table(
        "a UNIQUE includes a column",
        "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)",
        "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a) INCLUDE (b)",
        "unique.clause",
    ),
    on_table(
        "a unique index for a UNIQUE",
        "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)",
        "CREATE UNIQUE INDEX u ON t (a)",
        "unique.form",
    ),
    on_table(
        "a UNIQUE is the replica identity",
        "ALTER TABLE usuario ALTER k SET NOT NULL",
        "ALTER TABLE usuario ALTER k SET NOT NULL, REPLICA IDENTITY USING INDEX usuario_pkey",
        "table.options primary-key.columns",
    ),
    # indexes
    index("an index is missing", NOTHING, "(a)", "index.missing"),
    on_table(
        "an index's name", "CREATE INDEX one ON t (a)", "CREATE INDEX two ON t (a)", "index.name"
    ),
    on_table(
        "a unique index",
        "CREATE INDEX ix ON t (a)",
        "CREATE UNIQUE INDEX ix ON t (a)",
        "index.unique",
    ),
    index("an index's order", "(a)", "(a DESC)", "index.parts"),
    index("where NULL stands", "(a)", "(a NULLS FIRST)", "index.parts"),
    index("where NULL stands downward", "(a DESC)", "(a DESC NULLS LAST)", "index.parts"),
    index("an index's collation", "(c)", '(c COLLATE "POSIX")', "index.parts"),
    index("an operator class", "(d)", "(d varchar_pattern_ops)", "index.parts"),
    index("text's operator class", "(c)", "(c text_pattern_ops)", "index.parts"),
    index("a class for another type", "(d)", "(d bpchar_ops)", "index.parts"),
    index("an expression", "(lower(c))", "(upper(c))", "index.missing"),
    index("an expression's class", "(lower(c))", "(lower(c) text_pattern_ops)", "index.parts"),
    index("a predicate", "(a)", "(a) WHERE b > 0", "index.predicate"),
    index("another predicate", "(a) WHERE b > 1", "(a) WHERE b > 0", "index.predicate"),
    index("a column is included", "(a)", "(a) INCLUDE (b)", "index.include"),
    index("a method", "(a)", "USING hash (a)", "index.method"),
    index("another method", "USING hash (a)", "USING brin (a)", "index.method"),
    index("how full an index is", "(a)", "(a) WITH (fillfactor = 50)", "index.options"),
    on_table(
        "NULL is a value to an index",
        "CREATE UNIQUE INDEX ix ON t (a)",
        "CREATE UNIQUE INDEX ix ON t (a) NULLS NOT DISTINCT",
        "index.nulls",
        15,
    ),
    case(
        "an index is invalid",
        [T, "CREATE INDEX ix ON t (a)"],
        NOTHING,
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix'::regclass",
        "index.options",
    ),
    case(
        "a table is clustered",
        [T, "CREATE INDEX ix ON t (a)"],
        NOTHING,
        "ALTER TABLE t CLUSTER ON ix",
        "index.options",
    ),
    case(
        "statistics of an index's expression",
        [T, "CREATE INDEX ix ON t ((a + 1))"],
        NOTHING,
        "ALTER INDEX ix ALTER 1 SET STATISTICS 7",
        "index.options",
    ),
    case(
        "a comment on an index",
        [T, "CREATE INDEX ix ON t (a)"],
        NOTHING,
        "COMMENT ON INDEX ix IS 'x'",
        "index.options",
    ),
    case(
        "a partition's index is attached",
        [PARENT, "CREATE TABLE p1 PARTITION OF p DEFAULT"],
        "CREATE INDEX ix ON p1 (a)",
        "CREATE INDEX ix ON p1 (a); CREATE INDEX jx ON ONLY p (a);"
        " ALTER INDEX jx ATTACH PARTITION ix",
        "index.options index.missing",
    ),
    # checks
    on_table(
        "a CHECK is missing",
        NOTHING,
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)",
        "check.missing",
    ),
    on_table(
        "a CHECK's expression",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a >= 0)",
        "check.expression",
    ),
    on_table(
        "a CHECK's name",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)",
        "ALTER TABLE t ADD CONSTRAINT l CHECK (a > 0)",
        "check.name",
    ),
    on_table(
        "a CHECK is not valid",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID",
        "check.options",
    ),
    on_table(
        "a CHECK is not enforced",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED",
        "check.options",
        18,
    ),
    on_table(
        "a CHECK is not inherited",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NO INHERIT",
        "check.options",
    ),
    on_table(
        "a NOT NULL is not valid",
        "ALTER TABLE t ADD CONSTRAINT n NOT NULL a",
        "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID",
        "not-null.missing",
        18,
    ),
    on_table(
        "an exclusion constraint",
        NOTHING,
        "ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (r WITH &&)",
        "exclusion.missing",
    ),
    on_table(
        "another exclusion constraint",
        "ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (r WITH &&)",
        "ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (r WITH &&) WHERE (a > 0)",
        "exclusion.definition",
    ),
    # triggers, rules, policies, statistics
    case(
        "a trigger is missing",
        [T, FUNCTION],
        NOTHING,
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "trigger.missing",
    ),
    case(
        "when a trigger fires",
        [T, FUNCTION],
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "trigger.definition",
    ),
    case(
        "a trigger's condition",
        [T, FUNCTION],
        "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.a = 1) EXECUTE FUNCTION f()",
        "trigger.definition",
    ),
    case(
        "a constraint trigger is deferred",
        [T, FUNCTION],
        "CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE FOR EACH ROW"
        " EXECUTE FUNCTION f()",
        "CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        " EXECUTE FUNCTION f()",
        "trigger.definition",
    ),
    case(
        "a trigger is disabled",
        [T, FUNCTION, "CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f()"],
        NOTHING,
        "ALTER TABLE t DISABLE TRIGGER g",
        "trigger.definition",
    ),
    case(
        "a comment on a trigger",
        [T, FUNCTION, "CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f()"],
        NOTHING,
        "COMMENT ON TRIGGER g ON t IS 'x'",
        "trigger.definition",
    ),
    on_table(
        "a rule", NOTHING, "CREATE RULE ru AS ON INSERT TO t DO INSTEAD NOTHING", "rule.missing"
    ),
    on_table("a policy", NOTHING, "CREATE POLICY po ON t", "policy.missing"),
    on_table(
        "a policy's condition",
        "CREATE POLICY po ON t USING (a > 0)",
        "CREATE POLICY po ON t USING (a > 1)",
        "policy.definition",
    ),
    on_table(
        "a policy's roles",
        "CREATE POLICY po ON t",
        "CREATE POLICY po ON t TO pg_monitor",
        "policy.definition",
    ),
    on_table(
        "a policy restricts",
        "CREATE POLICY po ON t",
        "CREATE POLICY po ON t AS RESTRICTIVE",
        "policy.definition",
    ),
    on_table("statistics", NOTHING, "CREATE STATISTICS st ON a, b FROM t", "statistics.missing"),
    on_table(
        "a kind of statistics",
        "CREATE STATISTICS st (ndistinct) ON a, b FROM t",
        "CREATE STATISTICS st (dependencies) ON a, b FROM t",
        "statistics.definition",
    ),
    # views
    on_table("a view is missing", NOTHING, VIEW, "view.missing"),
    on_table("a view's query", VIEW, f"{VIEW} WHERE a > 0", "view.definition"),
    on_table(
        "a view's option",
        VIEW,
        VIEW.replace("v AS", "v WITH (security_barrier) AS"),
        "view.definition",
    ),
    on_table("a view's check", VIEW, f"{VIEW} WITH CHECK OPTION", "view.definition"),
    on_table(
        "a view is materialized", VIEW, VIEW.replace("VIEW", "MATERIALIZED VIEW"), "view.definition"
    ),
    on_table(
        "a materialized view without rows",
        VIEW.replace("VIEW", "MATERIALIZED VIEW"),
        f"{VIEW.replace('VIEW', 'MATERIALIZED VIEW')} WITH NO DATA",
        "view.definition",
    ),
    case(
        "an index of a materialized view",
        [T, VIEW.replace("VIEW", "MATERIALIZED VIEW")],
        NOTHING,
        "CREATE UNIQUE INDEX ON v (a)",
        "view.definition",
    ),
    case("a comment on a view", [T, VIEW], NOTHING, "COMMENT ON VIEW v IS 'x'", "view.definition"),
    case(
        "a comment on a view's column",
        [T, VIEW],
        NOTHING,
        "COMMENT ON COLUMN v.a IS 'x'",
        "view.definition",
    ),
    case(
        "a default of a view's column",
        [T, VIEW],
        NOTHING,
        "ALTER VIEW v ALTER a SET DEFAULT 1",
        "view.definition",
    ),
    case(
        "a privilege on a view",
        [T, VIEW],
        NOTHING,
        "GRANT SELECT ON v TO PUBLIC",
        "view.definition",
    ),
    case(
        "a trigger of a view",
        [T, VIEW, FUNCTION],
        NOTHING,
        "CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()",
        "view.definition",
    ),
    # other objects
    case("an enum", [], NOTHING, "CREATE TYPE e AS ENUM ('a')", "enum.missing"),
    case(
        "an enum's labels",
        [],
        "CREATE TYPE e AS ENUM ('a', 'b')",
        "CREATE TYPE e AS ENUM ('b', 'a')",
        "enum.definition",
    ),
    case(
        "a label that looks like two",
        [],
        "CREATE TYPE e AS ENUM ('a', 'b')",
        "CREATE TYPE e AS ENUM ('a'', ''b')",
        "enum.definition",
    ),
    case(
        "a comment on an enum",
        ["CREATE TYPE e AS ENUM ('a')"],
        NOTHING,
        "COMMENT ON TYPE e IS 'x'",
        "enum.definition",
    ),
    case(
        "a domain",
        [],
        "CREATE DOMAIN o AS integer",
        "CREATE DOMAIN o AS bigint",
        "domain.definition",
    ),
    case(
        "a domain's check",
        [],
        "CREATE DOMAIN o AS integer CONSTRAINT k CHECK (VALUE > 0)",
        "CREATE DOMAIN o AS integer CONSTRAINT k CHECK (VALUE > 1)",
        "domain.definition",
    ),
    case(
        "a domain's NOT NULL",
        [],
        "CREATE DOMAIN o AS integer",
        "CREATE DOMAIN o AS integer NOT NULL",
        "domain.definition",
    ),
    case(
        "a domain's default",
        [],
        "CREATE DOMAIN o AS integer",
        "CREATE DOMAIN o AS integer DEFAULT 3",
        "domain.definition",
    ),
    case(
        "a composite type",
        [],
        "CREATE TYPE ty AS (a integer)",
        "CREATE TYPE ty AS (a bigint)",
        "type.definition",
    ),
    case(
        "a range type",
        [],
        "CREATE TYPE ra AS RANGE (SUBTYPE = float8)",
        "CREATE TYPE ra AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi)",
        "range.definition",
    ),
    case("a sequence", [], NOTHING, "CREATE SEQUENCE s", "sequence.missing"),
    case(
        "a sequence's step",
        [],
        "CREATE SEQUENCE s",
        "CREATE SEQUENCE s INCREMENT 2",
        "sequence.definition",
    ),
    case(
        "a sequence's type",
        [],
        "CREATE SEQUENCE s",
        "CREATE SEQUENCE s AS integer",
        "sequence.definition",
    ),
    case(
        "a sequence's cycle",
        [],
        "CREATE SEQUENCE s",
        "CREATE SEQUENCE s CYCLE",
        "sequence.definition",
    ),
    case("a function", [], NOTHING, FUNCTION, "function.missing"),
    case("a function's text", [], FUNCTION, FUNCTION.replace("NEW", "OLD"), "function.definition"),
    case(
        "spaces in a function",
        [],
        FUNCTION,
        FUNCTION.replace("N NEW", "N  NEW"),
        "function.definition",
    ),
    case(
        "a function's rights", [], FUNCTION, f"{FUNCTION} SECURITY DEFINER", "function.definition"
    ),
    case(
        "who may call a function",
        [FUNCTION],
        NOTHING,
        "REVOKE ALL ON FUNCTION f() FROM PUBLIC",
        "function.definition",
    ),
    case(
        "a procedure",
        [],
        NOTHING,
        "CREATE PROCEDURE pr() LANGUAGE sql AS 'SELECT 1'",
        "procedure.missing",
    ),
    case(
        "an aggregate",
        [],
        "CREATE AGGREGATE ag (integer) (SFUNC = int4pl, STYPE = integer)",
        "CREATE AGGREGATE ag (integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')",
        "aggregate.definition",
    ),
    case(
        "an operator",
        [],
        NOTHING,
        "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq)",
        "operator.missing",
    ),
    case(
        "a collation",
        [],
        NOTHING,
        "CREATE COLLATION co (LOCALE = 'C')",
        "collation.missing",
    ),
    case(
        "a text search configuration",
        ["CREATE TEXT SEARCH CONFIGURATION se (COPY = simple)"],
        NOTHING,
        "ALTER TEXT SEARCH CONFIGURATION se DROP MAPPING FOR word",
        "text-search-configuration.definition",
    ),
    case(
        "a text search dictionary",
        [],
        "CREATE TEXT SEARCH DICTIONARY di (TEMPLATE = simple)",
        "CREATE TEXT SEARCH DICTIONARY di (TEMPLATE = simple, ACCEPT = false)",
        "text-search-dictionary.definition",
    ),
    case(
        "an event trigger",
        ["CREATE FUNCTION ev() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'"],
        NOTHING,
        "CREATE EVENT TRIGGER et ON ddl_command_start EXECUTE FUNCTION ev()",
        "event-trigger.missing",
    ),
    case("a publication", [T], NOTHING, "CREATE PUBLICATION pu FOR TABLE t", "publication.missing"),
    case(
        "an extension",
        ["DROP EXTENSION plpgsql"],
        NOTHING,
        "CREATE EXTENSION plpgsql",
        "extension.missing",
    ),
    case("an empty schema", [], NOTHING, "CREATE SCHEMA other", "schema.missing"),
    case(
        "a privilege on the schema",
        [],
        NOTHING,
        "GRANT CREATE ON SCHEMA public TO pg_monitor",
        "schema.definition",
    ),
    case(
        "default privileges",
        [],
        NOTHING,
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC",
        "default-privileges.missing",
    ),
]


@pytest.mark.parametrize(
    ("left", "right", "kinds", "since"),
    [each[1:] for each in FAULTS],
    ids=[each[0] for each in FAULTS],
)
def test_a_single_fault_is_seen_and_only_it(left, right, kinds, since):
    if version() < since:
        pytest.skip(f"PostgreSQL {since} is the first to know this")

    assert {each.kind for each in differences(left, right)} == kinds
    assert {each.kind for each in differences(right, left)} == kinds
