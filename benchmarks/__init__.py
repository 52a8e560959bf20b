"""Benchmarks: ``tox -e bench``. Ratios measured in one run, because machines differ."""
