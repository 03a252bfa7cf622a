"""What a C++ library of MindSpore says about the calls that it accepts.

Since 2.5 most methods of Tensor and some functions of ``mint`` are dispatched by C++. The library holds, as plain
text, the forms that it lists when none of them fits a call: ``Tensor.sum(dim=<None, int>, keepdim=<bool>)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: Where the forms of an archive of sources are kept, below the package's folder.
FILE = "_forms.txt"
#: The libraries that may have some, in the folder `lib` of a package.
LIBRARIES = "libmindspore_*.so"
_PARAMETER = rb"(?:\*, )?\w+=<[\w, ]+>"
_FORM = re.compile(
    rb"(?<=\x00)(?:Tensor\.\w+\(\)|(?:Tensor\.)?\w+\(" + _PARAMETER + rb"(?:, " + _PARAMETER + rb")*\))(?=\x00)"
)
_NAMES = re.compile(r"(\*)?(?:, )?(\w+)=<([\w, ]+)>")


@dataclass(frozen=True)
class Form:
    """A form of a call: its parameters in order, and from which position on they are taken by keyword only."""

    name: str
    parameters: tuple[str, ...]
    keyword_only: int


def find_forms(library: bytes) -> list[str]:
    """The texts of the forms in the bytes of a library, sorted."""
    return sorted({match.decode() for match in _FORM.findall(library)})


def parse_forms(texts: Iterable[str]) -> dict[str, list[Form]]:
    """Forms by the name that is called, such as ``Tensor.sum`` or ``add``. Texts that are none are passed over."""
    forms: dict[str, list[Form]] = {}
    for text in sorted(texts):
        name, opening, rest = text.partition("(")
        if not opening or not rest.endswith(")"):
            continue
        parameters: list[str] = []
        keyword_only = None
        for star, parameter, _ in _NAMES.findall(rest[:-1]):
            if star:
                keyword_only = len(parameters)
            parameters.append(parameter)
        form = Form(name, tuple(parameters), len(parameters) if keyword_only is None else keyword_only)
        if form not in forms.setdefault(name, []):
            forms[name].append(form)
    return forms
