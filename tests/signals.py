"""Processes that heed Ctrl-C, whoever runs the tests."""

import signal


def heeds_ctrl_c() -> None:
    """For ``Popen(preexec_fn=…)``: a shell lets what it runs in the background ignore SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
