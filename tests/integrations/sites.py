"""The example sites in folders of their own, the builders that make them, and what came of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest
from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).parents[2]
SITES = ROOT / "fixtures" / "sites"
TEMPLATES = ROOT / "enricher" / "integrations"
CLOSED = "http://127.0.0.1:9"  # a proxy that answers nobody: builders stay on this machine

NEURAL = "https://arxiv.org/pdf/1803.02780.pdf"
DETECTION = "http://arxiv.org/abs/1911.09070"
BITS = "https://arxiv.org/abs/1905.13389"
GATES = "https://papers.nips.cc/paper/8464-channel-gating-neural-networks.pdf"
UNKNOWN = "https://arxiv.org/abs/1706.03762"
MOMENTUM = "https://arxiv.org/abs/1911.05722"
AT_CVPR = (
    "https://openaccess.thecvf.com/content_CVPR_2020/papers/He_Momentum_Contrast_for_"
    "Unsupervised_Visual_Representation_Learning_CVPR_2020_paper.pdf"
)  # the same work
CHINESE = "EfficientDet：可扩展且高效的目标检测"
PLAIN = "Multi-Precision Quantized Neural Networks via Encoding Decomposition of {-1,+1}"
HOSTILE = """"><script>alert(1)</script><!-- {{ 7*7 }} {% raw %} </script> ' & ${x} <b>"""


def needs(module: str) -> None:
    """Skip where a builder's package is not installed."""
    if find_spec(module) is None:
        pytest.skip(f"{module} is not installed (pip install '.[sites]')")


def program(name: str) -> str:
    """A builder's program; skips where it is not installed."""
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    found = shutil.which(name, path=beside)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def copy_of(name: str, folder: Path, settings: str = "") -> Path:
    """An example site in a folder of its own, with further settings."""
    own = (SITES / "enricher.toml").read_text(encoding="utf-8")
    (folder / "enricher.toml").write_text(own + settings, encoding="utf-8")
    return Path(shutil.copytree(SITES / name, folder / name))


def titled(paper: str, title: str) -> str:
    """The setting that gives a paper a title."""
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'\n[overrides."{paper}"]\ntitle = "{quoted}"\n'


class Ran(NamedTuple):
    """What a builder ended with and said."""

    code: int
    told: str


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Ran:
    """Run a builder in a folder, with the pack of this checkout and no network."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENRICHER_")}
    own = {"ENRICHER_CACHE": str(ROOT / "cache"), "HTTPS_PROXY": CLOSED, "HTTP_PROXY": CLOSED}
    ended = subprocess.run(
        command,
        cwd=folder,
        env={**kept, **own, "NO_COLOR": "1", "COLUMNS": "400", **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return Ran(ended.returncode, ended.stdout + ended.stderr)


def enrich(folder: Path, *arguments: str) -> Ran:
    """Run the program itself, offline."""
    return run([sys.executable, "-m", "enricher", *arguments, "--offline"], folder)


class Rendered:
    """A page that a builder made, as a browser reads it."""

    def __init__(self, path: Path) -> None:
        self._tree = LexborHTMLParser(path.read_text(encoding="utf-8"))

    def titles(self, url: str) -> list[str]:
        """The titles of the content's links that lead to a URL, in order; empty for none."""
        links = self._tree.css("a")
        return [
            link.attributes.get("title") or ""
            for link in links
            if link.attributes.get("href") == url
        ]

    @property
    def listed(self) -> list[str]:
        """The items of the list of the page's papers, as text."""
        items = self._tree.css(".enricher-papers li")
        return [" ".join(item.text().split()) for item in items]

    @property
    def heading(self) -> str:
        """The heading of that list."""
        return self._tree.css_first(".enricher-papers h2").text()

    @property
    def text(self) -> str:
        """What a reader sees of all."""
        return " ".join((self._tree.body.text() if self._tree.body else "").split())

    @property
    def scripts(self) -> list[str]:
        """The texts of all scripts and data blocks."""
        return [script.text() for script in self._tree.css("script")]

    @property
    def runs_a_title(self) -> bool:
        """Whether any script or handler came from a title."""
        return any(re.match(r"\s*alert\(1\)", script) for script in self.scripts)
