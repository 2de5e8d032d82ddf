"""Forms of links that recognisers of other projects are known to miss, or to get wrong."""

from __future__ import annotations

import pytest

from enricher.models import Match, PaperRef
from enricher.scan import named, scan
from enricher.sources import all_sources

SOURCES = all_sources()
SKIPPING = "arxiv:1803.02780"
OLD = "arxiv:hep-th/9305059"
CVF = "openaccess.thecvf.com"
NIPS = "proceedings.neurips.cc"
HASHES = (
    "0060ef47b12160b9198302ebdb144dcf",
    "0188e8b8b014829e2fa0f430f0a95961",
    "a98846e9d9cc01cfb87eb694d946ce6b",
    "0001ca33ba34ce0351e4612b744b3936",
    "1457c0d6bfcb4967418bfb8ac142f64a",
    "7e7757b1e12abcb736ab9a754ffb617a",
)
HE = "He_Deep_Residual_Learning_CVPR_2016"

ARXIV = [
    ("https://arxiv.org/abs/1803.02780", SKIPPING, None),
    ("http://arxiv.org/abs/1803.02780", SKIPPING, None),
    ("https://www.arxiv.org/abs/1803.02780", SKIPPING, None),
    ("https://arxiv.org/abs/1803.02780v2", SKIPPING, 2),
    ("https://arxiv.org/pdf/1803.02780", SKIPPING, None),
    ("https://arxiv.org/pdf/1803.02780.pdf", SKIPPING, None),
    ("https://arxiv.org/pdf/1803.02780v2.pdf", SKIPPING, 2),
    ("https://arxiv.org/html/2511.01348v2", "arxiv:2511.01348", 2),
    ("https://arxiv.org/html/2510.26275v2#bib", "arxiv:2510.26275", 2),
    ("https://arxiv.org/format/1803.02780", SKIPPING, None),
    ("https://arxiv.org/ps/1912.03529v1", "arxiv:1912.03529", 1),
    ("https://export.arxiv.org/abs/1803.02780", SKIPPING, None),
    ("https://cn.arxiv.org/abs/1803.02780", SKIPPING, None),
    ("https://xxx.lanl.gov/abs/hep-th/9305059", OLD, None),
    ("https://arxiv.org/abs/hep-th/9305059", OLD, None),
    ("https://arxiv.org/abs/math.GT/0309136v1", "arxiv:math/0309136", 1),
    ("https://arxiv.org/pdf/cond-mat/0406246v1.pdf", "arxiv:cond-mat/0406246", 1),
    ("https://arxiv.org/abs/solv-int/9901001", "arxiv:solv-int/9901001", None),
    ("https://arxiv.org/abs/cs.CV/0702001", "arxiv:cs/0702001", None),
    ("https://arxiv.org/abs/0704.0001", "arxiv:0704.0001", None),
    ("https://arxiv.org/abs/1803.02780/", SKIPPING, None),
    ("https://arxiv.org/abs/1803.02780?context=cs", SKIPPING, None),
    ("https://arxiv.org/pdf/1701.05517.pdf?source=post_page---", "arxiv:1701.05517", None),
    ("https://arxiv.org/abs/1803.02780#deepmind", SKIPPING, None),
    ("https://arxiv.org/abs//1803.02780", SKIPPING, None),
    ("http://arxiv.org/abs/arXiv:1908.03213", "arxiv:1908.03213", None),
    ("https://doi.org/10.48550/arXiv.1803.02780", SKIPPING, None),
    ("https://doi.org/10.48550/arXiv.1803.02780v1", SKIPPING, 1),
    ("https://doi.org/10.48550/arXiv.hep-th/9305059", OLD, None),
    ("https://ar5iv.labs.arxiv.org/html/1803.02780", SKIPPING, None),
    ("https://ar5iv.org/abs/1803.02780", SKIPPING, None),
    ("https://www.alphaxiv.org/abs/1803.02780", SKIPPING, None),
    ("https://huggingface.co/papers/1803.02780", SKIPPING, None),
    ("https://scirate.com/arxiv/1803.02780", SKIPPING, None),
    ("https://www.arxiv-vanity.com/papers/1803.02780/", SKIPPING, None),
    ("https://link.zhihu.com/?target=https%3A//arxiv.org/abs/1803.02780", SKIPPING, None),
    ("https://arxiv.org/abs/1803.02780，好文", SKIPPING, None),
    ("https://arxiv.org/abs/1803.02780).", SKIPPING, None),
]
SITES = [
    (
        f"http://{CVF}/content_cvpr_2018/html/Cheng_Dual_Skipping_Networks_CVPR_2018_paper.html",
        "cvf:CVPR2018/Cheng_Dual_Skipping_Networks_CVPR_2018",
    ),
    (
        f"http://{CVF}/content_cvpr_2018/papers/Cheng_Dual_Skipping_Networks_CVPR_2018_paper.pdf",
        "cvf:CVPR2018/Cheng_Dual_Skipping_Networks_CVPR_2018",
    ),
    (f"https://{CVF}/content_CVPR_2020/papers/X_CVPR_2020_paper.pdf", "cvf:CVPR2020/X_CVPR_2020"),
    (f"https://{CVF}/content/CVPR2021/html/Y_CVPR_2021_paper.html", "cvf:CVPR2021/Y_CVPR_2021"),
    (f"https://{CVF}/content/CVPR2021/papers/Y_CVPR_2021_paper.pdf", "cvf:CVPR2021/Y_CVPR_2021"),
    (
        f"https://{CVF}/content/ICCV2021W/AIM/html/Z_ICCVW_2021_paper.html",
        "cvf:ICCV2021W/AIM/Z_ICCVW_2021",
    ),
    (
        f"http://{CVF}/content_CVPRW_2019/papers/WiCV/W_CVPRW_2019_paper.pdf",
        "cvf:CVPR2019W/WiCV/W_CVPRW_2019",
    ),
    (
        f"https://www.cv-foundation.org/openaccess/content_cvpr_2016/html/{HE}_paper.html",
        f"cvf:CVPR2016/{HE}",
    ),
    (
        f"http://{CVF}/content_ICCV_2019/papers_backup/A_ICCV_2019_paper.pdf",
        "cvf:ICCV2019/A_ICCV_2019",
    ),
    ("https://papers.nips.cc/paper/7796-middle-out-decoding", "neurips:legacy/7796"),
    ("http://papers.nips.cc/paper/7796-middle-out-decoding.pdf", "neurips:legacy/7796"),
    (
        "https://papers.neurips.cc/paper/7368-on-the-dimensionality-of-word-embedding.pdf",
        "neurips:legacy/7368",
    ),
    (
        f"https://papers.nips.cc/paper/2020/hash/{HASHES[0]}-Abstract.html",
        f"neurips:2020/{HASHES[0]}",
    ),
    (
        f"https://{NIPS}/paper/2009/file/{HASHES[1]}-Paper.pdf",
        f"neurips:2009/{HASHES[1]}",
    ),
    (
        f"https://{NIPS}/paper_files/paper/2022/hash/{HASHES[2]}-Abstract-Conference.html",
        f"neurips:2022/{HASHES[2]}",
    ),
    (
        f"https://{NIPS}/paper_files/paper/2022/file/{HASHES[2]}-Paper-Conference.pdf",
        f"neurips:2022/{HASHES[2]}",
    ),
    (
        f"https://{NIPS}/paper_files/paper/2023/hash/{HASHES[3]}-Abstract-Datasets_and_Benchmarks.html",
        f"neurips:2023/{HASHES[3]}",
    ),
    (
        f"https://{NIPS}/paper/2020/file/{HASHES[4]}-Supplemental.pdf",
        f"neurips:2020/{HASHES[4]}",
    ),
    (
        f"https://datasets-benchmarks-{NIPS}/paper/2021/hash/{HASHES[5]}-Abstract-round2.html",
        f"neurips:2021/{HASHES[5]}",
    ),
    ("https://www.aclweb.org/anthology/P18-1001.pdf", "acl:P18-1001"),
    ("https://aclanthology.org/2020.acl-main.405/", "acl:2020.acl-main.405"),
    ("https://aclanthology.org/2020.sigmorphon-1.29v2.pdf", "acl:2020.sigmorphon-1.29"),
    ("https://aclanthology.coli.uni-saarland.de/papers/P18-1001/p18-1001", "acl:P18-1001"),
    ("http://anthology.aclweb.org/P18-1001", "acl:P18-1001"),
    (
        "https://www.ecva.net/papers/eccv_2020/papers_ECCV/html/2822_ECCV_2020_paper.php",
        "ecva:ECCV2020/2822",
    ),
    (
        "https://www.ecva.net/papers/eccv_2020/papers_ECCV/papers/123600120.pdf",
        "ecva:ECCV2020/123600120",
    ),
]
NONE = [
    "https://arxiv.org/list/cs.CV/recent",
    "https://arxiv.org/",
    "https://example.com/10.1234/5678.9012",
    "https://www.aclweb.org/anthology/volumes/P18-1/",
]


@pytest.mark.parametrize(("url", "paper", "version"), ARXIV, ids=[row[0] for row in ARXIV])
def test_arxiv(url: str, paper: str, version: int | None) -> None:
    assert named(url, SOURCES) == Match(PaperRef.parse(paper), version)


@pytest.mark.parametrize(("url", "paper"), SITES, ids=[row[0] for row in SITES])
def test_sites(url: str, paper: str) -> None:
    assert named(url, SOURCES) == Match(PaperRef.parse(paper))


@pytest.mark.parametrize("url", NONE)
def test_what_is_no_paper(url: str) -> None:
    assert named(url, SOURCES) is None


@pytest.mark.parametrize(
    "text",
    [
        "[T](https://arxiv.org/abs/1803.02780)",
        "<https://arxiv.org/abs/1803.02780>",
        "* [T](https://arxiv.org/abs/1803.02780)",
        "（https://arxiv.org/abs/1803.02780，好文）",
        "(https://arxiv.org/abs/1803.02780).",
    ],
)
def test_in_a_text_a_url_ends_where_a_reader_sees_it_end(text: str) -> None:
    (link,) = scan("note.md", text, SOURCES)
    assert (link.url, link.ref) == (
        "https://arxiv.org/abs/1803.02780",
        PaperRef("arxiv", "1803.02780"),
    )


def test_a_version_of_a_text_stays_on_its_link() -> None:
    note = (
        "no `version 2023.12345`: doi.org/10.48550/arXiv.1803.02780v3 "
        "<https://doi.org/10.48550/ARXIV.1803.02780V3>"
    )
    found = [(str(link.ref), link.version) for link in scan("note.md", note, SOURCES)]
    assert found == [(SKIPPING, 3), (SKIPPING, 3)]
