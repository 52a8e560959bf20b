"""The one redactor in front of every output: no password reaches a terminal, a file or a log."""

from __future__ import annotations

import re
from urllib.parse import unquote

MASK = "***"

# From the first colon after the user to the *last* @ of the word: a password may hold an
# unescaped @, / or : and must vanish whole all the same.
_IN_URL = re.compile(r"(?P<start>\b[a-zA-Z][\w+.-]*://[^\s:/@'\"]*):(?P<secret>[^\s'\"]*)@")
_IN_QUERY = re.compile(
    r"(?P<start>\b(?:password|passwd|pwd|sslpassword|passphrase|secret)\s*=\s*)"
    r"(?P<secret>'[^'\s]+'|\"[^\"\s]+\"|[^\s&;,'\")]+)",
    re.IGNORECASE,
)

_learned: set[str] = set()


def learn(url: str) -> None:
    """Remember the password in a database URL, so that it is masked wherever it turns up.

    Drivers quote parts of a URL that they misread: of ``postgresql://u:p@ss@host/db`` they may
    take ``ss@host`` for the host and name it in an error. Each part is therefore masked by itself.
    """
    secrets = [found["secret"] for found in _IN_URL.finditer(url)]
    secrets += [found["secret"].strip("'\"") for found in _IN_QUERY.finditer(url)]
    for secret in secrets:
        parts = {secret, unquote(secret), *re.split(r"[@/:]", secret)}
        # Very short parts would mask half of every sentence.
        _learned.update(part for part in parts if len(part) >= 3)


def redact(text: str) -> str:
    """The text with every password replaced by ``***``."""
    # Most texts hold neither, and every text of a report comes by here.
    if "://" in text:
        text = _IN_URL.sub(rf"\g<start>:{MASK}@", text)
    if "=" in text:
        text = _IN_QUERY.sub(rf"\g<start>{MASK}", text)
    for secret in sorted(_learned, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text
