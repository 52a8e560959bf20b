"""The statements that ask PostgreSQL's catalogue of tables and all that belongs to them.

What each selects is a row of ``rows``. Expressions are text by the server's own ``pg_get_expr``.
Objects that belong to an extension are left out: the extension stands for them.
"""

from __future__ import annotations

from compare.inspect.postgresql.fragments import comment, likely, no_extension, privileges, unusual
from compare.inspect.postgresql.session import Here

_TABLES = "c.relkind IN ('r', 'p', 'f', 'v', 'm')"
_INDEXES = "c.relkind IN ('i', 'I')"


def relations(here: Here) -> str:
    """Tables and views, in order of name."""
    more = unusual(
        {
            "persistence": ("c.relpersistence <> 'p'", "c.relpersistence"),
            "row_security": ("c.relrowsecurity", "c.relrowsecurity"),
            "forced": ("c.relforcerowsecurity", "c.relforcerowsecurity"),
            "replica_identity": ("c.relreplident <> 'd'", "c.relreplident"),
            "populated": ("NOT c.relispopulated", "c.relispopulated"),
            "method": (
                "c.relam NOT IN (0, 2)",  # 2 is heap
                "(SELECT amname FROM pg_am WHERE oid = c.relam AND amname <> 'heap')",
            ),
            "tablespace": (
                "c.reltablespace <> 0",
                "(SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace)",
            ),
            "options": ("c.reloptions IS NOT NULL", "c.reloptions"),
            "toast_options": ("t.reloptions IS NOT NULL", "t.reloptions"),
            "partition_key": (
                "c.relkind = 'p'",
                "CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END",
            ),
            "bound": (
                "c.relispartition",
                "CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END",
            ),
            "parents": ("p.parents IS NOT NULL", "p.parents"),
            "of_type": ("c.reloftype <> 0", "nullif(c.reloftype, 0)::regtype::text"),
            "server": (
                "c.relkind = 'f'",
                "(SELECT concat_ws(' with ', quote_ident(v.srvname), f.ftoptions::text)"
                " FROM pg_foreign_table f JOIN pg_foreign_server v ON v.oid = f.ftserver"
                " WHERE f.ftrelid = c.oid)",
            ),
            "privileges": ("c.relacl IS NOT NULL", privileges("c.relacl", "r", "c.relowner")),
            "definition": (
                "c.relkind IN ('v', 'm')",
                "CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END",
            ),
        }
    )
    return f"""
SELECT c.oid, c.relname, c.relkind, d.description, {more}
FROM pg_class c
  LEFT JOIN pg_class t ON t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL
  LEFT JOIN (
    SELECT inhrelid, array_agg(inhparent::regclass::text ORDER BY inhseqno) AS parents
    FROM pg_inherits GROUP BY inhrelid) p ON p.inhrelid = c.oid
  {comment("c.oid", "pg_class")}
WHERE c.relnamespace = {here.oid} AND {_TABLES} AND {no_extension("c.oid", "pg_class")}
ORDER BY c.relname
"""


def columns(here: Here) -> str:
    """Their columns, and those of indexes for which something is set."""
    # To look through all attributes once more for the few of indexes would take far longer.
    # -1 asks for the usual statistics, which PostgreSQL 17 writes as NULL. A default names no
    # column; were the table told, the server would open each. pg_attver is where in its log some
    # builds of the server made the column: it says when, not what, and nobody can set it.
    compression = "a.attcompression" if here.version >= 140000 else "''::\"char\""
    wanted = f"{_TABLES} OR {_INDEXES} AND (a.attstattarget >= 0 OR a.attoptions IS NOT NULL)"
    options = "nullif(regexp_replace(a.attoptions::text, 'pg_attver=[0-9]+,?', ''), '{}')"
    more = unusual(
        {
            "generated": ("a.attgenerated <> ''", "a.attgenerated"),
            "own_collation": (
                "a.attcollation <> t.typcollation",
                "a.attcollation <> t.typcollation",
            ),
            "options": (
                f"NOT a.attislocal OR a.attstorage <> t.typstorage OR {compression} <> ''"
                " OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL"
                " OR a.attfdwoptions IS NOT NULL",
                f"""array_remove(ARRAY[
    CASE WHEN NOT a.attislocal THEN 'inherited' END,
    CASE WHEN a.attstorage <> t.typstorage THEN 'storage ' || CASE a.attstorage WHEN 'p' THEN
      'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END END,
    'compression ' || CASE {compression}::text WHEN '' THEN NULL WHEN 'p' THEN 'pglz'
      WHEN 'l' THEN 'lz4' ELSE {compression}::text END,
    CASE WHEN a.attstattarget >= 0 THEN 'statistics ' || a.attstattarget END,
    'with ' || {options}, 'foreign with ' || a.attfdwoptions::text], NULL)""",
            ),
            "privileges": ("a.attacl IS NOT NULL", privileges("a.attacl", "", "c.relowner")),
            "odd": (
                _INDEXES,
                f"CASE WHEN {_INDEXES} THEN concat_ws(' ', a.attnum::text, 'statistics ' ||"
                " nullif(a.attstattarget, -1), a.attoptions::text) END",
            ),
        }
    )
    return f"""
SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
  CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE a.atttypid END, a.attnotnull,
  pg_get_expr(f.adbin, CASE a.attgenerated WHEN '' THEN 0 ELSE f.adrelid END),
  nullif(a.attidentity, ''), a.attcollation, d.description, {more}
FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
  {comment("a.attrelid", "pg_class", "a.attnum")}
WHERE {likely(f"c.relnamespace = {here.oid}")}
  AND {likely("a.attnum > 0 AND NOT a.attisdropped")} AND {likely(wanted)}
"""


def constraints(here: Here) -> str:
    """The constraints of tables."""
    enforced, period = (
        ("k.conenforced", "k.conperiod") if here.version >= 180000 else ("true", "false")
    )
    set_columns = "k.confdelsetcols" if here.version >= 150000 else "NULL::int2[]"
    elsewhere = "r.oid IS NOT NULL"
    more = unusual(
        {
            "deferrable": ("k.condeferrable", "k.condeferrable"),
            "deferred": ("k.condeferred", "k.condeferred"),
            "valid": ("NOT k.convalidated", "k.convalidated"),
            "enforced": (f"NOT {enforced}", enforced),
            "period": (period, period),
            "no_inherit": (
                "k.connoinherit AND k.contype IN ('c', 'n')",
                "k.connoinherit AND k.contype IN ('c', 'n')",
            ),
            "local": ("NOT k.conislocal", "k.conislocal"),
            "set_columns": (f"{set_columns} IS NOT NULL", set_columns),
            "referred_schema": (
                elsewhere,
                f"CASE WHEN {elsewhere} THEN r.relnamespace::regnamespace::text END",
            ),
            "referred_table": (elsewhere, "r.relname"),
            "referred_columns": (
                elsewhere,
                f"""CASE WHEN {elsewhere} THEN ARRAY(
    SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY AS u (number, place)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number
    ORDER BY u.place) END""",
            ),
            "definition": (
                "k.contype NOT IN ('c', 'f', 'n', 'p', 'u', 't')",
                "CASE WHEN k.contype NOT IN ('c', 'f', 'n', 'p', 'u', 't')"
                " THEN pg_get_constraintdef(k.oid) END",
            ),
        }
    )
    # A NOT NULL that is nothing but that is told with the column. A foreign key to a partitioned
    # table stands once more for each partition.
    return f"""
SELECT k.conrelid, k.conname, k.contype, k.conindid, k.conkey, k.confrelid, k.confkey,
  CASE k.contype WHEN 'f' THEN concat(k.confupdtype, k.confdeltype, k.confmatchtype) END,
  pg_get_expr(k.conbin, k.conrelid), d.description, {more}
FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  LEFT JOIN pg_class r ON r.oid = k.confrelid AND r.relnamespace <> {here.oid}
  {comment("k.oid", "pg_constraint")}
WHERE c.relnamespace = {here.oid} AND {_TABLES}
  AND (k.contype <> 'n' OR NOT k.convalidated OR k.connoinherit OR d.description IS NOT NULL
    OR NOT {enforced})
  AND NOT (k.contype = 'f' AND k.conparentid <> 0 AND EXISTS (
    SELECT FROM pg_constraint o WHERE o.oid = k.conparentid AND o.conrelid = k.conrelid))
"""


def indexes(here: Here) -> str:
    """The indexes of tables and materialized views."""
    nulls = "i.indnullsnotdistinct" if here.version >= 150000 else "false"
    valid = "i.indisvalid AND i.indisready AND i.indislive"
    more = unusual(
        {
            "clustered": ("i.indisclustered", "i.indisclustered"),
            "replica_identity": ("i.indisreplident", "i.indisreplident"),
            "valid": (f"NOT ({valid})", valid),
            "nulls_not_distinct": (nulls, nulls),
            "expressions": (
                "i.indexprs IS NOT NULL",
                "CASE WHEN i.indexprs IS NOT NULL THEN ARRAY(SELECT"
                " pg_get_indexdef(i.indexrelid, n, false) FROM generate_series(1, i.indnatts) n)"
                " END",
            ),
            "types": (
                "i.indexprs IS NOT NULL",
                "CASE WHEN i.indexprs IS NOT NULL THEN ARRAY(SELECT a.atttypid::int8"
                " FROM pg_attribute a WHERE a.attrelid = i.indexrelid ORDER BY a.attnum) END",
            ),
            "predicate": ("i.indpred IS NOT NULL", "pg_get_expr(i.indpred, i.indrelid)"),
            "options": ("x.reloptions IS NOT NULL", "x.reloptions"),
            "tablespace": (
                "x.reltablespace <> 0",
                "(SELECT spcname FROM pg_tablespace WHERE oid = x.reltablespace)",
            ),
            "parent": (
                "x.relispartition",
                "CASE WHEN x.relispartition THEN (SELECT inhparent::regclass::text"
                " FROM pg_inherits WHERE inhrelid = x.oid) END",
            ),
        }
    )
    return f"""
SELECT i.indrelid, i.indexrelid, x.relname, nullif(m.amname, 'btree'), i.indisunique,
  i.indnkeyatts, i.indkey, i.indclass, i.indcollation, i.indoption, d.description, {more}
FROM pg_index i
  JOIN pg_class x ON x.oid = i.indexrelid
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_am m ON m.oid = x.relam
  {comment("x.oid", "pg_class")}
WHERE c.relnamespace = {here.oid} AND c.relkind IN ('r', 'p', 'm')
"""


def sequences(here: Here) -> str:
    """All sequences, in order of name."""
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
WHERE c.relnamespace = {here.oid} AND c.relkind = 'S'
  AND {no_extension("c.oid", "pg_class")}
ORDER BY c.relname
"""


_RARE = {
    "trigger": "pg_trigger WHERE NOT tgisinternal",
    "rule": "pg_rewrite WHERE rulename <> '_RETURN' AND oid >= 16384",
    "policy": "pg_policy",
    "statistics": "pg_statistic_ext",
    "event trigger": "pg_event_trigger",
    "publication": "pg_publication",
    "server": "pg_foreign_server",
    "default privileges": "pg_default_acl",
}


def present(here: Here) -> str:
    """What there is of what is rare in a database, and the catalogues of what is in the schema.

    To plan for what is not there would cost more than to look.
    """
    rare = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {of})" for name, of in _RARE.items())
    return f"""
SELECT classid::regclass::text FROM (SELECT DISTINCT classid FROM pg_depend
  WHERE refclassid = 'pg_namespace'::regclass AND refobjid = {here.oid}) AS d
UNION ALL """ + " UNION ALL ".join(rare)


def hung(here: Here) -> dict[str, str]:
    """What else hangs on tables: parts of a statement, by what must be ``present`` for each."""
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


NAMES = """
SELECT 'class', o.oid::int8, CASE WHEN pg_opclass_is_visible(o.oid) THEN quote_ident(o.opcname)
    ELSE format('%I.%I', n.nspname, o.opcname) END,
  o.opcdefault, o.opcmethod::int8, o.opcintype::int8
FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace
UNION ALL
SELECT 'collation', c.oid::int8, CASE c.collnamespace WHEN 'pg_catalog'::regnamespace
    THEN quote_ident(c.collname) ELSE c.oid::regcollation::text END, NULL, NULL, NULL
FROM pg_collation c
"""
