"""Ctrl-C while threads read: noted, and heeded where nothing is in the middle of anything."""

import signal
import threading
import time

import pytest

from compare.interrupts import heed, postponed
from compare.stream.asking import readers, together
from compare.stream.pair import Side
from tests.stream.sides import filled, made


@pytest.fixture(autouse=True)
def _as_at_the_command_line():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, before)


def press():
    signal.raise_signal(signal.SIGINT)


def test_it_is_heeded_where_that_is_asked_for():
    done = []

    def work():
        with postponed(lambda: done.append("ended")):
            done.append("begun")
            press()
            done.append("went on")
            heed()
            done.append("never")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["begun", "ended", "went on"]


def test_it_is_heeded_at_the_end_at_last_and_before_an_error_that_it_made():
    def work(error=None):
        with postponed(), postponed():
            press()
            if error:
                raise error

    with pytest.raises(KeyboardInterrupt):
        work()
    with pytest.raises(KeyboardInterrupt):
        work(ValueError("interrupted"))


def test_whoever_presses_twice_does_not_wait():
    done = []

    def work():
        with postponed():
            press()
            press()
            done.append("never")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert not done


def test_without_it_nothing_happens():
    with postponed():
        heed()
    heed()
    with pytest.raises(ValueError, match="its own"), postponed():
        raise ValueError("its own")


def test_where_somebody_else_sees_to_it_it_is_theirs():
    seen = []
    signal.signal(signal.SIGINT, lambda *_: seen.append("theirs"))
    with postponed():
        press()
        heed()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    assert seen == ["theirs"]


def test_sigterm_is_heeded_as_its_handler_wants():
    def leave(number, _):
        raise SystemExit(128 + number)

    def work():
        with postponed():
            signal.raise_signal(signal.SIGTERM)
            done.append("went on")

    done = []
    before = signal.signal(signal.SIGTERM, leave)
    try:
        with pytest.raises(SystemExit, match="143"):
            work()
        assert signal.getsignal(signal.SIGTERM) is leave
    finally:
        signal.signal(signal.SIGTERM, before)
    assert done == ["went on"]


def test_a_thread_that_it_does_not_reach_changes_nothing():
    found = []

    def work():
        with postponed():
            found.append(signal.getsignal(signal.SIGINT) is signal.default_int_handler)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [True]


def test_no_thread_is_at_work_once_it_has_ended():
    at_work = []

    def slow():
        at_work.append(1)
        time.sleep(0.3)
        at_work.remove(1)

    def pressed():
        press()
        time.sleep(0.1)

    with pytest.raises(KeyboardInterrupt):
        together([pressed, slow, slow])
    assert not at_work


def test_no_reader_is_at_work_once_it_has_ended():
    at_work = []

    def slow():
        at_work.append(1)
        time.sleep(0.3)
        at_work.remove(1)

    def read(side: Side):
        with readers([side]) as ((lane,),):
            lane.submit(slow)
            press()
            heed()

    with (
        made("sqlite", *filled("k INTEGER PRIMARY KEY", ["1"])) as database,
        database.opened() as side,
        pytest.raises(KeyboardInterrupt),
    ):
        read(side)
    assert not at_work
