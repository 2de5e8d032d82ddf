"""What a reader sees of a line."""

from __future__ import annotations

import time

import pytest

from enricher.links.visible import visible
from enricher.venues.mentions import names_venue


@pytest.mark.parametrize(
    "markup",
    [
        "[![x](https://img.shields.io/badge/CVPR-2020-blue)](https://a.b/c)",
        '<img src="https://img.shields.io/badge/conference-ICLR%202021-b31b1b.svg">',
        "![](https://img.shields.io/static/v1?label=NeurIPS&message=2019&color=red)",
        '<img alt="ECCV 2018" src="badge.svg"/>',
        "[Title](https://a.b/c) `ICML 2019`",
        "[Title](https://a.b/c)<br>_ICML&nbsp;2019_",
        "<b>ICML</b> 2019",
        "[paper](https://a.b/c)[ICML 2019]",
        "https://a.b/c，CVPR 2020",
        "(https://a.b/c) CVPR",
        "<!-- --> CVPR <!-- open",
    ],
)
def test_seen(markup: str) -> None:
    assert names_venue(visible(markup))


@pytest.mark.parametrize(
    "markup",
    [
        "[x](http://openaccess.thecvf.com/content_CVPR_2019/papers/A_CVPR_2019_paper.pdf)",
        "<http://openaccess.thecvf.com/content_CVPR_2019/papers/A_CVPR_2019_paper.pdf>",
        "openaccess.thecvf.com/content_CVPR_2019/papers/A_CVPR_2019_paper.pdf",
        "http://openaccess.thecvf.com/content_CVPR_2019/papers/A_CVPR_2019_paper.pdf",
        "[x](<http://a.b/CVPR 2019>)",
        "[x](http://a.b/f(CVPR)2019)",
        '[x](http://a.b/c "Title · Luo et al. · NeurIPS 2020")',
        "<!-- CVPR 2019 --> [x](http://a.b/c)",
        '<a href="http://a.b/CVPR2019" title="CVPR 2019">x</a>',
        "![x](https://img.shields.io/badge/arXiv-2003.12345-red)",
    ],
)
def test_not_seen(markup: str) -> None:
    assert not names_venue(visible(markup))


@pytest.mark.timed
@pytest.mark.parametrize(
    "piece",
    [
        "](",
        "](a",
        "](<",
        '](a "',
        "](a '\\",
        "<a",
        "<!--",
        "www.",
        "a.b/",
        "a.",
        "((",
        "&#",
        "](a(b",
    ],
)
def test_takes_linear_time(piece: str) -> None:
    spent: list[float] = []
    for times in (20_000, 80_000):
        begin = time.process_time()
        visible(piece * times)
        spent.append(time.process_time() - begin)
    assert spent[1] < 4 * spent[0] * 2 + 0.3
