"""Whatever a real provider's server does, no paper is lost and nothing wrong is kept.

Each provider is asked, through its own calls and readers, for papers that its emulator knows and
for one that it does not, while the emulator misbehaves once, or for good.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enricher.fetch.fetcher import Fetcher
from enricher.fetch.packs import Stored
from enricher.models import PaperRef
from enricher.resolve import Resolver
from enricher.routes import Question
from enricher.settings import Settings
from tests.fetch.conftest import FakeTime
from tests.fetch.emulator import PROGRAM, Emulator, asked, emulating, providers

pytestmark = pytest.mark.skipif(not PROGRAM.is_file(), reason="no emulator beside the checkout")
PROVIDERS = providers()
FAULTS: dict[str, dict[str, Any]] = {
    "429": {"kind": "status", "status": 429},
    "429 with seconds": {"kind": "status", "status": 429, "retry_after": 20},
    "429 with a date": {"kind": "status", "status": 429, "retry_after": "date"},
    "503": {"kind": "status", "status": 503},
    "503 with seconds": {"kind": "status", "status": 503, "retry_after": 20},
    "500": {"kind": "status", "status": 500},
    "403": {"kind": "status", "status": 403},
    "reset before the reply": {"kind": "reset", "when": "before"},
    "reset amid the body": {"kind": "reset", "when": "mid"},
    "truncated": {"kind": "truncate", "frac": 0.5},
    "nearly whole": {"kind": "truncate", "frac": 0.97},
    "malformed": {"kind": "malformed"},
    "a length too short": {"kind": "short_length"},
    "a length too long": {"kind": "long_length"},
    "empty": {"kind": "empty"},
    "a bot check": {"kind": "html200"},
    "another type": {"kind": "wrong_type"},
    "a byte-order mark": {"kind": "bom"},
    "another encoding": {"kind": "latin1"},
    "bad compression": {"kind": "gzip_bad"},
    "entries twice": {"kind": "dup_entries"},
    "half of the entries": {"kind": "drop_entries", "frac": 0.5},
    "redirects in a circle": {"kind": "redirect_loop"},
    "a redirect to another site": {"kind": "redirect", "to": "https://example.org/"},
    "a redirect to the inside": {"kind": "redirect", "to": "http://169.254.169.254/latest/"},
    "a redirect to a login page": {"kind": "redirect", "to": "https://login.example.org/?a=b"},
    "2 GB": {"kind": "huge", "bytes": 2 * 2**30},
    "a slow drip": {"kind": "drip", "bytes": 16, "every": 0.05},
    "a hang": {"kind": "hang", "seconds": 30},
}
MAY_END_AT_ONCE = {"403"}  # a refusal is no fault that passes
Outcome = dict[PaperRef, tuple[Any, ...]]


@pytest.fixture(scope="module", name="emulator")
def _emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulating(tmp_path_factory.mktemp("emulator")) as running:
        yield running


def outcome(emulator: Emulator, name: str, cache: Path) -> Outcome:
    """What became of each paper; every one of them is decided, once."""
    provider, clock = PROVIDERS[name], FakeTime()
    clock.now = time.time()  # the emulator's own, by which it names dates
    resolver = Resolver(
        Settings(cache=cache),
        clock=clock,
        new_fetcher=lambda _settings, _observer: Fetcher(
            "test",
            sites={provider.name: emulator.site(provider)},
            clock=clock,
            sleep=clock.sleep,
            chance=random.Random(1),  # noqa: S311 - no secret
            patience=0.4,
        ),
    )
    wanted = asked(emulator, name)
    found = resolver.answer({want.ref: Question(want, [provider]) for want in wanted})
    resolver.close()
    told: Outcome = {}
    for want in wanted:
        if want.ref in found.failed:
            assert want.ref not in found.records
            told[want.ref] = ("failed", found.failed[want.ref])
        elif want.ref in found.records:
            record = found.records[want.ref]
            told[want.ref] = ("found", record.title, record.authors, record.year)
        else:
            assert want.ref in found.missing
            told[want.ref] = ("missing",)
    assert all(why[1] for why in told.values() if why[0] == "failed")
    return told


@pytest.fixture(scope="module", name="healthy")
def _healthy(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What each provider says when all is well."""
    emulator.faults()
    told = {name: outcome(emulator, name, tmp_path_factory.mktemp("cache")) for name in PROVIDERS}
    for name, each in told.items():
        assert [kind for kind, *_ in each.values()].count("found") >= 5, name
        assert [kind for kind, *_ in each.values()].count("failed") == 0, name
    return told


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", PROVIDERS)
def test_a_fault_that_passes_costs_nothing(
    emulator: Emulator, healthy: dict[str, Outcome], tmp_path: Path, name: str, fault: str
) -> None:
    emulator.faults({"match": ".", "times": 1, **FAULTS[fault]})
    told = outcome(emulator, name, tmp_path)
    if fault in MAY_END_AT_ONCE:
        told |= outcome(emulator, name, tmp_path)
    assert told == healthy[name]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", PROVIDERS)
def test_a_fault_that_stays_is_told_and_the_next_run_mends_it(
    emulator: Emulator, healthy: dict[str, Outcome], tmp_path: Path, name: str, fault: str
) -> None:
    emulator.faults({"match": ".", **FAULTS[fault]})
    for ref, told in outcome(emulator, name, tmp_path).items():
        assert told[0] == "failed" or told == healthy[name][ref]
    emulator.faults()
    assert outcome(emulator, name, tmp_path) == healthy[name]


def test_what_was_fetched_is_all_that_is_kept(
    emulator: Emulator, healthy: dict[str, Outcome], tmp_path: Path
) -> None:
    """A failure leaves no trace in the cache."""
    from enricher.fetch.cache import RecordCache

    emulator.faults({"match": ".", "kind": "html200"})
    outcome(emulator, "arxiv", tmp_path)
    kept: list[Stored] = list(RecordCache(tmp_path, read_only=True).all())
    assert kept == []
