"""The pause between two requests is kept, whoever else asks and whatever the clock does."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.fetch.pace import AS_IT_ASKED, ITS_TURN, LeftAloneError, Pace
from enricher.fetch.policy import DAY, LONGEST_LEFT_ALONE, LONGEST_RETRY_AFTER
from enricher.fetch.unanswered import UnconnectedError
from tests.fetch.conftest import FakeTime
from tests.fetch.server import Server

INTERVAL = 3.0


def pace(folder: Path | None, clock: FakeTime) -> Pace:
    return Pace("toy", INTERVAL, folder=folder, clock=clock, rest=clock.rest)


@pytest.fixture(params=["shared", "alone"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    return tmp_path / "turns" if request.param == "shared" else None


def test_the_first_turn_is_at_once(folder: Path | None, clock: FakeTime) -> None:
    with pace(folder, clock).turn():
        assert clock.slept == []


def test_the_next_turn_waits_from_the_end_of_the_last(folder: Path | None, clock: FakeTime) -> None:
    turns = pace(folder, clock)
    with turns.turn():
        clock.now += 10  # a slow answer
    ended = clock.now
    clock.now += 1
    with turns.turn():
        assert clock.now - ended == pytest.approx(INTERVAL)


def test_a_turn_that_fails_counts(folder: Path | None, clock: FakeTime) -> None:
    turns = pace(folder, clock)
    with pytest.raises(OSError, match="reset"), turns.turn():
        raise OSError("reset")
    with turns.turn():
        assert clock.slept == [INTERVAL]


def test_enough_time_has_passed(folder: Path | None, clock: FakeTime) -> None:
    turns = pace(folder, clock)
    with turns.turn():
        pass
    clock.now += INTERVAL
    with turns.turn():
        assert clock.slept == []


def test_a_server_that_was_not_reached_was_not_asked(folder: Path | None, clock: FakeTime) -> None:
    turns = pace(folder, clock)
    with pytest.raises(UnconnectedError), turns.turn():
        raise UnconnectedError
    with turns.turn():
        assert clock.slept == []
    with pytest.raises(UnconnectedError), turns.turn():
        raise UnconnectedError
    with turns.turn():
        assert clock.slept == [INTERVAL]


def test_what_the_server_demanded_holds(folder: Path | None, clock: FakeTime) -> None:
    turns = pace(folder, clock)
    assert turns.pause(50) == clock.now + 50
    with turns.turn():
        assert clock.slept == [50]
    with turns.turn():
        assert clock.slept == [50, INTERVAL]
    assert clock.reasons == [AS_IT_ASKED, ITS_TURN]


def test_it_holds_for_other_runs_too(tmp_path: Path, clock: FakeTime) -> None:
    pace(tmp_path, clock).pause(50)
    with pace(tmp_path, clock).turn():
        assert clock.slept == [50]


@pytest.mark.parametrize("asked", [LONGEST_RETRY_AFTER + 1, 3600, DAY, LONGEST_LEFT_ALONE])
def test_nobody_waits_for_long_and_nobody_asks_before(
    folder: Path | None, clock: FakeTime, asked: float
) -> None:
    turns = pace(folder, clock)
    with turns.turn():
        pass
    until = turns.pause(asked)
    assert until == clock.now + asked
    for _ in range(2):
        again = pace(folder, clock) if folder else turns
        with pytest.raises(LeftAloneError) as error, again.turn():
            pass
        assert error.value.until == until
        assert clock.slept == []
    clock.now = until - LONGEST_RETRY_AFTER
    with turns.turn():
        assert clock.slept == [LONGEST_RETRY_AFTER]


def test_how_long_to_wait_is_the_callers_to_say(folder: Path | None, clock: FakeTime) -> None:
    turns = pace(folder, clock)
    turns.pause(50)
    with pytest.raises(LeftAloneError), turns.turn(longest=49):
        pass
    with turns.turn(longest=50):
        assert clock.slept == [50]


def test_a_turn_that_began_before_does_not_end_the_peace(tmp_path: Path, clock: FakeTime) -> None:
    """Another run was told to stay away while this one waited for its own turn."""
    pace(tmp_path, clock).pause(100)
    with pytest.raises(KeyboardInterrupt), interrupted(tmp_path, clock).turn():
        pass
    with pace(tmp_path, clock).turn():
        assert clock.slept == [100]


def interrupted(folder: Path, clock: FakeTime) -> Pace:
    def rest(seconds: float, why: str) -> None:
        raise KeyboardInterrupt

    return Pace("toy", INTERVAL, folder=folder, clock=clock, rest=rest)


def test_operators_do_not_wait_for_each_other(tmp_path: Path, clock: FakeTime) -> None:
    for name in ("one", "two"):
        turns = Pace(name, INTERVAL, folder=tmp_path, clock=clock, rest=clock.rest)
        with turns.turn():
            assert clock.slept == []


# ------------------------------------------------------------------------- clocks and stamps


@given(st.floats(-1e9, 1e12), st.floats(0, 1e6))
def test_no_clock_jump_makes_a_wait_longer_than_what_was_demanded(
    jump: float, asked: float
) -> None:
    clock = FakeTime()
    turns = pace(None, clock)
    turns.pause(asked)
    clock.now += jump
    demanded = min(asked, LONGEST_LEFT_ALONE)
    alone = left_alone(turns)
    assert sum(clock.slept) <= max(INTERVAL, min(demanded, LONGEST_RETRY_AFTER)) + 1e-6
    assert alone <= demanded + 1e-3
    if jump <= 0:
        assert sum(clock.slept) + alone == pytest.approx(max(INTERVAL, demanded))


def left_alone(turns: Pace) -> float:
    """For how many seconds the server is to be left alone, where that is too long to wait."""
    began = turns._clock()
    try:
        with turns.turn():
            return 0.0
    except LeftAloneError as error:
        return error.until - began


@pytest.mark.parametrize("years", [1, 30])
def test_a_clock_that_was_set_back_gets_past_it(
    tmp_path: Path, clock: FakeTime, years: int
) -> None:
    pace(tmp_path, clock).pause(3600)
    clock.now -= years * 365 * DAY
    for passed in (0, 1800):
        clock.now += passed
        with pytest.raises(LeftAloneError) as error, pace(tmp_path, clock).turn():
            pass
        assert error.value.until - clock.now == 3600 - passed
    clock.now += 1800
    with pace(tmp_path, clock).turn():
        assert clock.slept == []


@pytest.mark.parametrize("asked", [0.0, 50.0])
@pytest.mark.parametrize("back", [1.0, DAY, 365 * DAY])
def test_a_clock_that_is_set_back_amid_a_turn_locks_nobody_out(
    folder: Path | None, clock: FakeTime, back: float, asked: float
) -> None:
    turns = pace(folder, clock)
    if asked:
        turns.pause(asked)
    for _ in range(2):
        with turns.turn():
            clock.now -= back
    clock.slept.clear()
    again = pace(folder, clock) if folder else turns
    with again.turn():
        assert sum(clock.slept) <= max(INTERVAL, asked)
    with again.turn():
        assert sum(clock.slept) <= max(INTERVAL, asked) + INTERVAL


@pytest.mark.parametrize("stamp", ["0 9e99", "9e99 9e99", "9e99 0", "1700000000 9e99"])
def test_no_stamp_holds_for_longer_than_a_week(tmp_path: Path, clock: FakeTime, stamp: str) -> None:
    (tmp_path / "toy.stamp").write_text(stamp)
    with suppress(LeftAloneError), pace(tmp_path, clock).turn():
        pass
    clock.now += LONGEST_LEFT_ALONE
    with pace(tmp_path, clock).turn():
        assert sum(clock.slept) <= INTERVAL


@pytest.mark.parametrize(
    "stamp",
    [b"", b"1", b"a b", b"nan nan", b"inf inf", b"-inf -inf", b"1e999 1e999", b"\xff", b"1 2 3"],
)
def test_a_broken_stamp_costs_one_pause_at_most(
    tmp_path: Path, clock: FakeTime, stamp: bytes
) -> None:
    (tmp_path / "toy.stamp").write_bytes(stamp)
    with pace(tmp_path, clock).turn():
        assert sum(clock.slept) <= LONGEST_RETRY_AFTER
    clock.slept.clear()
    with pace(tmp_path, clock).turn():
        assert clock.slept == [INTERVAL]


# --------------------------------------------------------------------------- hostile folders


@pytest.mark.parametrize("name", ["toy.stamp", "toy.lock"])
def test_a_planted_link_leads_nowhere(tmp_path: Path, clock: FakeTime, name: str) -> None:
    outside = tmp_path / "precious"
    outside.write_text("mine")
    folder = tmp_path / "turns"
    folder.mkdir()
    (folder / name).symlink_to(outside)
    turns = pace(folder, clock)
    for _ in range(2):
        with turns.turn():
            pass
    assert outside.read_text() == "mine"
    assert clock.slept == [INTERVAL]


def test_a_folder_that_cannot_be_made_keeps_the_pause_in_this_run(
    tmp_path: Path, clock: FakeTime
) -> None:
    (tmp_path / "file").write_text("")
    turns = pace(tmp_path / "file" / "turns", clock)
    for _ in range(2):
        with turns.turn():
            pass
    assert clock.slept == [INTERVAL]


def test_a_read_only_folder_keeps_the_pause_in_this_run(tmp_path: Path, clock: FakeTime) -> None:
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("this user may write everywhere")
    turns = pace(tmp_path, clock)
    for _ in range(2):
        with turns.turn():
            pass
    assert clock.slept == [INTERVAL]


def test_the_cache_folder_is_the_users_alone(tmp_path: Path, clock: FakeTime) -> None:
    with pace(tmp_path / "cache" / "turns", clock).turn():
        pass
    for folder in ("cache", "cache/turns"):
        assert (tmp_path / folder).stat().st_mode & 0o777 == 0o700


# -------------------------------------------------------------------------------- other runs


def test_two_threads_take_turns(tmp_path: Path, clock: FakeTime) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        turns = pace(tmp_path, clock)
        for _ in range(5):
            with turns.turn():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert len(clock.slept) == 9


CLIENT = """
import sys
from pathlib import Path
from enricher.fetch.fetcher import Fetcher
from enricher.fetch.site import Site
from tests.fetch.toy import TOY, told_by, wanted
url, folder, names = sys.argv[1:]
run = Fetcher("test", folder=Path(folder), sites={"toy": Site(url, interval=0.15)})
assert len(list(told_by(run.fetch([(TOY, wanted(*names))])))) == len(names)
"""


def test_two_processes_keep_the_interval_together(server: Server, tmp_path: Path) -> None:
    """Measured at the server, with real clocks: each asks three times."""
    root = Path(__file__).parents[2]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", CLIENT, server.url, str(tmp_path / "turns"), names],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        for names in ("abcdefghijkl", "mnopqrstuvwz")
    ]
    assert [run.wait(60) for run in runs] == [0, 0]
    seen = sorted(server.seen, key=lambda request: request.started)
    assert len(seen) == 6
    # The server notes an end before the client does; 5 ms are for clocks that are being adjusted.
    assert min(b.started - a.ended for a, b in zip(seen, seen[1:], strict=False)) >= 0.145
