"""What holds for each writer of the package."""

from __future__ import annotations

import pytest

from enricher.writers import all_writers, named


@pytest.mark.parametrize("name", all_writers())
def test_a_writer_is_found_by_its_name_alone(name: str) -> None:
    assert named(name) is all_writers()[name]


@pytest.mark.parametrize(
    "name", ["", "interface", "front_matter", "no-such", "../venue", "venue.marks"]
)
def test_other_names_name_none(name: str) -> None:
    assert named(name) is None
