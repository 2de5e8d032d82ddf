"""What becomes of a venue that is written already."""

from __future__ import annotations

import pytest

from enricher.errors import ConfigError
from enricher.settings.form import read
from enricher.writers.interface import WriteOptions
from enricher.writers.venue import WRITER
from tests.writers.samples import paper, papers
from tests.writers.venue_samples import (
    KNOWN,
    ONE,
    OPTIONS,
    PDF,
    TWO,
    W,
    document,
    formatted,
    remove,
    run,
)

WRITTEN = f"- [Title]({ONE}){W}\n"
OWN = ' <b class="venue" title="{authors}">{venue}</b>'


def _known(**values: object) -> dict:
    return papers(paper("1803.02780", **{"authors": ("Catherine Wong", "A", "B"), **values}))


def test_a_paper_without_record_keeps_its_venue() -> None:
    assert run(WRITTEN, {}) == WRITTEN


def test_a_record_without_venue_keeps_it() -> None:
    assert run(WRITTEN, _known()) == WRITTEN


def test_another_venue_is_written_only_on_demand() -> None:
    other = _known(venue="ICLR 2019")
    assert run(WRITTEN, other) == WRITTEN
    replaced = WRITTEN.replace("NeurIPS 2018", "ICLR 2019")
    assert run(WRITTEN, other, WriteOptions(replace_venues=True)) == replaced
    config = _known(venue="ICLR 2019", provenance={"venue": "config"})
    assert run(WRITTEN, config) == replaced


def test_a_link_that_leads_to_another_paper_now() -> None:
    """What stands there may be its user's own, so it stays; removal tells of it."""
    moved = f"- [Title]({TWO}){W}\n"
    assert run(moved) == remove(moved) == moved
    (left,) = WRITER.remove(document(moved), KNOWN, OPTIONS).left
    assert left.startswith("note.md:1: 'NeurIPS 2018 (Wong et al.)', for it may be yours")


def test_accents_and_capitals_of_authors_differ_between_indexes() -> None:
    assert remove(f'- [Title]({ONE}) <kbd title="Wóng ET AL.">NeurIPS 2018</kbd>\n') == (
        f"- [Title]({ONE})\n"
    )


def test_authors_that_became_known_take_the_place_of_the_title() -> None:
    titled = run(f"- [x]({ONE})\n", _known(venue="NeurIPS 2018", title="A Title", authors=()))
    assert titled == f'- [x]({ONE}) <kbd title="A Title">NeurIPS 2018</kbd>\n'
    assert run(titled, _known(title="A Title")) == f"- [x]({ONE}){W}\n"


def test_a_venue_that_the_user_adds_replaces_ours() -> None:
    assert run(f"- [Title]({ONE}){W}, NIPS 2018\n") == f"- [Title]({ONE}), NIPS 2018\n"


def test_a_mark_stays_at_its_link() -> None:
    text = f"- [new]({PDF}) [Title]({ONE}){W}\n"
    assert run(text) == text
    assert run(f"- [a]({PDF}){W} [b]({ONE}){W}\n") == f"- [a]({PDF}){W} [b]({ONE})\n"


@pytest.mark.parametrize(
    "wrapped",
    [
        f'- [Title]({ONE})\n  <kbd title="Wong et al.">NeurIPS 2018</kbd>\n',
        f'- [Title]({ONE}) <kbd\n  title="Wong et al.">NeurIPS 2018</kbd>\n',
        f'- [Title]({ONE}) <kbd title="Wong\n  et al.">NeurIPS\n  2018</kbd> more\n',
        f'> [Title]({ONE}) <kbd title="Wong et\n> al.">NeurIPS 2018</kbd>\n',
        f'> - [Title]({ONE})\r\n>   <kbd title="Wong et al.">NeurIPS\r\n>   2018</kbd>\r\n',
    ],
)
def test_a_mark_that_a_formatter_wrapped_is_still_ours(wrapped: str) -> None:
    assert run(wrapped) == wrapped
    after = remove(wrapped)
    assert "kbd" not in after
    assert after.replace("\r", "").split("\n")[0].strip("> -") == f"[Title]({ONE})" + (
        " more" if "more" in wrapped else ""
    )
    by_user = _known(venue="ICLR 2019", provenance={"venue": "config"})
    assert '<kbd title="Wong et al.">ICLR 2019</kbd>' in run(wrapped, by_user)


def test_a_form_of_ones_own() -> None:
    options = formatted(OWN)
    written = f'- [Title]({ONE}) <b class="venue" title="Wong et al.">NeurIPS 2018</b>\n'
    assert run(f"- [Title]({ONE})\n", KNOWN, options) == written
    assert run(written, KNOWN, options) == written
    assert remove(written, options) == f"- [Title]({ONE})\n"


def test_a_new_form_replaces_the_usual_one() -> None:
    written = f'- [Title]({ONE}) <b class="venue" title="Wong et al.">NeurIPS 2018</b>\n'
    assert run(WRITTEN, _known(venue="ICLR 2019"), formatted(OWN)) == written
    assert remove(WRITTEN, formatted(OWN)) == f"- [Title]({ONE})\n"


@pytest.mark.parametrize(
    "text",
    [
        f"- [Title]({ONE}) <kbd>NeurIPS 2018</kbd>\n",
        f'- [Title]({ONE}) and <kbd title="Wong et al.">NeurIPS 2018</kbd>\n',
        f'- [Title]({ONE})\n\n  <kbd title="Wong et al.">NeurIPS 2018</kbd>\n',
        f'- [Title]({ONE}) <kbd title="todo">TODO</kbd>, NIPS\n',
        f'- [Title]({ONE}) <kbd title="Wong et al.">to read</kbd>\n',
        f'- [Title]({ONE}) <kbd title="Wong et al.">NeurIPS 2018, oral</kbd>\n',
        f'- [Title]({ONE}) <kbd title="Someone et al.">NeurIPS 2018</kbd>\n',
        f'- [Title]({ONE}) <kbd title="Wong">NeurIPS 2018</kbd>\n',
        f'- [Title]({ONE}) <kbd title="Wong et al.">NeurIPS</kbd> 2018\n',
        f'- [Title]({ONE}) <kbd title="Wong et al.">NIPS 2018</kbd>\n',
        '- [Title](https://a.b/c) <kbd title="Ctrl">NeurIPS 2018</kbd>\n',
        f"- [Title]({ONE}) <kbd title='x'>NeurIPS 2018</kbd>\n",
    ],
)
def test_what_is_the_users_stays(text: str) -> None:
    assert remove(text) == text
    assert run(text) == text


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("({venue})", "each once"),
        ("{authors} {venue}", "title="),
        (" <kbd>{venue} {authors}</kbd>", "title="),
        (' <kbd title="{authors}">{venue} {venue}</kbd>', "each once"),
        (' <kbd title="{authors}">{venue}', "closing tag"),
        (' <kbd title="{authors}">{venue}</i>', "closes nothing"),
        (' <i><kbd title="{authors}">{venue}</kbd>', "not closed"),
        (' <kbd class=x title="{authors}">{venue}</kbd>', "double quotes"),
        (' <kbd title="{authors}">{venue}</kbd>\n', "one line"),
        (' <kbd title="{authors}">|{venue}</kbd>', "one line"),
        (' <kbd title="{authors}">{{venue}}</kbd>', "tag with title="),
        ('x <kbd title="{authors}">{venue}</kbd>', "tag with title="),
        (' <kbd title="{authors}">{venue}</kbd> > <b></b>', "outside of tags"),
        ("", "each once"),
    ],
)
def test_unusable_forms_are_refused(form: str, why: str) -> None:
    with pytest.raises(ConfigError, match=rf"^here: writers\.venue\.format: .*{why}"):
        read({"writers": {"venue": {"format": form}}}, "here")


@pytest.mark.parametrize(
    "form",
    [
        ' <kbd title="{authors}">{venue}</kbd>',
        '<sup class="v" title="{authors}">{venue}</sup>',
        ' <em><abbr title="{authors}">[{venue}]</abbr></em>',
        ' <br/><small title="{authors}">· {venue}</small>',
    ],
)
def test_usable_forms(form: str) -> None:
    options = formatted(form)
    text = f"- [Title]({ONE})\n- {TWO}\n"
    after = run(text, KNOWN, options)
    assert after.count("title=") == 2
    assert run(after, KNOWN, options) == after
    assert remove(after, options) == text
