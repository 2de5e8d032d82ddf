"""PMLR's volumes: which event, and of which year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.venues.pmlr import Event, event

AISTATS = "International Conference on Artificial Intelligence and Statistics"


@pytest.mark.parametrize(
    ("name", "printed", "expected"),
    [
        ("the 35th International Conference on Machine Learning", 2018, "ICML 2018"),
        ("The 33rd International Conference on Machine Learning", 2016, "ICML 2016"),
        ("2nd Asian Conference on Machine Learning", 2010, "ACML 2010"),
        ("the 16th Asian Conference on Machine Learning", 2025, "ACML 2024"),
        (f"the Twelfth {AISTATS}", 2009, "AISTATS 2009"),
        (f"the Twenty Third {AISTATS}", 2020, "AISTATS 2020"),
        (f"The 27th {AISTATS}", 2024, "AISTATS 2024"),
        ("the 2017 Conference on Learning Theory", 2017, "COLT 2017"),
        ("the 31st  Conference On Learning Theory", 2018, "COLT 2018"),
        ("the Thirty-Second Conference on Learning Theory", 2019, "COLT 2019"),
        ("the 32nd International Conference on Algorithmic Learning Theory", 2021, "ALT 2021"),
        ("the Fortieth Conference on Uncertainty in Artificial Intelligence", 2024, "UAI 2024"),
        ("the 2020 Conference on Robot Learning", 2021, "CoRL 2020"),
        ("the 5th Conference on Robot Learning", 2022, "CoRL 2021"),
        ("the 2nd Conference on Learning for Dynamics and Control", 2020, "L4DC 2020"),
        ("Medical Imaging with Deep Learning", 2024, "MIDL 2024"),
        ("the 2nd Machine Learning for Healthcare Conference", 2017, "MLHC 2017"),
        ("the 2nd International Conference on Automated Machine Learning", 2023, "AutoML 2023"),
        ("the Second Conference on Causal Learning and Reasoning", 2023, "CLeaR 2023"),
        ("Conference on Health, Inference, and Learning", 2022, "CHIL 2022"),
        ("the 99th International Conference on Machine Learning", 2018, "ICML 2018"),
    ],
)
def test_conferences(name: str, printed: int, expected: str) -> None:
    found = event(f"Proceedings of {name}", printed)
    assert f"{found.name} {found.year}" == expected
    assert not found.is_workshop


def test_a_reissue_was_printed_any_time_later() -> None:
    name = f"Pre-proceedings of the Fifth {AISTATS.replace('Conference', 'Workshop')}"
    assert event(name, 2022, is_reissue=True) == Event("AISTATS", 1995, False, True)
    assert event(name, 2022).year == 2022


def test_workshops_are_of_their_host_or_of_the_series() -> None:
    name = "Proceedings of ICML Workshop on Unsupervised and Transfer Learning"
    assert event(name, 2012) == Event("ICML", 2012, True, True)
    assert event("Proceedings of the Workshop on Made Up Things", 2017) == Event(
        "PMLR", 2017, True, False
    )


@given(name=st.text(), printed=st.none() | st.integers(1990, 2030), reissue=st.booleans())
def test_no_event_is_printed_long_before_it(name: str, printed: int | None, reissue: bool) -> None:
    found = event(name, printed, is_reissue=reissue)
    assert printed is None or (found.year is not None and found.year <= printed + 1)
