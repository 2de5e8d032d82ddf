"""The README's tables of the action are those of `action.yml`."""

from __future__ import annotations

import re

from tests.action.readme_tables import tables
from tests.action.runner import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_action() -> None:
    [found] = re.findall(r"<!-- action -->\n(.*?)\n<!-- /action -->", README, re.DOTALL)
    assert found == "\n".join(tables())
