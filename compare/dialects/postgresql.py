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
    # unless they give sets of rows. OFFSET 0 has the same effect, and makes Citus 13.0 send all the
    # derived table's rows to the coordinator (a "Distributed Subplan" in what EXPLAIN says).
    fence="unnest(ARRAY[{}])",
)
