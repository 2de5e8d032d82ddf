"""Whose items are whose: which item is which paper, what hands have changed, and no flapping."""

from __future__ import annotations

import json
from typing import Any

import pytest

from enricher import text as texts
from enricher.models import PaperRef
from enricher.paper import Paper
from enricher.writers.csl_json import WRITER, items
from enricher.writers.interface import Library, Published, SideFile, WriteOptions
from tests.writers.csl_samples import (
    OPTIONS,
    OTHER,
    PATH,
    PREPRINT,
    PUBLISHED,
    link,
    planned,
    read,
    remove,
    run,
    written,
)

REPLACE = WriteOptions(replace_venues=True)
SAME = {
    "its DOI": {"DOI": "10.1109/TIT.2018.2876280"},
    "its DOI with a resolver": {"DOI": "https://doi.org/10.1109/TIT.2018.2876280"},
    "its DOI as an address": {"URL": "http://dx.doi.org/10.1109/TIT.2018.2876280"},
    "title and author": {
        "title": "A Hypothesis-Testing Approach",
        "author": [{"family": "Anshu", "given": "A."}],
    },
    "title and one name": {
        "title": "A hypothesis <i>testing</i> approach",
        "author": [{"literal": "Anurag Anshu"}],
    },
}
SAME_PREPRINT = {
    "the number": {"number": "arXiv:1803.02780v2"},
    "the bare number": {"number": "1803.02780", "container-title": "arXiv"},
    "the archive": {"archive": "arXiv", "archive_location": "1803.02780"},
    "the address": {"URL": "http://arxiv.org/abs/1803.02780v1"},
    "the file": {"URL": "https://www.arxiv.org/pdf/1803.02780.pdf"},
    "the DOI": {"DOI": "10.48550/ARXIV.1803.02780"},
    "Zotero's extra": {"note": "Citation Key: x\narXiv: 1803.02780 [cs]"},
}
NOT_THE_SAME = {
    "another DOI": {"DOI": "10.1109/TIT.2018.1"},
    "another author": {"title": OTHER.title, "author": [{"family": "Jain", "given": "Rahul"}]},
    "no author": {"title": OTHER.title},
    "authors of another form": {"title": OTHER.title, "author": ["Anurag Anshu"]},
    "another title": {"title": "A hypothesis", "author": [{"family": "Anshu"}]},
    "a number of none": {"number": "1803.02780"},
    "no values": {"DOI": None, "URL": [], "title": {}, "author": {}, "note": 1, "custom": "x"},
}


@pytest.mark.parametrize("name", SAME)
def test_an_item_that_is_the_paper(name: str) -> None:
    before = json.dumps([{"id": "mine", **SAME[name]}])
    assert planned(before, OTHER) == planned("")


@pytest.mark.parametrize("name", SAME_PREPRINT)
def test_an_item_that_is_the_preprint(name: str) -> None:
    before = json.dumps([{"id": "mine", **SAME_PREPRINT[name]}])
    assert planned(before, PREPRINT).edits == ()
    assert planned(before, PUBLISHED).edits == (), "it is the same work"


@pytest.mark.parametrize("name", NOT_THE_SAME)
def test_an_item_that_is_another_paper(name: str) -> None:
    before = json.dumps([{"id": "mine", **NOT_THE_SAME[name]}])
    assert [each["id"] for each in read(run(before, OTHER))] == ["mine", "anshu2019hypothesis"]


def test_titles_and_names_without_letters_are_nobodys() -> None:
    before = json.dumps([{"id": "mine", "title": "???", "author": [{"family": "-"}]}])
    nobody = Paper(id="acl:1", title="!", authors=("?",))
    assert len(read(run(before, nobody))) == 2


def test_an_item_of_the_page_that_a_note_links_to() -> None:
    before = json.dumps([{"id": "mine", "URL": "http://papers.nips.cc/paper/1/"}])
    there = PUBLISHED.model_copy(update={"url": "https://papers.nips.cc/paper/1#page=3"})
    assert planned(before, there).edits == ()
    other = PUBLISHED.model_copy(update={"url": "https://papers.nips.cc/paper/1#x"})
    assert planned(before, other).edits != ()


def test_works_that_are_told_apart_stay_apart() -> None:
    parts = [OTHER.model_copy(update={"id": f"acl:{n}", "doi": None, "url": None}) for n in (1, 2)]
    after = run("", *parts)
    assert len(read(after)) == 2
    assert run(after, *parts) == after
    assert run(after, parts[1]) == after
    assert len(read(run(run("", parts[0]), parts[1]))) == 1, "of one alone, title and author tell"


def test_an_item_that_is_one_paper_is_not_another_of_its_title() -> None:
    before = json.dumps(
        [{"id": "mine", "DOI": OTHER.doi, "title": OTHER.title, "author": [{"family": "Anshu"}]}]
    )
    sequel = OTHER.model_copy(update={"id": "acl:2", "doi": None, "url": None})
    assert run(before, sequel) == before
    after = run(before, OTHER, sequel)
    assert [each["id"] for each in read(after)] == ["mine", "anshu2019hypothesis"]
    assert run(after, OTHER, sequel) == after


def test_two_works_of_one_doi_have_one_item() -> None:
    again = OTHER.model_copy(update={"id": "ieee:8"})
    after = run("", OTHER, again)
    assert len(read(after)) == 1
    assert run(after, OTHER, again) == after
    assert run(after, again) == after


def test_a_preprint_that_is_published_keeps_its_key() -> None:
    before = run("", PREPRINT, OTHER)
    found = planned(before, PUBLISHED, OTHER)
    assert found.published == (Published("arxiv:1803.02780", "preprint 2018", "NeurIPS 2018"),)
    after = texts.apply(before, found.edits)
    [item] = [each for each in read(after) if each["id"] == "wong2018transfer"]
    assert read(items([PUBLISHED]))[0].items() <= item.items()
    assert item.keys() - {"custom"} == read(items([PUBLISHED]))[0].keys(), (
        "nothing of the preprint's"
    )
    assert planned(after, PUBLISHED, OTHER).published == ()


def test_a_preprint_whose_link_becomes_that_of_its_publication_keeps_its_item() -> None:
    before = run("", PREPRINT)
    moved = PUBLISHED.model_copy(update={"id": "neurips:2018/x", "arxiv": None})
    found = planned(before, moved)
    assert found.published == (Published("arxiv:1803.02780", "preprint 2018", "NeurIPS 2018"),)
    after = texts.apply(before, found.edits)
    [item] = read(after)
    assert item["id"] == "wong2018transfer"
    assert item["custom"]["enricher"].startswith("arxiv:1803.02780 ")
    renamed = moved.model_copy(update={"title": "Transfer learning with neural AutoML"})
    assert run(after, renamed) == after, "it was not written for this one"


def test_a_run_that_knows_less_blanks_nothing() -> None:
    known = OTHER.model_copy(update={"doi": None, "pages": None, "authors": (), "volume": None})
    before = run("", OTHER)
    assert run(before, known) == before


def test_what_is_written_in_more_detail_stays() -> None:
    detailed = PREPRINT.model_copy(update={"doi": "10.1109/x.1"})
    before = run("", detailed)
    less = {"published": None, "doi": None, "arxiv": None, "id": "acl:1", "same_as": (PREPRINT.id,)}
    for paper in (
        PREPRINT,
        detailed.model_copy(update={"published": "2018-03"}),
        PREPRINT.model_copy(update={"published": None}),
        PREPRINT.model_copy(update={**less, "type": None}),
    ):
        assert run(before, paper) == before
    december = detailed.model_copy(update={"published": "2018-12"})
    january = detailed.model_copy(update={"published": "2018-01"})
    assert read(run(run("", december), january))[0]["issued"] == {"date-parts": [[2018, 1]]}
    corrected = detailed.model_copy(update={"year": 2017})
    assert read(run(before, corrected))[0]["issued"] == {"date-parts": [[2017]]}
    renamed = PREPRINT.model_copy(update={"title": "Another title", "authors": ("Bo Li",)})
    [item] = read(run(before, renamed))
    assert (item["title"], item["DOI"]) == ("Another title", "10.1109/x.1")
    assert item["id"] == "wong2018transfer"


def test_a_type_that_was_not_known_loses_nothing() -> None:
    unknown = Paper(
        id="doi:10.1234/x", title="On", doi="10.1234/x", year=2018, url="https://x.org/1"
    )
    before = run("", unknown)
    server = Paper(id=unknown.id, title="On", type="preprint", journal="bioRxiv")
    after = run(before, server)
    assert run(after, unknown) == after
    [item] = read(after)
    assert (item["type"], item["publisher"], item["DOI"]) == ("article", "bioRxiv", "10.1234/x")
    assert item["issued"] == {"date-parts": [[2018]]}


def test_a_venue_changes_only_on_demand() -> None:
    elsewhere = PUBLISHED.model_copy(
        update={
            "venue": "ICML 2019",
            "booktitle": "Proceedings of ICML",
            "year": 2019,
            "volume": None,
        }
    )
    before = run("", PUBLISHED)
    assert run(before, elsewhere) == before
    assert run(before, PREPRINT) == before
    assert run(before, PREPRINT, options=REPLACE) == before, "from one to none never"
    [after] = read(run(before, elsewhere, options=REPLACE))
    assert after["container-title"] == "Proceedings of ICML"
    assert "volume" not in after, "it was the other venue's"
    by_user = elsewhere.model_copy(update={"provenance": {"booktitle": "config"}})
    assert read(run(before, by_user))[0]["container-title"] == "Proceedings of ICML"
    user_year = elsewhere.model_copy(update={"provenance": {"year": "config", "title": "arxiv"}})
    [after] = read(run(before, user_year))
    assert (after["issued"], after["volume"]) == ({"date-parts": [[2019]]}, "31")
    assert run(json.dumps([after]), user_year) == json.dumps([after])


def test_news_of_the_same_venue() -> None:
    short = PUBLISHED.model_copy(update={"booktitle": None, "volume": None, "pages": "1-9"})
    before = run("", short)
    assert read(before)[0]["event-title"] == "NeurIPS 2018"
    after = run(before, PUBLISHED)
    [item] = read(after)
    assert "event-title" not in item
    assert (item["container-title"], item["page"]) == (PUBLISHED.booktitle, "1-9")
    assert run(after, short) == after
    with_doi = PUBLISHED.model_copy(update={"doi": "10.5555/3327757"})
    assert read(run(after, with_doi))[0]["DOI"] == "10.5555/3327757"


def test_types_without_a_venue() -> None:
    book = OTHER.model_copy(update={"type": "book", "venue": None, "journal": None})
    unknown = book.model_copy(update={"type": None})
    before = run("", unknown)
    assert read(before)[0]["type"] == "document"
    after = run(before, book)
    assert read(after)[0]["type"] == "book"
    assert run(after, unknown) == after
    assert planned(after, OTHER).published == ()
    assert read(run(after, OTHER))[0]["container-title"] == OTHER.journal


EDITS: dict[str, dict[str, Any]] = {
    "its key": {"id": "wong"},
    "a field of its own": {"abstract": "We propose"},
    "another title": {"title": "Mine"},
    "a date in another form": {"issued": "2018-03-07"},
    "no date": {"issued": {"date-parts": []}},
    "a date of nothing": {"issued": {"date-parts": [None]}},
    "a raw date": {"issued": {"raw": "2018"}, "DOI": None, "publisher": ["arXiv"]},
    "more of custom": {"custom": {"enricher": "arxiv:1803.02780 88488238", "read": True}},
}


@pytest.mark.parametrize("name", EDITS)
def test_what_a_hand_has_changed_is_never_written_again(name: str) -> None:
    before = written(PREPRINT, **EDITS[name])
    assert planned(before, PREPRINT) == planned(""), "nothing new is known"
    found = planned(before, PUBLISHED)
    assert found.edits == found.published == ()
    [notice] = found.notices
    key = read(before)[0]["id"]
    assert notice.startswith(
        f"{PATH}:2: the item {key!r} stays as it is, because it was edited by hand"
    )
    assert "container-title" in notice
    removed = WRITER.remove(SideFile(PATH, before), OPTIONS)
    assert removed.edits == ()
    assert removed.notices == (notice.partition(", though")[0],)


def test_what_a_formatter_has_changed_is_still_ours() -> None:
    shuffled = json.dumps([dict(sorted(each.items())) for each in read(run("", PREPRINT, OTHER))])
    assert run(shuffled, PREPRINT, OTHER) == shuffled
    assert read(run(shuffled, PUBLISHED))[0]["type"] == "paper-conference"
    assert remove(json.dumps(read(shuffled), indent=4)) == ""


def test_a_copy_of_an_item_is_its_users() -> None:
    [item] = read(run("", PREPRINT))
    before = json.dumps([item, {**item, "id": "copy"}])
    assert read(run(before, PUBLISHED))[1] == {**item, "id": "copy"}
    assert read(remove(before)) == [{**item, "id": "copy"}]


@pytest.mark.parametrize(
    "mark", ["", "x", 7, None, "arxiv:1803.02780", "arxiv:1803.02780 xyz", ["a"]]
)
def test_a_mark_that_is_none(mark: object) -> None:
    before = json.dumps([{"id": "a", "custom": {"enricher": mark}}])
    assert len(read(run(before, OTHER))) == 2
    assert remove(before) == before


def test_items_whose_links_are_gone_stay() -> None:
    before = run("", PREPRINT, OTHER)
    assert run(before, OTHER) == before
    assert run(before) == before


def test_references_that_share_a_paper_have_one_item() -> None:
    paper = PUBLISHED.model_copy(update={"same_as": ("neurips:2018/x",)})
    refs = (PaperRef("arxiv", "1803.02780"), PaperRef("neurips", "2018/x"))
    links = [link(paper)._replace(ref=ref) for ref in refs]
    both = Library(notes={"a.md": links}, papers=dict.fromkeys(refs, paper), covers=lambda _: True)
    found = WRITER.plan(SideFile(PATH, ""), both, OPTIONS)
    after = texts.apply("", found.edits)
    assert len(read(after)) == 1
    one = Library(notes={"a.md": links[1:]}, papers={refs[1]: paper}, covers=lambda _: True)
    assert WRITER.plan(SideFile(PATH, after), one, OPTIONS).edits == ()


def test_items_stand_in_the_order_of_the_papers_not_of_the_notes() -> None:
    assert run("", OTHER, PREPRINT) == run("", PREPRINT, OTHER)
    later = Paper(id="acl:0", title="Later", authors=("Zoe Ames",), year=2017)
    after = run(run("", PREPRINT), later, OTHER)
    assert [each["id"] for each in read(after)] == [
        "wong2018transfer", "ames2017later", "anshu2019hypothesis",
    ]  # fmt: skip
