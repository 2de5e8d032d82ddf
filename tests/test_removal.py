"""What removal takes out, whatever the settings say by now, and what it leaves to its user."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher.engine import Enricher
from enricher.plan import Plan
from enricher.settings import ProviderSettings, Settings
from enricher.settings.form import read as settings_of
from tests import handmade_pack

ROOT = Path(__file__).parent.parent
URL = "https://arxiv.org/abs/1803.02780"
OTHER = "https://arxiv.org/abs/2002.10389"
# The example pack has arXiv's records only.
VENUES = {
    "arxiv:1803.02780": {"venue": "NeurIPS 2018"},
    "arxiv:2002.10389": {"venue": "NeurIPS 2020"},
}
WRITERS = ["venue", "link-title"]
NOTE = f"# Papers\n\n- [Transfer]({URL}) is old\n- [SemiNAS]({OTHER})\n"
USERS = (
    f'- [Transfer]({URL}) <kbd title="todo">TODO</kbd>\n'
    f'- [Transfer]({URL} "my summary · Vaswani · NeurIPS 2017")\n'
    '- [blog](https://example.org "Smith et al. · CVPR 2021")\n'
    f'- [SemiNAS]({OTHER} "Smith et al. · CVPR 2021") <kbd title="Smith et al.">CVPR 2021</kbd>\n'
)


def settings(**values: object) -> Settings:
    given = {"cache": ROOT / "cache", "offline": True, "overrides": VENUES, **values}
    return settings_of(given, "the test")


def run(path: Path, **values: object) -> None:
    with Enricher(settings=settings(**values)) as engine:
        engine.plan(engine.scan([path]), to=WRITERS).write()


def remove(path: Path, **values: object) -> Plan:
    with Enricher(settings=settings(**values)) as engine:
        plan = engine.plan_removal([path], to=WRITERS)
    plan.write()
    return plan


@pytest.fixture(name="note")
def _note(tmp_path: Path) -> Path:
    """A note that both writers wrote into."""
    note = tmp_path / "note.md"
    note.write_text(NOTE)
    run(note)
    assert note.read_text().count("NeurIPS 2020") == 2
    assert note.read_text().count("NeurIPS 2018") == 2
    return note


SWITCHED_OFF = {
    "nothing": {},
    "the source": {"sources": {"arxiv": ProviderSettings(enabled=False)}},
    "the links": {"links": {URL: False, OTHER: False}},
    "one field": {"fields": ("id",)},
}


@pytest.mark.parametrize("values", SWITCHED_OFF.values(), ids=SWITCHED_OFF)
def test_what_the_settings_switch_off_is_taken_out(note: Path, values: dict[str, object]) -> None:
    plan = remove(note, **values)
    assert note.read_text() == NOTE
    assert not plan.left


@pytest.mark.parametrize(
    "head",
    ["---\nenricher: false\n---\n", "<!-- enricher: off -->\n\n", "+++\nenricher=false\n+++\n"],
)
def test_what_the_note_switches_off_is_taken_out(note: Path, head: str) -> None:
    note.write_text(head + note.read_text())
    remove(note)
    assert note.read_text() == head + NOTE


def test_a_note_that_was_never_written_keeps_its_users_own_words(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text(USERS)
    plan = remove(note)
    assert note.read_text() == USERS
    assert [each.split(": ")[0].rpartition("note.md:")[2] for each in plan.left] == [
        "4", "2", "3", "4",
    ]  # fmt: skip
    run(note)
    assert note.read_text().count("NeurIPS 2018") == 2
    remove(note)
    assert note.read_text() == USERS


def test_a_link_that_leads_elsewhere_now_is_told(note: Path) -> None:
    text = note.read_text().replace(URL, "https://example.org/x")
    note.write_text(text)
    plan = remove(note)
    (left,) = plan.left
    assert "note.md:3:" in left
    assert "leads to no paper" in left
    after = note.read_text()
    assert after.endswith(NOTE.splitlines(keepends=True)[-1])
    assert '"Transfer Learning with Neural AutoML · Wong et al. · NeurIPS 2018"' in after


def test_without_records_nothing_is_taken_out_and_all_is_named(note: Path, tmp_path: Path) -> None:
    before = note.read_text()
    plan = remove(note, cache=tmp_path / "empty")
    assert note.read_text() == before
    assert len(plan.left) == 4
    assert all("nothing is known of arxiv:" in each for each in plan.left)
    assert {each.partition("note.md:")[2][0] for each in plan.left} == {"3", "4"}
    remove(note)
    assert note.read_text() == NOTE


def test_beside_a_paper_that_does_not_exist_nothing_was_written(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    handmade_pack.make(cache)
    note = tmp_path / "note.md"
    text = f'- [x](https://arxiv.org/abs/{handmade_pack.ABSENT}) <kbd title="Lee et al.">x</kbd>\n'
    note.write_text(text)
    plan = remove(note, cache=cache)
    assert note.read_text() == text
    assert not plan.left
