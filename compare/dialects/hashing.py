"""Sums of hashes: what stands for many rows, whichever machines they are on.

Of each line, behind a salt that is drawn anew for each run, a SHA-256 is made, and of that four
integers of 60 bits (15 hexadecimal digits each; the last four digits are left). What stands for
many lines is how many they are and the four sums. A sum is made in any order and of sums, so each
machine can make it of its own rows; what a whole text would need, all lines in one place and in
order of their key, it does not.

Nothing cancels out, as it does in a XOR: sums are of integers that are never negative, do not wrap
around, and the same change in two rows counts twice. Values that change places between rows change
both lines, because a line holds its key. That two unlike sets of lines have the same four sums has
a chance of no more than one in 2**240, whatever the rows are: of any line that the one set has more
often than the other there is, for given others, at most one value by which a sum comes out the
same. Such sums are the multiset hash "MSet-Add-Hash" of Clarke, Devadas, van Dijk, Gassend and Suh
(Incremental Multiset Hash Functions and Their Application to Memory Integrity Checking, ASIACRYPT
2003), after Bellare and Micciancio's AdHash (EUROCRYPT 1997). Without a secret such sums can be
attacked (Wagner, A Generalized Birthday Problem, CRYPTO 2002); here whoever wrote the rows could
not know the salt.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SALT = secrets.token_hex(16)
"""What stands before each line, drawn anew in each process: hexadecimal digits."""
PIECES = 4
"""So many integers are made of a hash,"""
DIGITS = 15
"""each of so many of its hexadecimal digits: what fits into 64 bits with a sign."""

_SALT = SALT.encode()


@dataclass(frozen=True, slots=True)
class Hashing:
    """What a database's SQL says for all this.

    Attributes:
        sha256: the SHA-256 of ``{salt}`` (hexadecimal digits) and ``{line}``, in 64 lower-case
            hexadecimal digits.
        integer: the integer that ``{digits}`` mean, 15 hexadecimal digits.
        total: the sum of the integers ``{integers}`` of many rows, exact however many they are.
        size: how many bytes ``{line}`` has.
        quotient: how ``{0}`` less ``{1}`` is divided by ``{2}``, all integers, to an integer.
        fence: an expression, where need be written so that the database makes what it says once for
            each row, and not anew wherever a derived table's column is named.
    """

    sha256: str
    integer: str
    size: str
    quotient: str
    total: str = "sum({integers})"
    fence: str = "{}"

    def select(self, part: str, line: str, rows: str) -> str:
        """A statement that gives for each part its number, its rows, their bytes and the sums.

        Args:
            part: an expression for the number of the part that a row is in.
            line: an expression for the row's line.
            rows: what stands after FROM, and the conditions.
        """
        digest = self.fence.format(self.sha256.format(salt=SALT, line="line"))
        pieces = (
            self.integer.format(digits=f"substr(digest, {1 + DIGITS * number}, {DIGITS})")
            for number in range(PIECES)
        )
        sums = ", ".join(self.total.format(integers=piece) for piece in pieces)
        size = self.total.format(integers="size")
        return (
            f"SELECT part, count(*), {size}, {sums}"
            f" FROM (SELECT part, {self.size.format(line='line')} AS size, {digest} AS digest"
            f" FROM (SELECT {part} AS part, {self.fence.format(line)} AS line FROM {rows})"
            " AS made) AS hashed GROUP BY part"
        )


def sums_of(lines: Iterable[bytes]) -> tuple[int, ...]:
    """The sums of some lines, as databases make them."""
    sums = [0] * PIECES
    for line in lines:
        digest = hashlib.sha256(_SALT + line).hexdigest()
        for number in range(PIECES):
            sums[number] += int(digest[number * DIGITS : (number + 1) * DIGITS], 16)
    return tuple(sums)


def written(sums: Sequence[object]) -> str:
    """Sums as one text, whatever type of number a driver makes of each."""
    return " ".join(str(int(str(each))) for each in sums)
