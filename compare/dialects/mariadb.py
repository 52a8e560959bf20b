"""What MariaDB, and MySQL, has for sums of hashes."""

from __future__ import annotations

from compare.dialects.hashing import Hashing

HASHING = Hashing(
    # https://mariadb.com/docs/server/reference/sql-functions/secondary-functions/encryption-hashing-and-compression-functions/sha2
    sha256="sha2(concat('{salt}', {line}), 256)",
    integer="CAST(conv({digits}, 16, 10) AS UNSIGNED)",
    size="length({line})",
    quotient="({} - {}) DIV {}",
)
