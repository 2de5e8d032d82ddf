"""Names of indexes and sites, and the table itself."""

from __future__ import annotations

import gzip
import json
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.venues import is_preprint_server, short_name

TRUTH = Path(__file__).parents[3] / "shared" / "truth"
TABLE = tomllib.loads(files("enricher.venues").joinpath("venues.toml").read_text("utf-8"))
NAMES = [
    (short, name)
    for section in ("conferences", "journals")
    for short, names in TABLE[section].items()
    for name in (short, *names)
]


@pytest.mark.parametrize(("short", "name"), NAMES)
def test_each_name_of_the_table_means_its_venue(short: str, name: str) -> None:
    found = short_name(name)
    assert found is not None
    assert found.short == short


@pytest.mark.parametrize(("short", "name"), NAMES)
def test_so_does_each_in_proceedings(short: str, name: str) -> None:
    if short in TABLE["conferences"]:
        found = short_name(f"Proceedings of the 36th {name}, Paris, France, May 2019")
        assert found is not None
        assert found.short == short


def test_the_lists_of_the_table_name_venues_of_it() -> None:
    assert set(TABLE["edition_zero"]) <= set(TABLE["conferences"])
    assert set(TABLE["ambiguous"]["names"]) <= {name for _, name in NAMES}
    assert not set(TABLE["conferences"]) & set(TABLE["journals"])


@given(st.text(max_size=80))
def test_never_raises(name: str) -> None:
    assert not (is_preprint_server(name) and short_name(name))


@pytest.mark.parametrize(
    ("name", "short", "kind"),
    [
        ("Neural Information Processing Systems", "NeurIPS", "conference"),
        ("NIPS", "NeurIPS", "conference"),
        ("ICML (2)", "ICML", "conference"),
        ("ECCV (12)", "ECCV", "conference"),
        ("EMNLP/IJCNLP (1)", "EMNLP", "conference"),
        ("IEEE Trans. Pattern Anal. Mach. Intell.", "TPAMI", "journal"),
        ("2019 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", "CVPR",
         "conference"),
        ("Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition", "CVPR",
         "conference"),
        ("Proceedings of the IEEE", "Proc. IEEE", "journal"),
        ("Computer Vision – ECCV 2018", "ECCV", "conference"),
        ("CVPR Workshops", "CVPR", "workshop"),
        ("2019 IEEE/CVF Conference on Computer Vision and Pattern Recognition Workshops (CVPRW)",
         "CVPR", "workshop"),
        ("IEEE International Workshop on Machine Learning for Signal Processing", "MLSP",
         "conference"),
        ("Advances in Neural Information Processing Systems 31: Annual Conference, NeurIPS 2018",
         "NeurIPS", "conference"),
        ("59th Annual Meeting of the Association for Computational Linguistics and the 11th IJCNLP",
         "ACL", "conference"),
    ],
)  # fmt: skip
def test_names_of_indexes(name: str, short: str, kind: str) -> None:
    found = short_name(name)
    assert found is not None
    assert (found.short, found.type) == (short, kind)


def test_findings_are_their_conference_s() -> None:
    found = short_name("Findings of the Association for Computational Linguistics: EMNLP 2020")
    assert found is not None
    assert found.publication(2020).venue == "EMNLP 2020 Findings"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Lecture Notes in Computer Science",
        "CoRR",
        "MIT Press",
        "Inf. Control.",
        "Corrosion Science",
        "Journal of Electronic Imaging",
        "Nature Climate Change",
        "International Conference on Computer Vision in Sports",
        "Pattern Recognition and Machine Intelligence",
        "SIGIR-XY",
    ],
)
def test_other_names_mean_no_venue_of_the_table(name: str) -> None:
    assert short_name(name) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CoRR", True),
        ("arXiv", True),
        ("ArXiv", True),
        ("arXiv.org", True),
        ("arXiv: Learning", True),
        ("arXiv preprint arXiv:1502.05795", True),
        ("CoRR abs/1901.00001", True),
        ("bioRxiv", True),
        ("Corrosion Science", False),
        ("Computer Vision and Pattern Recognition", False),
        ("", False),
    ],
)
def test_preprint_servers(name: str, expected: bool) -> None:
    assert is_preprint_server(name) is expected


@pytest.mark.skipif(not TRUTH.exists(), reason="the lists of venues are not beside this checkout")
def test_names_of_dblp() -> None:
    with gzip.open(TRUTH / "venues.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    names = [record["booktitle"].replace("\\&", "&") for record in records if "booktitle" in record]
    assert names
    assert sum(short_name(name) is not None for name in names) >= 0.99 * len(names)
