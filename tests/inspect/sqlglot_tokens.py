"""SQLite's tokens as sqlglot's tokenizer cuts them: somebody else's reading of the same rules."""

from __future__ import annotations

import re

from sqlglot.dialects.sqlite import SQLite
from sqlglot.errors import TokenError

_WORD = re.compile(r"[A-Za-z_\u0080-\U0010ffff]")
_MARK = re.compile(r"(?<![A-Za-z0-9_$\u0080-\U0010ffff])\ufeff+")
_SYMBOLS = re.compile(r"->>|->|<<|<=|<>|>>|>=|==|!=|\|\||.", re.DOTALL)
_NUMBER = re.compile(r"0[xX][0-9A-Fa-f]+|([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def spellings(sql: str) -> list[str] | None:
    """The tokens of a text as they are spelled; None where sqlglot cannot cut it."""
    try:
        # Of letters beyond ASCII sqlglot knows some only. Every character keeps its place.
        spaced = _MARK.sub(lambda mark: " " * len(mark[0]), sql)
        tokens = SQLite().tokenize(re.sub(r"[^\x00-\x7f]", "\u00e4", spaced))
    except TokenError:
        return None
    found: list[str] = []
    end = -1
    for token in tokens:
        raw = sql[token.start : token.end + 1]
        stuck = end == token.start
        end = token.end + 1
        if stuck and found[-1][0].isdigit() and _WORD.match(raw):
            found[-1] += raw  # 1abc
        elif stuck and _symbolic(found[-1]) and _symbolic(raw):
            found[-1] += raw  # sqlglot has other operators
        elif stuck and _symbolic(found[-1]) and found[-1][-1] == "." and raw[0] in "0123456789":
            found[-1:] = [found[-1][:-1], "." + raw]  # .5
        elif raw[0] in "nN" and raw[1:2] == "'":
            found += [raw[0], raw[1:]]  # a national string
        elif raw[0].isalpha() and "'" not in raw:
            found += re.split(r"[ \t\n\f\r]+", raw)  # PRIMARY KEY is one token
        else:
            found.append(raw)
    pieces = [piece for raw in found if raw for piece in _pieces(raw)]
    # sqlglot takes 1e5.5 for one number.
    numbers = [piece for piece in pieces if re.match(r"\.?[0-9]", piece)]
    return pieces if all(map(_NUMBER.fullmatch, numbers)) else None


def _symbolic(raw: str) -> bool:
    return raw != "" and not (raw[0].isalnum() or raw[0] in "_'\"`[$" or raw[0] > "\x7f")


def _pieces(raw: str) -> list[str]:
    if not _symbolic(raw) or re.fullmatch(r"\.[0-9].*", raw, re.DOTALL):
        return [raw]
    return _SYMBOLS.findall(raw)
