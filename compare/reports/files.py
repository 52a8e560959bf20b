"""Reports as files: checked before the run, written whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from compare.errors import ToolError, UsageError
from compare.whole import write_whole


class ReportFile:
    """A file to write a report to, or stdout for ``-``.

    Args:
        path: where; its folder must be there already.

    Raises:
        UsageError: the folder is missing, or the path is a folder.
    """

    def __init__(self, path: Path) -> None:
        self.is_stdout = str(path) == "-"
        # Where it is now: a link is followed, and no later change of folder matters.
        self.path = path.resolve()
        if self.is_stdout:
            return
        if self.path.is_dir():
            raise UsageError(f"{path} is a folder; name a file to write to.")
        if not self.path.parent.is_dir():
            raise UsageError(f"The folder {path.parent} does not exist; make it first.")
        if not os.access(self.path.parent, os.W_OK):
            raise UsageError(f"The folder {path.parent} cannot be written to; choose another.")

    def write(self, text: str) -> None:
        """Write the text.

        Raises:
            ToolError: it cannot be written; a file that was there before is left as it was.
        """
        if self.is_stdout:
            sys.stdout.write(text)
            sys.stdout.flush()
            return
        try:
            if self.path.exists() and not self.path.is_file():
                # A device or a pipe is written to, not replaced.
                self.path.write_text(text, encoding="utf-8", errors="backslashreplace")
            else:
                write_whole(self.path, text)
        except OSError as error:
            raise ToolError(f"Cannot write {self.path}: {error.strerror or error}.") from error
