"""What a note's links are and what they are not: papers, other pages, and slips of the pen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.models import Match, PaperRef, Wanted
from enricher.scan import doubtful, named, scan, wanted
from enricher.sources import all_sources

SOURCES = all_sources()
NO_PAPERS = [
    "https://arxiv.org",
    "https://arxiv.org/",
    "https://arxiv.org/abs/",
    "https://arxiv.org/abs/2504.",
    "https://arxiv.org/abs/XXXX.XXXXX",
    "https://arxiv.org/abs/<id>",
    "https://arxiv.org/list/cs.CV/recent",
    "https://arxiv.org/list/astro-ph/0703",
    "https://arxiv.org/list/cs.CV/1813",
    "https://arxiv.org/a/smith_j_1",
    "https://arxiv.org/search/?query=1803.0278",
    "https://arxiv.org/year/hep-th/92",
    "https://arxiv.org/help/arxiv_identifier",
    "https://export.arxiv.org/api/query?id_list=1803.0278",
    "https://huggingface.co/papers",
    "https://huggingface.co/papers/date/2025-05-21",
    "https://huggingface.co/bert-base",
    "https://openaccess.thecvf.com/CVPR2021?day=all",
    "https://papers.nips.cc/paper/2009",
    "https://a.b/abs/1813.00001",
]
SLIPS = {
    "https://arxiv.org/abs/2107.1048": "cut off",
    "https://arxiv.org/pdf/1508.4025.pdf": "cut off",
    "http://www.arxiv.org/abs/1411.07386v1": "too long",
    "https://arxiv.org/abs/1813.00001": "no year and month",
    "https://arxiv.org/abs/0603.1234": "before April 2007",
    "https://arxiv.org/abs/1803.00000": "number 0",
    "https://arxiv.org/abs/hepth/9901001": "no archive hepth",
    "https://arxiv.org/abs/hep-th/990100": "cut off",
    "https://arxiv.org/abs/hep-th/9913001": "no year and month",
    "https://huggingface.co/papers/2505.1234": "cut off",
    "arXiv:2107.1048": "cut off",
    "arXiv: hepth/9901001": "no archive hepth",
}
IDS = st.from_regex(r"(1[5-9]|2[0-5])(0[1-9]|1[0-2])\.[0-9]{4}[1-9]", fullmatch=True)


@pytest.mark.parametrize("url", NO_PAPERS)
def test_other_pages_are_neither_papers_nor_slips(url: str) -> None:
    for text in (f"[a]({url})", f"<a href='{url}'>a</a>", f"see {url} or"):
        assert scan("a.md", text, SOURCES) == []
        assert doubtful("a.md", text, SOURCES) == []


@pytest.mark.parametrize("written", SLIPS)
def test_a_slip_is_no_link_but_is_told(written: str) -> None:
    text = f"é [T](https://arxiv.org/abs/1803.02780) {written}."
    [link] = scan("a.md", text, SOURCES)
    [slip] = doubtful("a.md", text, SOURCES)
    assert link.ref.id == "1803.02780"
    assert slip.url == written == text[slice(*slip.span)]
    assert SLIPS[written] in slip.why


def test_slips_in_front_matter_and_without_the_source() -> None:
    note = "---\narxiv: 2107.1048\n---\n"
    assert [slip.url for slip in doubtful("a.md", note, SOURCES)] == ["2107.1048"]
    wrapped = "[a](https://www.google.com/url?q=https://arxiv.org/abs/1813.00001)"
    assert len(doubtful("a.md", wrapped, SOURCES)) == 1


@given(IDS, st.sampled_from(["https://arxiv.org/abs/", "arXiv:", "https://arxiv.org/pdf/"]))
def test_what_is_a_link_is_no_slip(id_: str, before: str) -> None:
    text = f"({before}{id_}v2)"
    assert [(link.ref.id, link.version) for link in scan("a.md", text, SOURCES)] == [(id_, 2)]
    assert doubtful("a.md", text, SOURCES) == []
    cut = text.replace("v2", "")[:-2] + ")"
    assert scan("a.md", cut, SOURCES) == []
    assert len(doubtful("a.md", cut, SOURCES)) == 1


ADAM = PaperRef("arxiv", "1412.6980")
NOTE = """
[Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980), again as
[Adam](https://arxiv.org/abs/1412.6980), its [pdf](https://arxiv.org/pdf/1412.6980v9.pdf),
[Adam](https://arxiv.org/abs/1412.6980) and <https://arxiv.org/abs/1512.03385>.
"""


def test_each_paper_stands_once_with_its_urls_and_the_texts_of_its_links() -> None:
    adam, resnet = wanted(scan("note.md", NOTE, SOURCES))
    assert adam == Wanted(
        ADAM,
        ("https://arxiv.org/abs/1412.6980", "https://arxiv.org/pdf/1412.6980v9.pdf"),
        ("Adam: A Method for Stochastic Optimization", "Adam", "pdf"),
    )
    assert resnet == Wanted(PaperRef("arxiv", "1512.03385"), ("https://arxiv.org/abs/1512.03385",))


def test_what_a_url_names_is_kept_for_the_sources_that_were_asked() -> None:
    url = "https://arxiv.org/abs/1412.6980"
    others = {name: source for name, source in SOURCES.items() if name != "arxiv"}
    for asked in (url, f"{url}?{'a' * 1_000}"):  # the second is too long to be kept
        for _ in range(2):
            assert named(asked, SOURCES) == Match(ADAM)
            assert named(asked, others) is None
            assert named(asked, SOURCES, {asked: False}) is None
            assert named(asked, SOURCES, {asked: "doi:10.1/a"}) == Match(PaperRef("doi", "10.1/a"))
