"""What PostgreSQL, and Citus, has for sums of hashes."""

from __future__ import annotations

from compare.dialects.hashing import Hashing

HASHING = Hashing(
    sha256="encode(sha256(convert_to(concat('{salt}', {line}), 'UTF8')), 'hex')",
    # https://www.postgresql.org/docs/current/datatype-bit.html: a cast from bits to an integer
    integer="('x' || {digits})::bit(60)::int8",
    # The sum of bigint is numeric, and of that the text.
    total="sum({integers})::text",
    size="octet_length({line})::int8",
    # Grouped by a number alone it would be a column's.
    quotient="({}::int8 - {}) / {} + 0",
    # A derived table is taken apart, and what its columns say made anew wherever they are named,
    # unless they give sets of rows; OFFSET 0, which has the same effect, Citus leaves to the
    # coordinator alone (https://docs.citusdata.com/en/stable/develop/reference_sql.html).
    fence="unnest(ARRAY[{}])",
)
