"""The README's words about the action are those of `action.yml` and of the workflows."""

from __future__ import annotations

import re

import pytest

from tests.action.readme_tables import tables
from tests.action.runner import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_action() -> None:
    found = re.search(r"<!-- action -->\n(.*?)<!-- /action -->", README, re.DOTALL)
    if found is None:
        pytest.skip("the README has no section on the action yet")
    assert found[1].strip() == "\n".join(tables())
