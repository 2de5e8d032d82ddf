"""The tables of the action's inputs and outputs: `python -m tests.action.readme_tables`."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from tests.action.runner import ROOT


def tables() -> Iterator[str]:
    """The lines of both tables, as Markdown."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    yield from ("| input | default | what it does |", "|---|---|---|")
    for name, each in action["inputs"].items():
        default = f"`{each['default']}`" if each["default"] else ""
        yield f"| `{name}` | {default} | {each['description']} |"
    yield from ("", "| output | what it holds |", "|---|---|")
    for name, each in action["outputs"].items():
        yield f"| `{name}` | {each['description']} |"


if __name__ == "__main__":
    print("\n".join(tables()))
