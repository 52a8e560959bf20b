"""Which table on the left is which on the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from compare.model import Pairing


def pair_tables(
    left: Iterable[str],
    right: Iterable[str],
    *,
    prefix: str = "",
    declared: Mapping[str, str] | None = None,
) -> Pairing:
    """Pair the tables that mean the same.

    Args:
        left: table names of the left database.
        right: table names of the right database.
        prefix: what the right side puts before its names (``"blog_"``), tried after the declared
            pairs and after an equal name.
        declared: pairs that follow neither rule, left name to right name; a declared pair of
            which one half is missing at this step is left out.

    Returns:
        Pairs in order of the left name; each name occurs in one pair at most.
    """
    wanted = dict(declared or {})
    left_names = sorted(left)
    free = set(right) - set(wanted.values())
    pairs: list[tuple[str, str]] = []
    all_right = set(right)
    undecided = []
    for name in left_names:
        if name in wanted:
            if wanted[name] in all_right:
                pairs.append((name, wanted[name]))
        elif name in free:
            free.discard(name)
            pairs.append((name, name))
        else:
            undecided.append(name)
    for name in undecided:
        if prefix and prefix + name in free:
            free.discard(prefix + name)
            pairs.append((name, prefix + name))
    return tuple(sorted(pairs))
