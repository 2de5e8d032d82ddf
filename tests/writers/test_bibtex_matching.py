"""Which entries are papers that are there already, in the shapes of real files."""

from __future__ import annotations

import pytest

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import PaperRef
from enricher.paper import Paper
from enricher.writers.bibtex import WRITER
from enricher.writers.interface import Library, SideFile
from tests.writers.bib_samples import (
    BIBTEX,
    JOURNAL,
    PATH,
    PREPRINT,
    library,
    link_to,
    planned,
    preprint,
    run,
)

ENTRIES = {
    "INSPIRE": 'eprint = "1803.02780", archivePrefix = "arXiv", primaryClass = "cs.LG"',
    "biblatex": "eprint = {1803.02780}, eprinttype = {arxiv}",
    "an eprint of no kind, with its version": "eprint = {1803.02780v2}",
    "Google Scholar": "journal={arXiv preprint arXiv:1803.02780}, year={2018}",
    "a journal with more words": "journal = {CoRR, arXiv:1803.02780}",
    "DBLP": "journal = {CoRR}, volume = {abs/1803.02780}",
    "al-folio": "arxiv = {1803.02780}, bibtex_show = {true}",
    "an address": "url = {https://arxiv.org/abs/1803.02780}",
    "the address of the PDF": "url = {http://arxiv.org/pdf/1803.02780v1.pdf}",
    "an address in \\url": "howpublished = {\\url{https://arxiv.org/abs/1803.02780}}",
    "a note": "note = {arXiv:1803.02780 [cs.LG]}",
    "arXiv's DOI": "doi = {10.48550/arXiv.1803.02780}",
    "arXiv's DOI as an address": "doi = {https://doi.org/10.48550/ARXIV.1803.02780}",
    "title and first author": "title = {Transfer Learning with Neural {AutoML}}, "
    "author = {Wong, Catherine and others}",
    "title in capitals, author as printed": "title = {TRANSFER LEARNING WITH NEURAL\n AUTOML.}, "
    "author = {C. Wong and N. Houlsby}",
    "quotes": 'title = "Transfer Learning with {N}eural {A}uto{ML}", author = "Wong, C."',
}
OTHERS = {
    "another id": "eprint = {1803.02781}, archivePrefix = {arXiv}",
    "another archive": "eprint = {1803.02780}, eprinttype = {jstor}",
    "another author": "title = {Transfer Learning with Neural AutoML}, author = {Houlsby, Neil}",
    "no author": "title = {Transfer Learning with Neural AutoML}",
    "another title": "title = {Transfer Learning}, author = {Wong, Catherine}",
    "a paper that it cites": "title = {On it}, note = {An answer to arXiv:1803.02780}",
    "another page": "url = {https://arxiv.org/list/cs.LG/recent}",
    "no title": "author = {Wong, Catherine}",
}


@pytest.mark.parametrize("fields", ENTRIES.values(), ids=ENTRIES)
def test_the_users_entry_is_the_paper(fields: str) -> None:
    text = f"@string{{x = {{y}}}}\n\n@Article{{ my:key ,\n  {fields},\n}}\n"
    assert not planned(text, PREPRINT).edits
    both = run(text, PREPRINT, JOURNAL)
    assert both.count("\n@") == 2
    assert "srivastava2014dropout" in both


@pytest.mark.parametrize("fields", OTHERS.values(), ids=OTHERS)
def test_other_entries_are_not(fields: str) -> None:
    text = f"@Article{{x, {fields}}}\n"
    assert "@misc{wong2018transfer," in run(text, PREPRINT)


def test_an_old_id_without_its_archive() -> None:
    old = preprint("hep-th/9901001", arxiv="hep-th/9901001")
    text = "@article{x, eprint = {9901001}, archivePrefix = {arXiv}, primaryClass = {hep-th}}\n"
    assert not planned(text, old).edits
    assert not planned('@article{x, eprint = "hep-th/9901001"}\n', old).edits


def test_a_doi_a_page_and_a_name_in_latex() -> None:
    assert not planned("@article{x, doi = {10.5555/2627435.2670313}}", JOURNAL).edits
    assert not planned(
        "@article{x, url = {http://dx.doi.org/10.5555/2627435.2670313}}", JOURNAL
    ).edits
    page = "http://www.jmlr.org/papers/v15/srivastava14a.html"
    assert not planned(f"@article{{x, url = {{{page}}}}}", JOURNAL).edits
    named = preprint(title="Über Größen & Maße", authors=("Jürgen Müller",))
    text = '@article{x, title={{\\"U}ber Gr{\\"o}{\\ss}en \\& Ma{\\ss}e}, author={M\\"uller, J.}}'
    assert not planned(text, named).edits


def test_a_group_is_a_first_author() -> None:
    group = preprint(title="Planck 2018 results", authors=("Planck Collaboration", "N. Aghanim"))
    text = "@article{x, title = {Planck 2018 results}, author = {{Planck Collaboration} and A. B}}"
    assert not planned(text, group).edits


def test_a_taken_key_is_not_given_again() -> None:
    text = "@misc{Wong2018Transfer, title={x}}\n@misc{wong2018transferb\n title={broken}\n}\n"
    assert "@misc{wong2018transferc," in run(text, PREPRINT)


def test_several_references_are_one_paper() -> None:
    known = PREPRINT.model_copy(update={"same_as": ("doi:10.1000/x",)})
    links = (link_to(known), link_to(Paper(id="doi:10.1000/x", title="x")))
    refs = {PaperRef("arxiv", "1803.02780"): known, PaperRef("doi", "10.1000/x"): known}
    made = WRITER.plan(
        SideFile(PATH, ""), Library({"a.md": links}, refs, lambda _path: True), BIBTEX
    )
    assert texts.apply("", made.edits).count("@misc") == 1
    text = "@article{x, doi = {10.1000/X}}"
    made = WRITER.plan(
        SideFile(PATH, text), Library({"a.md": links}, refs, lambda _path: True), BIBTEX
    )
    assert not made.edits


def test_an_entry_may_be_two_papers_that_nobody_joined() -> None:
    twin = PREPRINT.model_copy(update={"id": "openreview:x", "url": "https://openreview.net/x"})
    text = (
        "@misc{x, eprint={1803.02780}, title={Transfer Learning with Neural AutoML}, "
        "author={Wong, C.}}\n"
    )
    assert not planned(text, twin).edits
    assert not planned(text, twin, PREPRINT).edits
    both = run("", twin, PREPRINT)
    assert both.count("@misc") == 2
    assert not planned(both, PREPRINT, twin).edits


def test_what_only_the_file_itself_links_is_not_added() -> None:
    text = "@misc{x, abstract = {See https://arxiv.org/abs/1803.02780}}\n"
    for path, added in ((PATH, False), ("notes/other.bib", True)):
        made = WRITER.plan(SideFile(PATH, text), library(PREPRINT, path=path), BIBTEX)
        assert bool(made.edits) == added


BROKEN = {
    "not closed": ("@misc{a}\n\n@misc{b,\n title={x\n", 3),
    "closed by nothing": ("\n@misc{a, title={x}", 2),
    "a comment": ("@misc{a}\n@comment{", 2),
}


@pytest.mark.parametrize(("text", "line"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_would_swallow_entries_is_refused(text: str, line: int) -> None:
    with pytest.raises(NoteError) as caught:
        planned(text, PREPRINT)
    assert caught.value.line == line
    with pytest.raises(NoteError):
        WRITER.remove(SideFile(PATH, text), BIBTEX)
