"""Papers that prose names by an id: with a cue, exactly as written, once."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.links import find
from enricher.models import Context

ABS = "https://arxiv.org/abs/"
DOI = "https://doi.org/"
IDS = st.from_regex(r"(1[5-9]|2[0-5])(0[1-9]|1[0-2])\.[0-9]{4}[1-9](v[1-9])?", fullmatch=True) | (
    st.from_regex(r"(hep-th|math|cs|q-bio)/9[2-9](0[1-9]|1[0-2])[0-9]{2}[1-9]", fullmatch=True)
)
PROSE = st.text(st.sampled_from("a 中，。é😀\u00a0\n*_[]()<>`&\\$|-"), max_size=12)


def found(text: str, suffix: str = ".md") -> list[tuple[str, str, str]]:
    return [
        (text[slice(*mention.span)], mention.target, str(mention.context))
        for mention in find(text, suffix)
    ]


def ids(text: str, suffix: str = ".md") -> list[tuple[str, str]]:
    """The text ids of a text as they are written, each with the URL that it stands for."""
    assert all(context == "text-id" for *_, context in found(text, suffix))
    return [(url, target) for url, target, _ in found(text, suffix)]


@pytest.mark.parametrize(
    ("text", "written", "target"),
    [
        ("arXiv:1803.02780", "arXiv:1803.02780", ABS + "1803.02780"),
        ("in arXiv:1803.02780v2.", "arXiv:1803.02780v2", ABS + "1803.02780v2"),
        ("(arXiv: 1803.02780)", "arXiv: 1803.02780", ABS + "1803.02780"),
        ("ARXIV:1803.02780 [cs.CV]", "ARXIV:1803.02780", ABS + "1803.02780"),
        ("arXiv:hep-th/9901001v2 [hep-th]", "arXiv:hep-th/9901001v2", ABS + "hep-th/9901001v2"),
        ("arXiv:math.GT/0309136", "arXiv:math.GT/0309136", ABS + "math/0309136"),
        ("arXiv preprint arXiv:1803.02780", "arXiv:1803.02780", ABS + "1803.02780"),
        ("arXiv preprint 1803.02780, 2018", "arXiv preprint 1803.02780", ABS + "1803.02780"),
        ("arXiv e-print 1803.02780", "arXiv e-print 1803.02780", ABS + "1803.02780"),
        ("arXiv 1803.02780 (2018)", "arXiv 1803.02780", ABS + "1803.02780"),
        ("ArXiv, abs/1803.02780", "ArXiv, abs/1803.02780", ABS + "1803.02780"),
        ("CoRR, abs/1510.00149 (2015)", "CoRR, abs/1510.00149", ABS + "1510.00149"),
        ("arxiv:: 1803.02780", "arxiv:: 1803.02780", ABS + "1803.02780"),
        ("论文见arXiv：1803.02780，很好", "arXiv：1803.02780", ABS + "1803.02780"),
        ("**arXiv:1803.02780**", "arXiv:1803.02780", ABS + "1803.02780"),
        ("_arXiv:1803.02780_", "arXiv:1803.02780", ABS + "1803.02780"),
        ("<arxiv:1803.02780>", "arxiv:1803.02780", ABS + "1803.02780"),
        ("doi:10.1145/3386280.", "doi:10.1145/3386280", DOI + "10.1145/3386280"),
        ("DOI: 10.1145/33.2-a;", "DOI: 10.1145/33.2-a", DOI + "10.1145/33.2-a"),
        ("DOI 10.1145/33", "DOI 10.1145/33", DOI + "10.1145/33"),
        ("doi：10.1145/33，好", "doi：10.1145/33", DOI + "10.1145/33"),
        ("see doi.org/10.1145/33,", "doi.org/10.1145/33", DOI + "10.1145/33"),
        ("see dx.doi.org/10.1145/33", "dx.doi.org/10.1145/33", DOI + "10.1145/33"),
        ("<doi:10.1145/33>", "doi:10.1145/33", DOI + "10.1145/33"),
        ("(doi:10.1016/S1-67(20)3)", "doi:10.1016/S1-67(20)3", DOI + "10.1016/S1-67(20)3"),
        ("[doi:10.1145/33]", "doi:10.1145/33", DOI + "10.1145/33"),
        (r"doi:10.1007/978-3\_9.", r"doi:10.1007/978-3\_9", DOI + "10.1007/978-3_9"),
        ("doi:10.1000.10/a?b#c", "doi:10.1000.10/a?b#c", DOI + "10.1000.10/a%3Fb%23c"),
        ("doi:10.1145/33&quot; x", "doi:10.1145/33", DOI + "10.1145/33"),
        (
            "doi:10.1002/(SICI)1097(1998)17:15<1661::AID>3.0.CO;2-2, x",
            "doi:10.1002/(SICI)1097(1998)17:15<1661::AID>3.0.CO;2-2",
            DOI + "10.1002/(SICI)1097(1998)17:15%3C1661::AID%3E3.0.CO;2-2",
        ),
        (
            "doi:10.48550/arXiv.1803.02780v1.",
            "doi:10.48550/arXiv.1803.02780v1",
            ABS + "1803.02780v1",
        ),
    ],
)  # fmt: skip
def test_forms(text: str, written: str, target: str) -> None:
    assert ids(text) == [(written, target)]
    assert ids(text, ".txt") == [(written, target)]


@pytest.mark.parametrize(
    "text",
    [
        "1803.02780",
        "2023.12345",
        "10.1234/5678.9012",
        "arXiv 2018.12345",
        "arXiv in 1803.02780",
        "myarXiv:1803.02780",
        "x/arXiv:1803.02780",
        "me@arxiv:1803.02780",
        "arXiv:",
        "arXiv:2504.",
        "arXiv\n1803.02780",
        "xdoi:10.1145/33",
        "doi:10.1145/",
        "doi:10.1145",
        "doi:10.11/33",
        "doi: see 10.1145/33",
        "?doi=10.1.1.664.3543",
        "![arXiv:1803.02780](a.png)",
        '<img alt="arXiv:1803.02780">',
        "a abs/1803.02780",
    ],
)
def test_no_ids(text: str) -> None:
    assert found(text) == []


@given(PROSE, st.sampled_from(["arXiv:", "arXiv: ", "arXiv preprint ", "arXiv "]), IDS, PROSE)
def test_every_id_with_a_cue_is_found_as_written(
    before: str, cue: str, id_: str, after: str
) -> None:
    text = f"{before} {cue}{id_} {after}"
    assert (cue + id_, ABS + id_) in [row[:2] for row in found(text, ".txt")]


@given(st.from_regex(r"10\.[0-9]{4}/[a-z0-9]{1,5}(\([0-9]{1,3}\)[a-z0-9]{1,5})?", fullmatch=True))
def test_every_doi_ends_before_what_surrounds_it(doi: str) -> None:
    for text in (
        f"(doi:{doi})",
        f"doi:{doi}.",
        f"[see doi:{doi}],",
        f"“doi:{doi}”",
        f"doi:{doi}。",
    ):
        assert ids(text, ".txt") == [(f"doi:{doi}", DOI + doi)]


@given(st.text(max_size=80), st.sampled_from([".md", ".txt", ".html", ".bib", ".org", ".ipynb"]))
def test_spans_never_overlap_whatever_the_text(text: str, suffix: str) -> None:
    mentions = find(f"arXiv:{text}doi:10.1145/{text}", suffix)
    for first, second in zip(mentions, mentions[1:], strict=False):
        assert first.span.end <= second.span.start


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("`arXiv:1803.02780`", Context.CODE),
        ("```\ndoi:10.1145/33\n```", Context.CODE),
        ("    arXiv:1803.02780", Context.CODE),
        ("<!-- arXiv:1803.02780 -->", Context.COMMENT),
        ("<p>arXiv:1803.02780</p>", Context.TEXT_ID),
        ("a <b>arXiv:1803.02780</b>", Context.TEXT_ID),
        ("| arXiv:1803.02780 |\n|--|\n", Context.TEXT_ID),
        ("!!! note\n\n    arXiv:1803.02780", Context.TEXT_ID),
        ("[x](y.pdf): arXiv:1803.02780", Context.TEXT_ID),
        ("[^1]: arXiv:1803.02780\n\na[^1]", Context.TEXT_ID),
    ],
)
def test_context(text: str, context: Context) -> None:
    assert [mention.context for mention in find(text, ".md")] == [context]


@pytest.mark.parametrize(
    "text",
    [
        "[arXiv:1803.02780](https://arxiv.org/abs/1803.02780)",
        "[arXiv:1803.02780v1 [cs.LG]](https://arxiv.org/pdf/1803.02780v2.pdf)",
        "[arXiv:1803.02780](https://huggingface.co/papers/1803.02780)",
        "[doi:10.1145/AB](https://doi.org/10.1145/ab)",
        "[doi:10.1145/AB](https://dl.acm.org/doi/10.1145%2FAB)",
        "[![arXiv:1803.02780](a.png)](https://arxiv.org/abs/1803.02780)",
        '<a href="https://arxiv.org/abs/1803.02780">arXiv:1803.02780</a>',
        '<p><a class="x"\nhref="https://arxiv.org/abs/1803.02780"><b>arXiv:1803.02780</b></a></p>',
        "<https://x.org/arXiv:1803.02780>",
        "https://x.org/?q=arXiv:1803.02780",
        "https://x.org/a,arXiv:1803.02780",
    ],
)
def test_a_link_and_its_label_are_one(text: str) -> None:
    assert [mention.context for mention in find(text, ".md")] != []
    assert Context.TEXT_ID not in {mention.context for mention in find(text, ".md")}


@pytest.mark.parametrize(
    "text",
    [
        "[arXiv:1803.02780](https://arxiv.org/abs/1706.03762)",
        "[arXiv:1803.02780](https://x.org/a.pdf)",
        "[T](https://arxiv.org/abs/1803.02780) arXiv:1803.02780",
        '<a href="https://arxiv.org/abs/1803.02780">T</a> arXiv:1803.02780',
        '<a href="https://x.org/a.pdf">arXiv:1803.02780</a>',
        '<img src="https://x.org/1803.02780"> arXiv:1803.02780 <a>x</a>',
    ],
)
def test_an_id_beside_a_link_or_in_that_of_another_page_is_told(text: str) -> None:
    assert ("arXiv:1803.02780", "text-id") in [(url, context) for url, _, context in found(text)]


def test_an_id_in_the_text_of_a_link_that_cannot_be_followed_is_told() -> None:
    assert ids("[arXiv:1803.02780](#a) and [doi:10.1145/33](a.pdf)") == [
        ("arXiv:1803.02780", ABS + "1803.02780"),
        ("doi:10.1145/33", DOI + "10.1145/33"),
    ]


@pytest.mark.timed
@pytest.mark.parametrize(
    "piece",
    ["arXiv:", "arXiv:1803.02780 ", "doi:", "doi:10.1145/(1", "doi:10.1145/1 ", "corr abs/"],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        start = time.process_time()
        find(piece * (size // len(piece)), ".md")
        return time.process_time() - start

    assert seconds(400_000) < 8 * (seconds(100_000) + 0.02)
