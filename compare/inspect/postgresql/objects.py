"""What a PostgreSQL database holds beside tables, views and sequences.

In the schema: types, functions, operators, collations, text search. In the database: extensions,
event triggers, publications, settings and privileges. Each is one line of text, made by the server.
What has no line here is found through ``pg_depend`` and named as not compared.
"""

from __future__ import annotations

from compare.inspect.postgresql.fragments import comment, no_extension, one_line, privileges
from compare.inspect.postgresql.pipeline import Ask
from compare.inspect.postgresql.session import Here
from compare.model import NotCompared, SchemaObject

_VERBATIM = ("function", "procedure")
"""Kinds whose text holds other languages: white space is kept."""


class Beside:
    """Asks for all such objects in one statement, and for what no reader reads in another.

    Args:
        ask: sends a statement.
        here: what is read.
        present: what there is, by ``statements.present``.
    """

    def __init__(self, ask: Ask, here: Here, present: set[str]) -> None:
        parts = (part(here) for what, part in _PARTS if not what or what in present)
        self._objects = ask(" UNION ALL ".join(parts))
        self._unknown = ask(_unknown(here))

    def objects(self) -> tuple[SchemaObject, ...]:
        """Every such object that has a text, by kind and name."""
        return tuple(
            SchemaObject(kind, name, text if kind in _VERBATIM else one_line(text))
            for kind, name, text in sorted(self._objects.rows())
        )

    def unknown(self) -> tuple[NotCompared, ...]:
        """What the database holds and no reader reads."""
        return tuple(
            NotCompared(kind, name, reason, rows=rows == "rows")
            for kind, name, reason, rows in sorted(self._unknown.rows())
        )


def _line(
    kind: str,
    name: str,
    words: str,
    source: str,
    oid: str,
    catalogue: str,
    where: str,
    acl: str = "NULL::text",
    shared: bool = False,
) -> str:
    """A SELECT of kind, name and text; the object's comment and privileges end the text."""
    said = f"shobj_description({oid}, '{catalogue}')" if shared else "d.description"
    joined = "" if shared else comment(oid, catalogue)
    return f"""
SELECT {kind}, {name}::text, concat({words}, '; comment ' || quote_literal({said}),
  '; privileges ' || {acl}) FROM {source} {joined}
WHERE {where} AND {no_extension(oid, catalogue)}"""


def _enums(here: Here) -> str:
    return _line(
        "'enum'",
        "t.typname",
        "(SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder)"
        " FROM pg_enum WHERE enumtypid = t.oid)",
        "pg_type t",
        "t.oid",
        "pg_type",
        f"t.typnamespace = {here.oid} AND t.typtype = 'e'",
        privileges("t.typacl", "T", "t.typowner"),
    )


def _domains(here: Here) -> str:
    return _line(
        "'domain'",
        "t.typname",
        "format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typcollation <> b.typcollation"
        " THEN ' collate ' || t.typcollation::regcollation::text END,"
        " ' default ' || pg_get_expr(t.typdefaultbin, 0), CASE WHEN t.typnotnull THEN ' not null'"
        " END, (SELECT string_agg(format(' constraint %I %s%s', k.conname,"
        " pg_get_constraintdef(k.oid), ' comment ' || quote_literal(obj_description(k.oid,"
        " 'pg_constraint'))), '' ORDER BY k.conname)"
        " FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c')",
        "pg_type t JOIN pg_type b ON b.oid = t.typbasetype",
        "t.oid",
        "pg_type",
        f"t.typnamespace = {here.oid} AND t.typtype = 'd'",
        privileges("t.typacl", "T", "t.typowner"),
    )


def _composites(here: Here) -> str:
    return _line(
        "'type'",
        "t.typname",
        "'(', (SELECT string_agg(concat(quote_ident(a.attname), ' ',"
        " format_type(a.atttypid, a.atttypmod), CASE WHEN a.attcollation <> b.typcollation"
        " THEN ' collate ' || a.attcollation::regcollation::text END,"
        " ' comment ' || quote_literal(col_description(a.attrelid, a.attnum))),"
        " ', ' ORDER BY a.attnum)"
        " FROM pg_attribute a JOIN pg_type b ON b.oid = a.atttypid"
        " WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped), ')'",
        "pg_type t JOIN pg_class r ON r.oid = t.typrelid AND r.relkind = 'c'",
        "t.oid",
        "pg_type",
        f"t.typnamespace = {here.oid} AND t.typtype = 'c'",
        privileges("t.typacl", "T", "t.typowner"),
    )


def _ranges(here: Here) -> str:
    multirange = (
        "' multirange ' || r.rngmultitypid::regtype::text" if here.version >= 140000 else "NULL"
    )
    return _line(
        "'range'",
        "t.typname",
        "'of ', r.rngsubtype::regtype::text, ' ', (SELECT opcname FROM pg_opclass"
        " WHERE oid = r.rngsubopc), ' collate ' || nullif(r.rngcollation, 0)::regcollation::text,"
        " ' canonical ' || nullif(r.rngcanonical, 0)::regproc::text,"
        f" ' difference ' || nullif(r.rngsubdiff, 0)::regproc::text, {multirange}",
        "pg_type t JOIN pg_range r ON r.rngtypid = t.oid",
        "t.oid",
        "pg_type",
        f"t.typnamespace = {here.oid} AND t.typtype = 'r'",
        privileges("t.typacl", "T", "t.typowner"),
    )


_NAME_OF_FUNCTION = "concat(p.proname, '(', pg_get_function_identity_arguments(p.oid), ')')"
# The functions that a range type brings with it depend on it from within.
_OWN_FUNCTION = (
    "NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass"
    " AND i.objid = p.oid AND i.deptype = 'i')"
)


def _functions(here: Here) -> str:
    kind = "CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END"
    opening = (
        f"length(format('CREATE OR REPLACE %s %s.%I', upper({kind}), n.oid::regnamespace,"
        " p.proname))"
    )
    return _line(
        kind,
        _NAME_OF_FUNCTION,
        f"substr(pg_get_functiondef(p.oid), {opening} + 1)",
        "pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace",
        "p.oid",
        "pg_proc",
        f"p.pronamespace = {here.oid} AND p.prokind IN ('f', 'p', 'w') AND {_OWN_FUNCTION}",
        privileges("p.proacl", "f", "p.proowner"),
    )


_AGGREGATING = (
    "transfn",
    "finalfn",
    "combinefn",
    "serialfn",
    "deserialfn",
    "mtransfn",
    "minvtransfn",
    "mfinalfn",
)


def _aggregates(here: Here) -> str:
    words = [f"' {name} ' || nullif(a.agg{name}, 0)::regproc::text" for name in _AGGREGATING]
    return _line(
        "'aggregate'",
        _NAME_OF_FUNCTION,
        "format('kind %s %s extra %s %s modify %s %s state %s %s %s %s parallel %s',"
        " a.aggkind, a.aggnumdirectargs, a.aggfinalextra, a.aggmfinalextra, a.aggfinalmodify,"
        " a.aggmfinalmodify, a.aggtranstype::regtype, a.aggtransspace,"
        " nullif(a.aggmtranstype, 0)::regtype, a.aggmtransspace, p.proparallel),"
        f" {', '.join(words)}, ' operator ' || nullif(a.aggsortop, 0)::regoperator::text,"
        " ' initial ' || quote_literal(a.agginitval), ' moving ' || quote_literal(a.aggminitval)",
        "pg_proc p JOIN pg_aggregate a ON a.aggfnoid = p.oid",
        "p.oid",
        "pg_proc",
        f"p.pronamespace = {here.oid}",
        privileges("p.proacl", "f", "p.proowner"),
    )


def _operators(here: Here) -> str:
    return _line(
        "'operator'",
        "concat(o.oprname, '(', nullif(o.oprleft, 0)::regtype, ', ', o.oprright::regtype, ')')",
        "'function ', o.oprcode::text, ' returns ', o.oprresult::regtype,"
        " ' commutator ' || nullif(o.oprcom, 0)::regoperator::text,"
        " ' negator ' || nullif(o.oprnegate, 0)::regoperator::text,"
        " ' restrict ' || nullif(o.oprrest, 0)::regproc::text,"
        " ' join ' || nullif(o.oprjoin, 0)::regproc::text,"
        " CASE WHEN o.oprcanmerge THEN ' merges' END, CASE WHEN o.oprcanhash THEN ' hashes' END",
        "pg_operator o",
        "o.oid",
        "pg_operator",
        f"o.oprnamespace = {here.oid}",
    )


def _collations(here: Here) -> str:
    # Its columns go by another name in nearly every version; both sides are of one.
    return _line(
        "'collation'",
        "c.collname",
        "(to_jsonb(c) - '{oid,collname,collnamespace,collowner,collversion}'::text[])::text",
        "pg_collation c",
        "c.oid",
        "pg_collation",
        f"c.collnamespace = {here.oid}",
    )


def _searches(here: Here) -> str:
    return _line(
        "'text-search-configuration'",
        "c.cfgname",
        "'parser ', (SELECT prsname FROM pg_ts_parser WHERE oid = c.cfgparser), (SELECT string_agg("
        "format(' %s %s', m.maptokentype, m.mapdict::regdictionary), ','"
        " ORDER BY m.maptokentype, m.mapseqno) FROM pg_ts_config_map m WHERE m.mapcfg = c.oid)",
        "pg_ts_config c",
        "c.oid",
        "pg_ts_config",
        f"c.cfgnamespace = {here.oid}",
    )


def _dictionaries(here: Here) -> str:
    return _line(
        "'text-search-dictionary'",
        "c.dictname",
        "'template ', (SELECT tmplname FROM pg_ts_template WHERE oid = c.dicttemplate),"
        " ' ' || c.dictinitoption",
        "pg_ts_dict c",
        "c.oid",
        "pg_ts_dict",
        f"c.dictnamespace = {here.oid}",
    )


def _extensions(here: Here) -> str:
    return _line(
        "'extension'",
        "x.extname",
        "'version ', x.extversion, CASE WHEN x.extnamespace NOT IN"
        f" ({here.oid}, 'pg_catalog'::regnamespace)"
        " THEN ' in schema ' || x.extnamespace::regnamespace::text END",
        "pg_extension x",
        "x.oid",
        "pg_extension",
        "true",
    )


def _event_triggers(here: Here) -> str:
    return _line(
        "'event-trigger'",
        "v.evtname",
        "'on ', v.evtevent, ' when tag in ' || v.evttags::text, ' execute ', v.evtfoid::regproc,"
        " CASE v.evtenabled WHEN 'D' THEN '; disabled' WHEN 'R' THEN '; on replicas'"
        " WHEN 'A' THEN '; always' END",
        "pg_event_trigger v",
        "v.oid",
        "pg_event_trigger",
        "true",
    )


def _publications(here: Here) -> str:
    new = here.version >= 150000
    table = (
        "concat(r.prrelid::regclass, ' columns ' || r.prattrs::text,"
        " ' where ' || pg_get_expr(r.prqual, r.prrelid))"
        if new
        else "r.prrelid::regclass::text"
    )
    schemas = (
        ", ' schemas ' || (SELECT string_agg(s.pnnspid::regnamespace::text, ', '"
        " ORDER BY s.pnnspid::regnamespace::text)"
        " FROM pg_publication_namespace s WHERE s.pnpubid = p.oid)"
        if new
        else ""
    )
    return _line(
        "'publication'",
        "p.pubname",
        "(to_jsonb(p) - '{oid,pubname,pubowner}'::text[])::text,"
        f" ' tables ' || (SELECT string_agg({table}, ', ' ORDER BY {table})"
        f" FROM pg_publication_rel r WHERE r.prpubid = p.oid){schemas}",
        "pg_publication p",
        "p.oid",
        "pg_publication",
        "true",
    )


def _foreign_servers(here: Here) -> str:
    # Options may hold what nobody should see: their digest tells whether they are the same.
    return _line(
        "'foreign-server'",
        "s.srvname",
        "'wrapper ', w.fdwname, ' type ' || s.srvtype, ' version ' || s.srvversion,"
        " ' options of md5 ' || md5(s.srvoptions::text)",
        "pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw",
        "s.oid",
        "pg_foreign_server",
        "true",
        privileges("s.srvacl", "S", "s.srvowner"),
    )


def _schema(here: Here) -> str:
    """The schema itself, whatever it is called, and those that are empty."""
    empty = f"n.oid <> {here.oid} AND {_OTHER_SCHEMA} AND NOT {_HOLDS_SOMETHING}"
    return _line(
        "'schema'",
        f"CASE WHEN n.oid <> {here.oid} THEN n.nspname ELSE '(this)' END",
        f"CASE WHEN n.oid <> {here.oid} THEN 'empty' ELSE 'current' END",
        "pg_namespace n",
        "n.oid",
        "pg_namespace",
        f"(n.oid = {here.oid} OR {empty})",
        privileges("n.nspacl", "n", "n.nspowner"),
    )


def _database(here: Here) -> str:
    return _line(
        "'database'",
        "'(this)'",
        "(SELECT string_agg(concat('set ', c, ' for ' || quote_ident(pg_get_userbyid("
        "nullif(r.setrole, 0)))), ', ' ORDER BY r.setrole, c)"
        " FROM pg_db_role_setting r, unnest(r.setconfig) c WHERE r.setdatabase = b.oid)",
        "pg_database b",
        "b.oid",
        "pg_database",
        "b.datname = current_database()",
        privileges("b.datacl", "d", "b.datdba"),
        shared=True,
    )


def _default_privileges(here: Here) -> str:
    return f"""
SELECT 'default-privileges', concat_ws(' ', a.defaclobjtype,
  CASE a.defaclnamespace WHEN 0 THEN 'everywhere' ELSE 'here' END),
  string_agg(concat_ws(' ', quote_ident(pg_get_userbyid(a.defaclrole)), a.defaclacl::text), ', '
    ORDER BY pg_get_userbyid(a.defaclrole))
FROM pg_default_acl a WHERE a.defaclnamespace IN (0, {here.oid}) GROUP BY 1, 2"""


_PARTS = (
    ("pg_type", _enums),
    ("pg_type", _domains),
    ("pg_type", _composites),
    ("pg_type", _ranges),
    ("pg_proc", _functions),
    ("pg_proc", _aggregates),
    ("pg_operator", _operators),
    ("pg_collation", _collations),
    ("pg_ts_config", _searches),
    ("pg_ts_dict", _dictionaries),
    ("", _extensions),
    ("event trigger", _event_triggers),
    ("publication", _publications),
    ("server", _foreign_servers),
    ("", _schema),
    ("", _database),
    ("default privileges", _default_privileges),
)
"""Parts of the statement, each with what there must be for it; none: always."""


_OTHER_SCHEMA = r"n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
_HOLDS_SOMETHING = (
    "EXISTS (SELECT FROM pg_depend h WHERE h.refclassid = 'pg_namespace'::regclass"
    " AND h.refobjid = n.oid AND h.classid NOT IN ('pg_extension'::regclass,"
    " 'pg_default_acl'::regclass) AND NOT EXISTS (SELECT FROM pg_depend x"
    " WHERE x.classid = h.classid AND x.objid = h.objid AND x.deptype = 'e'))"
)
# What hangs on the schema and is read, here or as a table, a view or a sequence.
_READ = (
    "pg_extension",
    "pg_default_acl",
    "pg_proc",
    "pg_operator",
    "pg_collation",
    "pg_ts_config",
    "pg_ts_dict",
    "pg_statistic_ext",
    "pg_publication_namespace",
)


def _unknown(here: Here) -> str:
    read = ", ".join(
        f"'{name}'::regclass"
        for name in _READ
        if here.version >= 150000 or name != "pg_publication_namespace"
    )
    # A type is read, or it comes with a table, an array or a range.
    types = """h.classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_type t
    WHERE t.oid = h.objid AND (t.typtype NOT IN ('b', 'p')
    OR EXISTS (SELECT FROM pg_type l WHERE l.typarray = t.oid)))"""
    # The few that are of another kind are looked for once, not every table by itself.
    classes = f"""h.classid = 'pg_class'::regclass AND h.objid NOT IN (SELECT r.oid FROM pg_class r
    WHERE r.relnamespace = {here.oid}
    AND r.relkind NOT IN ('r', 'p', 'f', 'v', 'm', 'S', 'c', 'i', 'I'))"""
    globally = " UNION ALL ".join(
        f"SELECT '{kind}', pg_describe_object('{name}'::regclass, g.oid, 0),"
        f" 'objects of this kind are not read', '' FROM {name} g WHERE g.oid >= 16384"
        f" AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '{name}'::regclass"
        " AND e.objid = g.oid AND e.deptype IN ('e', 'i'))"
        for kind, name in (
            ("cast", "pg_cast"),
            ("language", "pg_language"),
            ("transform", "pg_transform"),
            ("access method", "pg_am"),
            ("foreign-data wrapper", "pg_foreign_data_wrapper"),
        )
    )
    return f"""
SELECT 'schema', n.nspname::text,
  'only the schema that the connection is in is read: ' || {_literal(here.schema)},
  CASE WHEN EXISTS (SELECT FROM pg_class r WHERE r.relnamespace = n.oid
    AND r.relkind IN ('r', 'p', 'f', 'm')) THEN 'rows' ELSE '' END
FROM pg_namespace n WHERE n.oid <> {here.oid} AND {_OTHER_SCHEMA}
  AND {no_extension("n.oid", "pg_namespace")} AND {_HOLDS_SOMETHING}
UNION ALL
SELECT 'object', pg_describe_object(h.classid, h.objid, 0), 'objects of this kind are not read',
  ''
FROM pg_depend h
WHERE h.refclassid = 'pg_namespace'::regclass AND h.refobjid = {here.oid}
  AND h.classid NOT IN ({read}) AND NOT ({types}) AND NOT ({classes}) AND NOT EXISTS (
    SELECT FROM pg_depend x WHERE x.classid = h.classid AND x.objid = h.objid AND x.deptype = 'e')
UNION ALL {globally}
UNION ALL
SELECT 'large object', g.oid::text, 'its content is not read', 'rows' FROM pg_largeobject_metadata g
UNION ALL
SELECT 'subscription', s.subname::text, 'it holds how to connect, which is not read', ''
FROM pg_subscription s JOIN pg_database b ON b.oid = s.subdbid AND b.datname = current_database()
UNION ALL
SELECT 'security label', concat(pg_describe_object(l.classoid, l.objoid, l.objsubid)),
  'what it means is a module''s', '' FROM pg_seclabel l"""


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
