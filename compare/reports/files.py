"""Reports as files: checked before the run, written whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from compare.errors import ToolError, UsageError
from compare.redaction import redact


class ReportFile:
    """A file to write a report to, or stdout for ``-``.

    Args:
        path: where; its folder must be there already.

    Raises:
        UsageError: the folder is missing, or the path is a folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_stdout = str(path) == "-"
        if self.is_stdout:
            return
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name a file to write to.")
        if not path.parent.is_dir():
            raise UsageError(f"The folder {path.parent} does not exist; make it first.")
        if not os.access(path.parent, os.W_OK):
            raise UsageError(f"The folder {path.parent} cannot be written to; choose another.")

    def write(self, text: str) -> None:
        """Write the text, without passwords.

        Raises:
            ToolError: it cannot be written; what was there before is left as it was.
        """
        text = redact(text)
        if self.is_stdout:
            sys.stdout.write(text)
            return
        scratch = None
        try:
            handle, scratch = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            umask = os.umask(0)
            os.umask(umask)
            Path(scratch).chmod(0o666 & ~umask)
            Path(scratch).replace(self.path)
        except OSError as error:
            if scratch is not None:
                Path(scratch).unlink(missing_ok=True)
            raise ToolError(f"Cannot write {self.path}: {error.strerror or error}.") from error
