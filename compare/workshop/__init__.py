"""The workshop: exercises that a learner does in two ordinary projects, and that check themselves.

To add an exercise, add a folder to ``exercises``: ``exercise.toml``, its texts, the files that are
laid at its start and those of its solution (``docs/workshop.md``).
"""

from compare.workshop.classroom import Classroom
from compare.workshop.saved import changes_in

__all__ = ["Classroom", "changes_in"]
