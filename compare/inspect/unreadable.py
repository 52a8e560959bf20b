"""What a reader of SQL text raises."""


class Unreadable(Exception):
    """A text that cannot be read; the message says what was met."""
