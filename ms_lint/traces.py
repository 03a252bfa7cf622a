"""Whether a file has anything to do with the frameworks, by a look at its bytes: most files need no more."""

from __future__ import annotations

import codecs
import re
from typing import Union

_TRACE = rb"mindspore|torch|tensorflow|keras|msadapter|mindnlp|nn\.Cell|def[ \t]+construct"

_TRACE_BYTES = re.compile(_TRACE)

_TRACE_TEXT = re.compile(_TRACE.decode("ascii"))


def has_framework_trace(content: Union[bytes, str]) -> bool:
    """Whether a word of MindSpore, PyTorch or TensorFlow is anywhere in the raw content.

    Errs on the side of True; a file without such a word has nothing to find in it.
    """
    if isinstance(content, str):
        return _TRACE_TEXT.search(content) is not None
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.replace(b"\0", b"")
    return _TRACE_BYTES.search(content) is not None
