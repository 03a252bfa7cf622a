"""From the bytes of a Python file, a notebook or a Markdown document to one module of Python.

`read_source` gives a `Source`: the parsed code of the whole document and the map from the positions
of ``ast`` back to the places that an editor shows. Nothing that it reads is ever run.
"""

from ms_lint.sources.model import Kind, Region, RegionKind, Source, SourceError
from ms_lint.sources.reading import kind_of, raw_text, read_cells, read_lines, read_source

__all__ = [
    "Kind",
    "Region",
    "RegionKind",
    "Source",
    "SourceError",
    "kind_of",
    "raw_text",
    "read_cells",
    "read_lines",
    "read_source",
]
