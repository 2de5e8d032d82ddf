"""When to ask again, how long to wait, when to give up."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from enricher.exchange import Kind
from enricher.fetch import policy
from enricher.fetch.policy import DAY, Refresh, is_fresh

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
kinds = st.sampled_from(["preprint", "published", "missing"])
dates = st.dates(date(1991, 1, 1), date(2026, 11, 24)).map(date.isoformat)
instants = st.floats(0, NOW, allow_nan=False)


def fresh(kind: Kind, first: str, days_ago: float, refresh: Refresh = Refresh.NONE) -> bool:
    return is_fresh(kind, first, NOW - days_ago * DAY, now=NOW, refresh=refresh)


# ---------------------------------------------------------------------------- how long it counts


@given(kinds, dates, instants)
def test_what_was_fetched_just_now_is_fresh(kind: Kind, first: str, now: float) -> None:
    assert is_fresh(kind, first, now, now=now, refresh=Refresh.NONE)


@given(kinds, dates, instants, instants)
def test_what_is_fresh_was_fresh_before(kind: Kind, first: str, one: float, two: float) -> None:
    """Law for one paper of fixed age: a later fetch is never the staler one."""
    earlier, later = sorted((one, two))
    if is_fresh(kind, first, earlier, now=NOW, refresh=Refresh.NONE):
        assert is_fresh(kind, first, later, now=NOW, refresh=Refresh.NONE)


@given(dates, instants)
def test_published_stays_for_ever(first: str, fetched: float) -> None:
    assert is_fresh("published", first, fetched, now=NOW, refresh=Refresh.NONE)
    assert is_fresh("published", first, fetched, now=NOW, refresh=Refresh.PREPRINTS)


@given(kinds, dates, instants)
def test_refresh_all_asks_for_everything(kind: Kind, first: str, fetched: float) -> None:
    assert not is_fresh(kind, first, fetched, now=NOW, refresh=Refresh.ALL)


@given(st.sampled_from(["preprint", "missing"]), dates, instants)
def test_refresh_asks_for_what_may_have_changed(kind: Kind, first: str, fetched: float) -> None:
    assert not is_fresh(kind, first, fetched, now=NOW, refresh=Refresh.PREPRINTS)


@given(dates, dates, st.floats(0, 400, allow_nan=False))
def test_an_older_preprint_is_asked_for_no_more_often(one: str, two: str, days: float) -> None:
    older, younger = sorted((one, two))
    assert fresh("preprint", older, days) or not fresh("preprint", younger, days)


@pytest.mark.parametrize(
    ("kind", "first", "days", "expected"),
    [
        ("preprint", "2026-10-01", 5.9, True),
        ("preprint", "2026-10-01", 6.1, False),  # a weekly run asks every time
        ("preprint", "2024-11-26", 6.1, False),
        ("preprint", "2024-11-22", 6.1, True),  # two years on: monthly
        ("preprint", "2024-11-22", 30.1, False),
        ("preprint", "2021-11-26", 30.1, False),
        ("preprint", "2021-11-22", 30.1, True),  # five years on: twice a year
        ("preprint", "2021-11-22", 181.9, True),
        ("preprint", "2021-11-22", 182.1, False),
        ("preprint", "2027-01-01", 6.1, False),  # dated tomorrow: young
        ("missing", "2018-03-07", 6.9, True),
        ("missing", "2018-03-07", 7.1, False),
        ("missing", "2026-11-20", 0.9, True),
        ("missing", "2026-11-20", 1.1, False),  # arXiv's API lags behind its site
        ("missing", "", 6.9, True),
        ("missing", "", 7.1, False),
    ],
)
def test_ages(kind: Kind, first: str, days: float, expected: bool) -> None:
    assert fresh(kind, first, days) is expected


@given(kinds, st.text(max_size=12), st.floats(allow_nan=False), st.sampled_from(Refresh))
def test_no_date_and_no_time_breaks_it(
    kind: Kind, first: str, fetched: float, refresh: Refresh
) -> None:
    assert is_fresh(kind, first, fetched, now=NOW, refresh=refresh) in {True, False}


# ------------------------------------------------------------------------------- what a status is


@given(st.integers(100, 599))
def test_every_status_has_one_verdict(status: int) -> None:
    expected = "read"
    if status in {408, 425, 429, 500, 502, 503, 504} or status > 504:
        expected = "retry"
    if status in {401, 403, 451}:
        expected = "blocked"
    assert policy.verdict(status) == expected


# -------------------------------------------------------------------------------- Retry-After


@given(st.integers(0, 10**6))
def test_retry_after_in_seconds(seconds: int) -> None:
    assert policy.retry_after(f" {seconds} ", now=NOW) == seconds


@given(st.integers(-(10**6), 10**6))
def test_retry_after_as_a_date(seconds: int) -> None:
    moment = datetime.fromtimestamp(NOW, UTC) + timedelta(seconds=seconds)
    header = format_datetime(moment, usegmt=True)
    assert policy.retry_after(header, now=NOW) == max(0, seconds)


@pytest.mark.parametrize(
    "header", [None, "", "-5", "soon", "1e9", "٣", "Tue, 32 Nov 2026 12:00:00 GMT"]
)
def test_no_usable_retry_after(header: str | None) -> None:
    assert policy.retry_after(header, now=NOW) is None


@given(st.text(max_size=60))
@example("Tue, 24 Nov 99999999999999999999 12:00:00 GMT")
@example("Tue, 24 Nov 2026 12:00:00 +99999999999999999999")
@example("Mon, 01 Jan 0001 00:00:00 +2300")
@example("9" * 5000)
@example(" ")
def test_no_retry_after_breaks_it(header: str) -> None:
    asked = policy.retry_after(header, now=NOW)
    assert asked is None or asked >= 0


@pytest.fixture
def in_india(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Kolkata")  # UTC+5:30, no summer time
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (0, "17:30"),
        (1, "17:31"),  # at 17:30 it is not over yet
        (60, "17:31"),
        (3599, "18:30"),
        (6.5 * 3600 - 1, "2026-11-25 00:00"),
        (DAY, "2026-11-25 17:30"),
        (7 * DAY, "2026-12-01 17:30"),
    ],
)
def test_a_moment_is_told_in_local_time(in_india: None, after: float, told: str) -> None:
    assert policy.local_time(NOW + after, now=NOW) == told


# -------------------------------------------------------------------------------------- waiting


@given(st.integers(1, 20), st.none() | st.floats(0, 10**9, allow_nan=False), st.integers())
def test_a_wait_obeys_the_server(attempt: int, asked: float | None, seed: int) -> None:
    wait = policy.wait(attempt, asked, random.Random(seed))  # noqa: S311 - no secret
    assert (asked or 0) <= wait <= max(asked or 0, policy.LONGEST_WAIT)
    assert wait > 0


def test_a_server_that_is_not_well_is_asked_ever_less() -> None:
    made = [policy.attempts(failures) for failures in range(policy.FAILURES_UNTIL_BREAK)]
    assert made == [4, 2, 1, 1]
    assert policy.attempts(1000) == 1


def test_waits_grow_and_differ() -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    waits = [[policy.wait(attempt, None, chance) for attempt in (1, 2, 3)] for _ in range(50)]
    assert len({tuple(row) for row in waits}) == 50
    means = [sum(column) / 50 for column in zip(*waits, strict=True)]
    assert means == sorted(means)


@pytest.mark.parametrize(
    ("first", "days"), [("2023-01-01", 1), ("2020-01-01", 2), ("2010-01-01", 3)]
)
def test_a_user_may_set_when_preprints_are_asked_for_again(first: str, days: int) -> None:
    now = 1_700_000_000.0

    def fresh(age: float) -> bool:
        return policy.is_fresh(
            "preprint", first, now - age * policy.DAY, now=now, refresh=policy.Refresh.NONE,
            preprint_days=(1, 2, 3),
        )  # fmt: skip

    assert fresh(days - 0.1)
    assert not fresh(days)
