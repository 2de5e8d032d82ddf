"""The commands by name, each imported and built when it is asked for: to build all of them takes
longer than most do."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_command

HOMES: Final = {
    "init": ("init", "init"),
    "run": ("write", "run"),
    "check": ("write", "check"),
    "remove": ("write", "remove"),
    "audit": ("audit", "audit"),
    "list": ("listing", "list_papers"),
    "report": ("report", "report"),
    "links": ("read", "links"),
    "show": ("read", "show"),
    "sources": ("read", "sources"),
    "writers": ("read", "writers"),
    "cache": ("cache", "app"),
}


class Commands(TyperGroup):
    """All commands, in the order of the help."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names."""
        return list(HOMES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name. Where there is none, all are built: typer tells what was meant."""
        for name in (cmd_name,) if cmd_name in HOMES else HOMES:
            if name not in self.commands:
                self.commands[name] = _built(name)
        return self.commands.get(cmd_name)


def _built(name: str) -> Any:
    module, member = HOMES[name]
    found = getattr(import_module(f"enricher.cli.{module}"), member)
    if isinstance(found, typer.Typer):
        return get_command(found)
    alone = typer.Typer(add_completion=False)
    alone.command(name)(found)
    return get_command(alone)
