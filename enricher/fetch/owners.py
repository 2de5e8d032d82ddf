"""Whose the files of a cache folder are: what a stranger put there is not read as data.

Trusted are this user, the superuser, whoever became the superuser by sudo, and the owner of the
current folder, whose notes and settings are trusted anyway (containers are often another user than
the project that is mounted into them). Packs are text that people commit and share: they count
whoever owns them. Windows tells no owners.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from enricher.fetch.database_files import FILES
from enricher.fetch.planted import TURNS

SUPERUSER = 0


class Stranger(NamedTuple):
    """The owner of a file in a cache folder who is not trusted, and what to do about that."""

    told: str
    hint: str


def trusted(user: int, here: int | None, environment: Mapping[str, str]) -> frozenset[int]:
    """The owners whose files are read by a user, in a folder that is owned by ``here``."""
    sudo = environment.get("SUDO_UID", "") if user == SUPERUSER else ""
    others = {int(sudo)} if sudo.isascii() and sudo.isdigit() else set[int]()
    return frozenset({user, SUPERUSER} | others | ({here} if here is not None else set()))


def stranger(folder: Path, *files: str) -> Stranger | None:
    """The first stranger among the owners of the database, of the turns, and of these files."""
    if sys.platform == "win32":
        return None
    user = os.geteuid()
    owner = first_stranger(folder, files, trusted(user, _owner(Path()), os.environ))
    if owner is None:
        return None
    return Stranger(
        f"the cache folder {folder} holds files of {_named(owner)}, whom this run does not know: "
        "nothing but packs is read from it",
        f"`chown -R {_named(user)} {shlex.quote(str(folder))}` if you trust them, or name another "
        "folder with --cache",
    )


def first_stranger(folder: Path, files: Collection[str], known: Collection[int]) -> int | None:
    """The first owner of these files, or of the database and the turns, who is not known."""
    owners = (_owner(path) for path in _read_as_data(folder, files))
    return next((owner for owner in owners if owner is not None and owner not in known), None)


def _read_as_data(folder: Path, files: Collection[str]) -> Iterator[Path]:
    yield from (folder / name for name in (*FILES, *files))
    with suppress(OSError):  # there are none
        yield from sorted((folder / TURNS).iterdir())


def _owner(path: Path) -> int | None:
    try:
        return path.lstat().st_uid
    except OSError:
        return None


def _named(user: int) -> str:
    """A user as commands know them."""
    if sys.platform == "win32":
        return str(user)
    from pwd import getpwuid

    try:
        return getpwuid(user).pw_name
    except KeyError:  # in a container, mostly
        return str(user)
