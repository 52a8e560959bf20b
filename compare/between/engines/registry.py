"""All reasons for which two engines differ, in the order in which they are asked."""

from __future__ import annotations

from compare.between.engines import (
    checks,
    defaults,
    expressions,
    foreign_keys,
    identity,
    indexes,
    json,
    settings,
    types,
)
from compare.between.engines.reason import EngineReason, Engines
from compare.between.reasons import Reason
from compare.model import Difference

_FOREIGN_KEYS = (
    "https://mariadb.com/kb/en/foreign-keys/",
    "https://dev.mysql.com/doc/refman/9.7/en/create-table-foreign-keys.html",
)
_JSON = (
    "https://mariadb.com/kb/en/json-data-type/",
    "https://dev.mysql.com/doc/refman/9.7/en/json.html",
)

REASONS: tuple[EngineReason, ...] = (
    EngineReason(
        "engine-type",
        "the engines call the same type by other names",
        (
            "https://www.postgresql.org/docs/current/datatype.html",
            "https://mariadb.com/kb/en/data-types/",
            "https://dev.mysql.com/doc/refman/9.7/en/data-types.html",
            "https://sqlite.org/datatype3.html",
        ),
        types.same_type,
    ),
    EngineReason(
        "engine-time-zone",
        "only PostgreSQL has times with a zone and microseconds; elsewhere they are kept in UTC",
        ("https://docs.djangoproject.com/en/5.2/topics/i18n/timezones/",),
        types.zone,
    ),
    EngineReason(
        "engine-uuid",
        "an engine without a type for UUIDs keeps them as 32 or 36 characters",
        ("https://docs.djangoproject.com/en/5.2/ref/models/fields/#uuidfield",),
        types.uuid,
    ),
    EngineReason(
        "engine-address",
        "an engine without a type for network addresses keeps them as 39 characters",
        ("https://docs.djangoproject.com/en/5.2/ref/models/fields/#genericipaddressfield",),
        types.address,
    ),
    EngineReason(
        "engine-duration",
        "an engine without durations keeps microseconds (Django) or a time since 1970 (SQLAlchemy)",
        (
            "https://docs.djangoproject.com/en/5.2/ref/models/fields/#durationfield",
            "https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.Interval",
        ),
        types.duration,
    ),
    EngineReason(
        "engine-identity",
        "each engine hands out ids in its own way",
        (
            "https://sqlite.org/autoinc.html",
            "https://mariadb.com/kb/en/auto_increment/",
            "https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL",
        ),
        identity.handed_out,
    ),
    EngineReason(
        "engine-default",
        "the engines write the same default in other words",
        ("https://www.postgresql.org/docs/current/functions-info.html",),
        defaults.same_default,
    ),
    EngineReason(
        "engine-deferrable",
        "InnoDB checks foreign keys at once and cannot defer them",
        _FOREIGN_KEYS,
        foreign_keys.deferrable,
    ),
    EngineReason(
        "engine-restrict",
        "for InnoDB NO ACTION and RESTRICT are one",
        ("https://mariadb.com/kb/en/foreign-keys/#constraints",),
        foreign_keys.restrict,
    ),
    EngineReason(
        "engine-foreign-key-index",
        "MariaDB and MySQL make an index for each foreign key",
        _FOREIGN_KEYS,
        foreign_keys.own_index,
    ),
    EngineReason(
        "engine-key-name",
        "MariaDB and MySQL call the index of a foreign key as the key",
        _FOREIGN_KEYS,
        foreign_keys.index_name,
    ),
    EngineReason(
        "engine-primary",
        "only PostgreSQL gives a primary key a name of its own accord",
        (
            "https://mariadb.com/kb/en/getting-started-with-indexes/#primary-key",
            "https://www.postgresql.org/docs/current/ddl-constraints.html",
        ),
        indexes.primary_name,
    ),
    EngineReason(
        "engine-like-index",
        "on PostgreSQL Django makes a second index of a text, for LIKE",
        (
            "https://docs.djangoproject.com/en/5.2/ref/databases/#indexes-for-varchar-and-text-columns",
        ),
        indexes.for_like,
    ),
    EngineReason(
        "engine-new-database",
        "each new database of PostgreSQL has a schema and the extension plpgsql",
        ("https://www.postgresql.org/docs/current/manage-ag-templatedbs.html",),
        settings.comes_along,
    ),
    EngineReason(
        "engine-json-check",
        "SQLite and MariaDB say JSON by a CHECK, PostgreSQL and MySQL by a type",
        _JSON,
        json.by_check,
    ),
    EngineReason(
        "engine-unsigned",
        "MariaDB and MySQL say UNSIGNED where the others have a CHECK",
        ("https://mariadb.com/kb/en/numeric-data-type-overview/",),
        checks.unsigned,
    ),
    EngineReason(
        "engine-check",
        "each engine prints the same CHECK in its own way",
        ("https://www.postgresql.org/docs/current/functions-info.html",),
        checks.same_check,
    ),
    EngineReason(
        "engine-generated",
        "each engine prints the same expression of a generated column in its own way",
        (
            "https://mariadb.com/kb/en/generated-columns/",
            "https://dev.mysql.com/doc/refman/9.7/en/create-table-generated-columns.html",
        ),
        expressions.same_generated,
    ),
    EngineReason(
        "engine-json",
        "JSON is a type of PostgreSQL and MySQL, a name in SQLite, and a checked text on MariaDB",
        _JSON,
        json.as_text,
    ),
    EngineReason(
        "engine-unique",
        "MariaDB and MySQL know unique indexes only; on SQLite Django makes one for a constraint",
        ("https://mariadb.com/kb/en/getting-started-with-indexes/#unique-index",),
        indexes.unique_form,
    ),
    EngineReason(
        "engine-foreign-key-served",
        "with InnoDB another index begins with the foreign key's columns and serves it",
        _FOREIGN_KEYS,
        foreign_keys.served,
    ),
    EngineReason(
        "engine-setting",
        "what a database as a whole is set to differs from engine to engine",
        (),
        settings.own,
    ),
)


def explain_engines(difference: Difference, engines: Engines) -> Reason | None:
    """Why two engines differ here; None if nothing explains it, or if they are one engine."""
    if engines[0] == engines[1] or difference.area != "schema":
        return None
    for reason in REASONS:
        if reason.explains(difference, engines):
            return Reason("engines", reason.slug, reason.title)
    return None
