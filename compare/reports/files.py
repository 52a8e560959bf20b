"""Reports as files: checked before the run, written whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from compare.errors import ToolError, UsageError


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
                self._replace(text)
        except OSError as error:
            raise ToolError(f"Cannot write {self.path}: {error.strerror or error}.") from error

    def _replace(self, text: str) -> None:
        handle, scratch = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(
                handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n"
            ) as file:
                file.write(text)
            umask = os.umask(0)
            os.umask(umask)
            Path(scratch).chmod(0o666 & ~umask)
            Path(scratch).replace(self.path)
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise
