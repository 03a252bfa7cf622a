"""Members of zip archives, read within bounds: no encryption, no bomb, no endless list of names."""

from __future__ import annotations

import struct
import zipfile
import zlib

from ms_lint.compare.readers.wire import Malformed
from ms_lint.messages import say

#: More bytes of names and places than this are no model's; some 100,000 members.
_MAXIMUM_DIRECTORY = 16_000_000
#: What reading a damaged member raises: the last two where its own name is no UTF-8, or its own header is cut off.
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    struct.error,
)
_END, _WIDE_END = b"PK\x05\x06", b"PK\x06\x06"


def open_archive(data: memoryview, path: str) -> zipfile.ZipFile:
    """The archive at ``path``, whose bytes are ``data``. Raises Malformed."""
    tail = bytes(data[-66_000:])
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise Malformed(say("it is truncated: the list of its members is missing"))
    (size,) = struct.unpack_from("<I", tail, at + 12)
    wide = tail.rfind(_WIDE_END)
    if size == 0xFFFF_FFFF and wide >= 0 and wide + 56 <= len(tail):
        (size,) = struct.unpack_from("<Q", tail, wide + 40)
    if size > _MAXIMUM_DIRECTORY:
        raise Malformed(say("it has more members than any model"))
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, UnicodeDecodeError) as error:
        raise Malformed(say("it is a damaged zip archive ({error})", error=str(error))) from None


def read_member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The bytes of a member, ``most`` at the most. Raises Malformed."""
    info = archive.getinfo(name)
    if info.flag_bits & 1:
        raise Malformed(say("its member {name} is encrypted", name=name))
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Malformed(say("its member {name} is compressed in a way that no model is", name=name))
    if info.file_size > most:
        raise Malformed(
            say(
                "its member {name} has {size} bytes where at most {most} are read",
                name=name,
                size=info.file_size,
                most=most,
            )
        )
    try:
        with archive.open(info) as member:
            content = member.read(most + 1)
    except _DAMAGES as error:
        raise Malformed(
            say("its member {name} is damaged ({error})", name=name, error=str(error) or type(error).__name__)
        ) from None
    if len(content) > most:
        raise Malformed(say("its member {name} is longer than it says", name=name))
    return content
