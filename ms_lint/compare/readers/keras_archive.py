"""Keras' own archive, ``.keras``: the configuration as JSON, beside the weights as HDF5, which are not read."""

from __future__ import annotations

from ms_lint.compare.readers.archives import open_archive, read_member
from ms_lint.compare.readers.wire import Malformed
from ms_lint.messages import say

_MAXIMUM_CONFIG = 32_000_000


def read_keras(data: memoryview, path: str) -> str:
    """The configuration in a ``.keras`` file. Raises Malformed."""
    with open_archive(data, path) as archive:
        if "config.json" not in archive.namelist():
            raise Malformed(say("there is no config.json in the archive: Keras 3 did not write it"))
        content = read_member(archive, "config.json", _MAXIMUM_CONFIG)
    return content.decode("utf-8", "replace")
