"""Whether a line of a list names a venue, as its reader sees it."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.venues.mentions import names_venue

REAL = tomllib.loads(Path(__file__).with_name("real_lines.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "NeurIPS 2020",
        "Neurips 2020",
        "NIPS'19",
        "NIPS",
        "CVPR19",
        "[ICLR 2021]",
        "**ECCV-2018**",
        "**[ECCV' 20]**",
        "【CVPR2020】 标题",
        "标题，CVPR 2021。",
        "2018년 UAI 학회",
        "오늘은 2019년 CVPR에 발표된",
        "发表于CVPR的论文",
        "CVPRW",
        "NeurIPS-W",
        "ICML Workshop 2019",
        "cvpr 2019",
        "iclr2019",
        "Iclr'20",
        "[Paper-ECCV14]",
        "TPAMI",
        "JMLR 2018",
        "International Conference on Machine Learning",
        "Proc. IEEE Conf. on computer vision and pattern recognition. 2016.",
        "The Journal of the Acoustical Society of America, 2022",
        "IEEE transactions on pattern analysis and machine intelligence 38.9 (2015)",
        "| Nature |",
        "*Nature* 518",
        "Science 2016",
        "in IV 2019",
        "MM'20",
        "ACM MM 2020",
        "|RAL 2020|",
        "TASLP 2021",
        "CoNLL 2016.",
        "(BlackBoxNLP 2019)",
        "|RadarCon 2019|",
        "IEEE ICIP 2019",
        "[PNAS 2019]",
    ],
)
def test_named(text: str) -> None:
    assert names_venue(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "arXiv 2020",
        "ArXiv 2020",
        "Preprint.",
        "PMLR",
        "a survey of nature and science",
        "Machine Learning for Health, 2019",
        "A Survey on Quantum Entropy 2019",
        "[Machine learning applications]",
        "[UMAP: Uniform Manifold Approximation]",
        "[PNAS - Progressive Neural Architecture Search]",
        "[CPC] (",
        "Fast R-CNN (2015)",
        "(LeCun 1998)",
        "LeCun 1998",
        "on PASCAL VOC 2007",
        "COCO 2017",
        "(MIT 2018)",
        "MICRO-grids",
        "SIGIRs",
        "Multi-CVPR",
    ],
)
def test_unnamed(text: str) -> None:
    assert not names_venue(text)


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    assert names_venue(f"{text} | CVPR 2019")


@pytest.mark.timed
@pytest.mark.parametrize(
    "piece",
    ["Nature(", "[CVPR:", "NATURE ", "in IV ", "Journal of ", "'19", "Aa", "A-", "[", "Machine "],
)
def test_takes_linear_time(piece: str) -> None:
    spent: list[float] = []
    for times in (4_000, 16_000):
        text = piece * times
        begin = time.process_time()
        names_venue(text)
        spent.append(time.process_time() - begin)
    assert spent[1] < 4 * spent[0] * 2 + 0.3


def test_real_lines() -> None:
    """Of 58 real lines that name a venue and 150 that name none, by 25 lists."""
    from enricher.links.visible import visible

    named = [line for lines in REAL["named"].values() for line in lines]
    unnamed = [line for lines in REAL["unnamed"].values() for line in lines]
    found = sum(names_venue(visible(line)) for line in named)
    wrong = [line for line in unnamed if names_venue(visible(line))]
    print(f"precision {found / (found + len(wrong)):.3f}, recall {found / len(named):.3f}")
    assert not wrong
    assert found >= 0.96 * len(named)
