"""The harness: photographs two databases after every step and says how they differ, and why.

The floors, from the bottom up; imports run downward only (see ``docs/architecture.md``):

* ``model``, ``errors``, ``redaction``: plain values and the errors people see
* ``diff``: two schemas in, differences out
* ``inspect``, ``rows``, ``conventions``: read a schema, compare rows, know why frameworks differ
* ``sides``, ``engines``, ``scenario``, ``expected``: the two frameworks, databases, steps, goldens
* ``run``: the loop over the steps of a scenario
* ``reports``: terminal, JSON and JUnit
* ``commands``, ``cli``: one command a file
"""
