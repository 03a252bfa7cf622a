"""What the reports in XML share: text that is allowed in it, and attributes."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

# All that XML 1.0 has no character for.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def text(value: str) -> str:
    """A text as it stands between tags; U+FFFD for what XML does not allow."""
    return escape(_FORBIDDEN.sub("\ufffd", value))


def attributes(**values: object) -> str:
    """Attributes with a space before each."""
    shown = {key: quoteattr(_FORBIDDEN.sub("\ufffd", str(value))) for key, value in values.items()}
    return "".join(f" {key}={value}" for key, value in shown.items())
