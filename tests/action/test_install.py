"""What the action installs: a release by its number, with real venv and pip, from a folder."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.action.conftest import Site

PROGRAM = """\
import json, os, sys
files = [each.partition("=")[2] for each in sys.argv if each.startswith("--summary=")]
plan = {"headline": "told by 9.9.9", "outcomes": [], "changes": [], "published": [], "new": []}
texts = {".json": json.dumps(plan), ".md": "## told by 9.9.9"}
for file in files:
    with open(file, "x") as stream:
        stream.write(texts[os.path.splitext(file)[1]])
print(os.environ["ENRICHER_MAILTO"], *sys.argv[-2:])
"""


@pytest.fixture(name="releases")
def _releases(tmp_path: Path) -> Path:
    """A folder that holds the release 9.9.9 of a program that answers as enricher would."""
    folder = tmp_path / "releases"
    folder.mkdir()
    about = "Metadata-Version: 2.1\nName: enricher\nVersion: 9.9.9\n"
    wheel = "Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files = {"METADATA": about, "WHEEL": wheel, "RECORD": ""}
    with zipfile.ZipFile(folder / "enricher-9.9.9-py3-none-any.whl", "w") as archive:
        archive.writestr("enricher/__init__.py", "")
        archive.writestr("enricher/__main__.py", PROGRAM)
        for name, text in files.items():
            archive.writestr(f"enricher-9.9.9.dist-info/{name}", text)
    return folder


def test_a_release_is_installed_apart_and_called_whatever_the_checkout_holds(
    site: Site, releases: Path
) -> None:
    (site.folder / "enricher.py").write_text("raise SystemExit('of the checkout')\n")
    runner = site.runner(version="9.9.9", annotations="false", mailto="a@example.org")
    runner.environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(releases)}
    done = runner.composite({})
    assert not done.failed
    assert done.outputs["title"] == "told by 9.9.9"
    assert "a@example.org -- ." in runner.log
    assert runner.summary == "## told by 9.9.9"


@pytest.mark.parametrize("fail_on", ["error", "never"])
def test_a_release_that_is_not_there_is_told(site: Site, releases: Path, fail_on: str) -> None:
    runner = site.runner(version="9.9.8", **{"fail-on": fail_on})
    runner.environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(releases)}
    done = runner.composite({})
    assert done.failed == (fail_on == "error")
    [(name, _, data)] = runner.commands
    assert (name, data) == ("error", "enricher==9.9.8 could not be installed; the log tells why")
    assert done.outputs["changed"] == "false"
    assert Path(done.outputs["report"]).is_file()
