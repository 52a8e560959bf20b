"""What PostgreSQL's catalogue says of tables, in a fixed number of statements.

Expressions are text by the server's own ``pg_get_expr``. Objects that belong to an extension are
left out: the extension stands for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection

from compare.inspect.fetch import fetch_all
from compare.inspect.postgresql.fragments import comment, no_extension, privileges
from compare.inspect.postgresql.session import Here


class RelationRow(NamedTuple):
    """A table, a view, a materialized or a foreign table."""

    oid: int
    name: str
    kind: str
    persistence: str
    row_security: bool
    forced: bool
    replica_identity: str
    populated: bool
    method: str | None
    tablespace: str | None
    options: list[str] | None
    toast_options: list[str] | None
    partition_key: str | None
    bound: str | None
    parents: list[str] | None
    of_type: str | None
    server: str | None
    comment: str | None
    privileges: str | None
    definition: str | None


class ColumnRow(NamedTuple):
    """A column of one of them."""

    relation: int
    number: int
    name: str
    type: str
    base_type: int
    not_null: bool
    default: str | None
    identity: str
    generated: str
    collation: int
    own_collation: bool
    options: list[str] | None
    comment: str | None
    privileges: str | None


class ConstraintRow(NamedTuple):
    """A constraint of a table."""

    relation: int
    oid: int
    name: str
    type: str
    deferrable: bool
    deferred: bool
    valid: bool
    enforced: bool
    period: bool
    no_inherit: bool
    local: bool
    index_oid: int
    columns: list[int] | None
    referred: int
    referred_numbers: list[int] | None
    referred_columns: list[str] | None
    referred_schema: str | None
    referred_table: str | None
    on_update: str
    on_delete: str
    match: str
    set_columns: list[int] | None
    expression: str | None
    definition: str | None
    comment: str | None


class IndexRow(NamedTuple):
    """An index, those of constraints included."""

    relation: int
    oid: int
    name: str
    method: str
    method_oid: int
    unique: bool
    clustered: bool
    replica_identity: bool
    valid: bool
    nulls_not_distinct: bool
    key_columns: int
    columns: list[int]
    classes: list[int]
    collations: list[int]
    orders: list[int]
    expressions: list[str] | None
    types: list[int] | None
    odd: list[str] | None
    predicate: str | None
    options: list[str] | None
    tablespace: str | None
    parent: str | None
    comment: str | None


class SequenceRow(NamedTuple):
    """A sequence; ``owner`` and ``column`` where it belongs to a column."""

    oid: int
    name: str
    type: str
    start: int
    increment: int
    greatest: int
    least: int
    cache: int
    cycle: bool
    persistence: str
    nextval: str
    owner: int | None
    column: int | None
    of_identity: bool
    readable: bool
    comment: str | None
    privileges: str | None


class HungRow(NamedTuple):
    """A trigger, a rule, a policy or a statistics object."""

    relation: int
    kind: str
    name: str
    definition: str


@dataclass(slots=True)
class OperatorClass:
    """An operator class: how it is called, and of which type it is the default."""

    name: str
    default: bool
    method: int
    type: int


@dataclass(slots=True)
class Catalogue:
    """What the catalogue says, by table; collations and operator classes by number.

    ``owned`` are the sequences by table and number of the column that they belong to; ``exact``
    tells of which index method and type there is a default operator class for that very type.
    """

    here: Here
    relations: list[RelationRow]
    columns: dict[int, list[ColumnRow]]
    constraints: dict[int, list[ConstraintRow]]
    indexes: dict[int, list[IndexRow]]
    sequences: list[SequenceRow]
    hung: dict[int, list[HungRow]]
    collations: dict[int, str]
    classes: dict[int, OperatorClass]
    owned: dict[tuple[int, int], list[SequenceRow]] = field(default_factory=dict)
    exact: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.owned = defaultdict(list)
        for row in self.sequences:
            if row.owner is not None and row.column is not None:
                self.owned[row.owner, row.column].append(row)
        self.exact = {(each.method, each.type) for each in self.classes.values() if each.default}


_TABLES = "c.relkind IN ('r', 'p', 'f', 'v', 'm')"


def read_catalogue(connection: Connection, here: Here) -> Catalogue:
    """Ask everything about all tables and views of the schema, in eight statements."""
    present = {name for (name,) in fetch_all(connection, _PRESENT)}
    hung = " UNION ALL ".join(part for what, part in _hung(here).items() if what in present)
    names = fetch_all(connection, _NAMES)
    return Catalogue(
        here=here,
        relations=[RelationRow(*row) for row in fetch_all(connection, _relations(here))],
        # Sorted here: the server would sort the wide lines, and half as fast.
        columns=_grouped(map(ColumnRow._make, _sorted(connection, _columns(here), 1))),
        constraints=_grouped(map(ConstraintRow._make, _sorted(connection, _constraints(here), 2))),
        indexes=_grouped(map(IndexRow._make, _sorted(connection, _indexes(here), 2))),
        sequences=[SequenceRow(*row) for row in fetch_all(connection, _sequences(here))],
        hung=_grouped(HungRow(*row) for row in sorted(fetch_all(connection, hung or _NOTHING))),
        collations={oid: name for what, oid, name, *_ in names if what == "collation"},
        classes={oid: OperatorClass(*rest) for what, oid, *rest in names if what == "class"},
    )


def _sorted(connection: Connection, sql: str, place: int) -> list[tuple[Any, ...]]:
    """All rows of a statement by table, and within a table by one of the values."""
    return sorted(fetch_all(connection, sql), key=itemgetter(0, place))


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _relations(here: Here) -> str:
    return f"""
SELECT c.oid::int8, c.relname::text, c.relkind::text, c.relpersistence::text, c.relrowsecurity,
  c.relforcerowsecurity, c.relreplident::text, c.relispopulated, m.amname::text, s.spcname::text,
  c.reloptions, t.reloptions, CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END,
  CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END, p.parents,
  CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype::text END,
  concat_ws(' with ', quote_ident(f.srvname), f.ftoptions::text),
  d.description, {privileges("c.relacl", "r", "c.relowner")},
  CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END
FROM pg_class c
  LEFT JOIN pg_am m ON m.oid = c.relam AND c.relkind <> 'i'
  LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
  LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
  LEFT JOIN (
    SELECT inhrelid, array_agg(inhparent::regclass::text ORDER BY inhseqno) AS parents
    FROM pg_inherits GROUP BY inhrelid) p ON p.inhrelid = c.oid
  LEFT JOIN (
    SELECT ftrelid, ftoptions, srvname FROM pg_foreign_table JOIN pg_foreign_server v
    ON v.oid = ftserver) f ON f.ftrelid = c.oid
  {comment("c.oid", "pg_class")}
WHERE c.relnamespace = {here.oid} AND {_TABLES} AND {no_extension("c.oid", "pg_class")}
ORDER BY c.relname
"""


def _columns(here: Here) -> str:
    # -1 asks for the usual statistics, which PostgreSQL 17 writes as NULL. A default names no
    # column; were the table told, the server would open each. pg_attver is where in its log some
    # builds of the server made the column: it says when, not what, and nobody can set it.
    compression = "a.attcompression" if here.version >= 140000 else "''::\"char\""
    options = "nullif(regexp_replace(a.attoptions::text, 'pg_attver=[0-9]+,?', ''), '{}')"
    return f"""
SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
  CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE a.atttypid END, a.attnotnull,
  pg_get_expr(f.adbin, CASE a.attgenerated WHEN '' THEN 0 ELSE f.adrelid END),
  a.attidentity, a.attgenerated, a.attcollation, a.attcollation <> t.typcollation,
  CASE WHEN NOT a.attislocal OR a.attstorage <> t.typstorage OR {compression} <> ''
    OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL OR a.attfdwoptions IS NOT NULL
  THEN array_remove(ARRAY[
    CASE WHEN NOT a.attislocal THEN 'inherited' END,
    CASE WHEN a.attstorage <> t.typstorage THEN 'storage ' || CASE a.attstorage WHEN 'p' THEN
      'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END END,
    'compression ' || CASE {compression}::text WHEN '' THEN NULL WHEN 'p' THEN 'pglz'
      WHEN 'l' THEN 'lz4' ELSE {compression}::text END,
    CASE WHEN a.attstattarget >= 0 THEN 'statistics ' || a.attstattarget END,
    'with ' || {options}, 'foreign with ' || a.attfdwoptions::text], NULL) END,
  d.description, {privileges("a.attacl", "", "c.relowner")}
FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
  {comment("a.attrelid", "pg_class", "a.attnum")}
WHERE c.relnamespace = {here.oid} AND {_TABLES} AND a.attnum > 0 AND NOT a.attisdropped
"""


def _constraints(here: Here) -> str:
    enforced, period = (
        ("k.conenforced", "k.conperiod") if here.version >= 180000 else ("true", "false")
    )
    set_columns = "k.confdelsetcols" if here.version >= 150000 else "NULL::int2[]"
    # A NOT NULL that is nothing but that is told with the column. A foreign key to a partitioned
    # table stands once more for each partition.
    return f"""
SELECT k.conrelid, k.oid, k.conname, k.contype, k.condeferrable,
  k.condeferred, k.convalidated, {enforced}, {period}, k.connoinherit, k.conislocal,
  k.conindid, k.conkey, k.confrelid, k.confkey,
  CASE WHEN r.relnamespace <> c.relnamespace THEN ARRAY(
    SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY AS u (number, place)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number ORDER BY u.place) END,
  CASE WHEN r.relnamespace <> c.relnamespace THEN r.relnamespace::regnamespace::text END,
  r.relname, k.confupdtype, k.confdeltype, k.confmatchtype, {set_columns},
  pg_get_expr(k.conbin, k.conrelid),
  CASE WHEN k.contype NOT IN ('c', 'f', 'n', 'p', 'u', 't') THEN pg_get_constraintdef(k.oid) END,
  d.description
FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  LEFT JOIN pg_class r ON r.oid = k.confrelid
  {comment("k.oid", "pg_constraint")}
WHERE c.relnamespace = {here.oid} AND (k.contype <> 'n' OR NOT k.convalidated OR k.connoinherit
  OR d.description IS NOT NULL OR NOT {enforced})
  AND NOT (k.contype = 'f' AND k.conparentid <> 0 AND EXISTS (
    SELECT FROM pg_constraint o WHERE o.oid = k.conparentid AND o.conrelid = k.conrelid))
"""


def _indexes(here: Here) -> str:
    nulls = "i.indnullsnotdistinct" if here.version >= 150000 else "false"
    return f"""
SELECT i.indrelid, i.indexrelid, x.relname, m.amname, m.oid,
  i.indisunique, i.indisclustered, i.indisreplident, i.indisvalid AND i.indisready AND i.indislive,
  {nulls}, i.indnkeyatts, i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[],
  i.indoption::int2[],
  CASE WHEN i.indexprs IS NOT NULL THEN ARRAY(
    SELECT pg_get_indexdef(i.indexrelid, n, false) FROM generate_series(1, i.indnatts) n) END,
  CASE WHEN i.indexprs IS NOT NULL THEN ARRAY(
    SELECT a.atttypid FROM pg_attribute a WHERE a.attrelid = i.indexrelid
    ORDER BY a.attnum) END,
  o.odd, pg_get_expr(i.indpred, i.indrelid), x.reloptions, s.spcname,
  CASE WHEN x.relispartition THEN h.inhparent::regclass::text END, d.description
FROM pg_index i
  JOIN pg_class x ON x.oid = i.indexrelid
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_am m ON m.oid = x.relam
  LEFT JOIN pg_tablespace s ON s.oid = x.reltablespace
  LEFT JOIN pg_inherits h ON h.inhrelid = x.oid
  LEFT JOIN (
    SELECT attrelid, array_agg(
      concat_ws(' ', attnum::text, 'statistics ' || nullif(attstattarget, -1), attoptions::text)
      ORDER BY attnum) AS odd
    FROM pg_attribute
    WHERE attnum > 0 AND (coalesce(attstattarget, -1) <> -1 OR attoptions IS NOT NULL)
    GROUP BY attrelid) o ON o.attrelid = x.oid
  {comment("x.oid", "pg_class")}
WHERE c.relnamespace = {here.oid} AND c.relkind IN ('r', 'p', 'm')
"""


def _sequences(here: Here) -> str:
    return f"""
SELECT c.oid, c.relname, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement,
  s.seqmax, s.seqmin, s.seqcache, s.seqcycle, c.relpersistence,
  concat('nextval(''', replace(c.oid::regclass::text, '''', ''''''), '''::regclass)'),
  o.refobjid, o.refobjsubid,
  coalesce(o.deptype = 'i', false), has_sequence_privilege(c.oid, 'SELECT'), d.description,
  {privileges("c.relacl", "s", "c.relowner")}
FROM pg_class c
  JOIN pg_sequence s ON s.seqrelid = c.oid
  LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid
    AND o.refclassid = 'pg_class'::regclass AND o.deptype IN ('a', 'i') AND o.refobjsubid > 0
  {comment("c.oid", "pg_class")}
WHERE c.relnamespace = {here.oid} AND {no_extension("c.oid", "pg_class")}
ORDER BY c.relname
"""


_NOTHING = "SELECT 0 WHERE false"
# What there is none of in the whole database need not be planned for, which would cost more than
# to look.
_PRESENT = """
SELECT 'trigger' WHERE EXISTS (SELECT FROM pg_trigger WHERE NOT tgisinternal) UNION ALL
SELECT 'rule' WHERE EXISTS (SELECT FROM pg_rewrite WHERE rulename <> '_RETURN'
  AND oid >= 16384) UNION ALL
SELECT 'policy' WHERE EXISTS (SELECT FROM pg_policy) UNION ALL
SELECT 'statistics' WHERE EXISTS (SELECT FROM pg_statistic_ext)
"""


def _hung(here: Here) -> dict[str, str]:
    state = (
        "CASE {} WHEN 'D' THEN '; disabled' WHEN 'R' THEN '; on replicas'"
        " WHEN 'A' THEN '; always' END"
    )
    said = "'; comment ' || quote_literal(d.description)"
    in_schema = f"c.relnamespace = {here.oid}"
    return {
        "trigger": f"""
SELECT t.tgrelid::int8, 'trigger', t.tgname::text, concat(
  CASE WHEN t.tgconstraint <> 0 THEN 'CONSTRAINT ' END,
  substr(pg_get_triggerdef(t.oid, true), length(format('CREATE %sTRIGGER %I ',
    CASE WHEN t.tgconstraint <> 0 THEN 'CONSTRAINT ' END, t.tgname)) + 1),
  {state.format("t.tgenabled")}, CASE WHEN t.tgparentid <> 0 THEN '; inherited' END, {said})
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid {comment("t.oid", "pg_trigger")}
WHERE {in_schema} AND NOT t.tgisinternal AND {no_extension("t.oid", "pg_trigger")}""",
        "rule": f"""
SELECT r.ev_class::int8, 'rule', r.rulename::text, concat(
  substr(pg_get_ruledef(r.oid, true), length(format('CREATE RULE %I AS', r.rulename)) + 1),
  {state.format("r.ev_enabled")}, {said})
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class {comment("r.oid", "pg_rewrite")}
WHERE {in_schema} AND r.rulename <> '_RETURN'""",
        "policy": f"""
SELECT p.polrelid::int8, 'policy', p.polname::text, concat(
  CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
  CASE p.polcmd WHEN 'r' THEN ' for select' WHEN 'a' THEN ' for insert' WHEN 'w' THEN ' for update'
    WHEN 'd' THEN ' for delete' ELSE ' for all' END,
  ' to ', (SELECT string_agg(CASE role WHEN 0 THEN 'public' ELSE quote_ident(pg_get_userbyid(role))
    END, ', ' ORDER BY pg_get_userbyid(role)) FROM unnest(p.polroles) AS role),
  ' using ' || pg_get_expr(p.polqual, p.polrelid),
  ' with check ' || pg_get_expr(p.polwithcheck, p.polrelid), {said})
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid {comment("p.oid", "pg_policy")}
WHERE {in_schema}""",
        "statistics": f"""
SELECT s.stxrelid::int8, 'statistics', s.stxname::text, concat(
  substr(pg_get_statisticsobjdef(s.oid), length(format('CREATE STATISTICS %s.%I ',
    s.stxnamespace::regnamespace::text, s.stxname)) + 1),
  '; target ' || nullif(s.stxstattarget, -1), {said})
FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid
  {comment("s.oid", "pg_statistic_ext")}
WHERE {in_schema}
""",
    }


_NAMES = """
SELECT 'class', o.oid::int8, CASE WHEN pg_opclass_is_visible(o.oid) THEN quote_ident(o.opcname)
    ELSE format('%I.%I', n.nspname, o.opcname) END,
  o.opcdefault, o.opcmethod::int8, o.opcintype::int8
FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace
UNION ALL
SELECT 'collation', c.oid::int8, CASE c.collnamespace WHEN 'pg_catalog'::regnamespace
    THEN quote_ident(c.collname) ELSE c.oid::regcollation::text END, NULL, NULL, NULL
FROM pg_collation c
"""
