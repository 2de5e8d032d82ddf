"""What the action installs: the enricher that it came with, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.action.conftest import Site


@pytest.mark.parametrize("fail_on", ["error", "never"])
def test_an_install_that_fails_is_told(site: Site, fail_on: str) -> None:
    runner = site.runner(version="", **{"fail-on": fail_on})
    runner.environment |= {"PIP_NO_INDEX": "1"}  # what the code is built with cannot be had
    done = runner.composite({})
    assert done.failed == (fail_on == "error")
    [(name, _, data)] = runner.commands
    assert name == "error"
    assert data.endswith("could not be installed; the log tells why")
    assert done.outputs["changed"] == "false"
    assert Path(done.outputs["report"]).is_file()


def test_another_project_of_the_same_name_is_never_installed(site: Site) -> None:
    runner = site.runner(version="0.1.0")
    done = runner.composite({})
    assert done.failed
    [(name, _, data)] = runner.commands
    assert name == "error"
    assert "name its commit in `uses`" in data
