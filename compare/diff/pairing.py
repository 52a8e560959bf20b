"""Which table on the left is which on the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

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
    left_names = sorted(set(left))
    left_free = set(left_names)
    free = set(right)
    pairs: list[tuple[str, str]] = []
    rules: tuple[Callable[[str], str | None], ...] = (
        wanted.get,
        lambda name: None if name in wanted else name,
        lambda name: None if name in wanted or not prefix else prefix + name,
    )
    for rule in rules:
        for name in left_names:
            partner = rule(name)
            if partner in free and name in left_free:
                free.discard(partner)
                left_free.discard(name)
                pairs.append((name, partner))
    return tuple(sorted(pairs))
