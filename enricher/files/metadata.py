"""What a file has beside its content and its mode: an owner, a group and extended attributes.

A file that takes the place of another gets its owner and group, or does not take it: the old owner
could lose the right to write, or a group of ours gain the right to read. Extended attributes (on
Linux; access control lists are some) are kept as far as the system lets us: labels of its own, such
as SELinux's, are not ours to set.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def keep(old: Path, new: Path) -> None:
    """Give a new file the owner, the group and the extended attributes of an old one.

    Raises PermissionError where owner or group would be another.
    """
    if sys.platform != "win32":
        _keep_owner(old, new)
    if sys.platform == "linux":
        _keep_attributes(old, new)


if sys.platform != "win32":

    def _keep_owner(old: Path, new: Path) -> None:
        was, now = old.stat(), new.stat()
        uid = was.st_uid if was.st_uid != now.st_uid else -1
        gid = was.st_gid if was.st_gid != now.st_gid else -1
        if (uid, gid) == (-1, -1):
            return
        try:
            os.chown(new, uid, gid)
        except OSError as error:
            raise PermissionError(
                errno.EPERM, "it belongs to another user or group, and a new file would not"
            ) from error


if sys.platform == "linux":

    def _keep_attributes(old: Path, new: Path) -> None:
        with suppress(OSError):  # the file system has none
            names = os.listxattr(old)
            for name in set(os.listxattr(new)) - set(names):  # the folder's own for new files
                _try(os.removexattr, new, name)
            for name in names:
                _try(
                    lambda place, each: os.setxattr(place, each, os.getxattr(old, each)), new, name
                )

    def _try(act: Callable[[Path, str], None], place: Path, name: str) -> None:
        with suppress(OSError):
            act(place, name)
