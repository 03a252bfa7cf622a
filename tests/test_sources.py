"""From bytes to one module of Python and back to places: ms_lint.sources."""

from __future__ import annotations

import ast
import json
import pickle
import subprocess
import sys
import textwrap
import time
import unicodedata
import warnings
from pathlib import Path
from typing import Optional, Union

import pytest
from helpers import seed_notebook
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ms_lint.findings import Location
from ms_lint.sources import Kind, Source, SourceError, read_source
from ms_lint.traces import has_framework_trace


def read(content: Union[bytes, str], path: str = "net.py") -> Source:
    return read_source(content, path)


def failure(content: Union[bytes, str], path: str = "net.py") -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_source(content, path)
    return caught.value


def place(error: SourceError) -> tuple[int, int]:
    return error.location.line, error.location.column


def name_location(source: Source, name: str) -> Location:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and node.id == name:
            return source.node_location(node)
    raise AssertionError(f"no name {name} in {source.code!r}")


def shown(source: Source, name: str) -> str:
    """The text of the file at the place of a name."""
    at = name_location(source, name)
    return source.line_at(at)[at.column - 1 : at.end_column - 1]


def dedent(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")


def notebook_json(*cells: Union[str, tuple[str, str]], **metadata: object) -> str:
    """A notebook of format 4; a cell is code or (type, text)."""
    pairs = [("code", cell) if isinstance(cell, str) else cell for cell in cells]
    return json.dumps(
        {
            "cells": [
                {"cell_type": kind, "metadata": {}, "source": dedent(text).splitlines(True)} for kind, text in pairs
            ],
            "metadata": metadata,
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def notebook(*cells: Union[str, tuple[str, str]], **metadata: object) -> Source:
    return read_source(notebook_json(*cells, **metadata), "net.ipynb")


def cell_code(text: str) -> list[str]:
    """What is made of a single cell, as lines."""
    return notebook(text).code.rstrip("\n").split("\n")


# --- Python: lines and columns


@pytest.mark.parametrize(
    "content",
    [
        b"a = 1\nb = 2\n",
        b"a = 1\r\nb = 2\r\n",
        b"a = 1\rb = 2\r",
        b"\xef\xbb\xbfa = 1\nb = 2\n",
        b"a = 1\x0c\nb = 2",
        b"a = '\xe2\x80\xa8\xc2\x85\x1c'\nb = 2",  # line ends for str.splitlines, not for Python
        "\ufeffa = 1\r\nb = 2",
    ],
)
def test_lines_are_those_of_the_parser(content: Union[bytes, str]) -> None:
    source = read(content)
    assert name_location(source, "b") == Location(2, 1, 2, 2)
    assert source.code == source.text
    assert "\r" not in source.code


def test_columns_are_characters() -> None:
    source = read("x = '卷积层'; net = 'é'; y = net\n")
    assert shown(source, "net") == "net"
    assert shown(source, "y") == "y"
    assert name_location(source, "net").column == 12


def test_columns_after_tab_and_form_feed() -> None:
    source = read("if a:\n\tb = 1\n\x0c  \nc = 1\n")
    assert name_location(source, "b") == Location(2, 2, 2, 3)
    assert name_location(source, "c") == Location(4, 1, 4, 2)


def test_range_of_several_lines() -> None:
    source = read("é = f(\n  '卷积', 1)\n")
    assign = source.tree.body[0]
    assert source.node_location(assign) == Location(1, 1, 2, 11)


def test_misplaced_ranges_are_moved_into_the_file() -> None:
    for text in ("a = 1\nbc\n", "é = 1\nbc\n"):
        source = read(text)
        assert source.location(2, 0, 9, 99) == Location(2, 1, 3, 1)
        assert source.location(2, 7, 2, 1) == Location(2, 3, 2, 3)


# --- Python: encodings


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("x = '卷积'".encode(), "卷积"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'", "é"),
        (b"#!/usr/bin/python\n# vim: set fileencoding=gbk :\nx = '\xbe\xed'", "卷"),
        (b"#!/usr/bin/python\r# coding: gbk\rx = '\xbe\xed'", "卷"),
        (b"\xef\xbb\xbf# coding: utf-8\nx = '\xc3\xa9'", "é"),
        (b"x = 1\n# coding: latin-1\nx = '\xc3\xa9'", "é"),  # too late: the first line is code
    ],
)
def test_encoding(content: bytes, value: str) -> None:
    source = read(content)
    assert [n.value for n in ast.walk(source.tree) if isinstance(n, ast.Constant)][-1] == value


@pytest.mark.parametrize(
    ("content", "at", "words"),
    [
        (b"a = 1\nb = '\xe9'\n", (2, 6), "0xe9"),
        (b"a = 1\r\n\r\xc3\xa9 = '\xff'\n", (3, 6), "0xff"),
        (b"# \xe9\n", (1, 3), "0xe9"),
        (b"\n# coding: latin-99\n", (2, 11), "latin-99"),
        (b"# coding: hex\n", (1, 11), "hex"),
        (b"# coding: rot13\n", (1, 11), "rot13"),
        (b"# coding: undefined\n", (1, 11), "undefined"),
        (b"# coding: punycode\n", (1, 11), "punycode"),
        (b"\xef\xbb\xbf# coding: latin-1\n", (1, 11), "latin-1"),
        ("x = 1\n".encode("utf-16"), (1, 1), "UTF-16"),
        (b"a = 1\n\x00b = 2\n", (2, 1), "null byte"),
        ("a = 1\nb = '\ud800'\n", (2, 6), "surrogate"),
    ],
)
def test_content_that_cannot_be_decoded(content: Union[bytes, str], at: tuple[int, int], words: str) -> None:
    error = failure(content)
    assert place(error) == at
    assert words in error.message


# --- Python: syntax


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x = (1,\ny = 2\n", None),
        ("a\nprint 'x'\n", 2),
        ("def f():\nreturn 1\n", 2),
        ("if a:\n\tb\n        c\n", 3),
        ("a\nx = '''abc\n", None),
        ("a\nb = 1 +\n", 2),
        ("a\nb = 08\n", 2),
        ("é = '卷' + + * 2", 1),
        ("x = 1 \\", None),
    ],
)
def test_syntax_errors(text: str, line: Optional[int]) -> None:
    error = failure(text)
    assert error.message.startswith("This file does not parse: ")
    assert error.message.endswith(".")
    assert str(error) == error.message
    if line is not None:
        assert error.location.line == line


@pytest.mark.parametrize(
    "text",
    [
        "(" * 500 + ")" * 500,
        "-" * 100_000 + "1",
        "x" + ".a" * 300_000,
        "1" + "+1" * 300_000,
        "if a:\n pass\n" + "elif a:\n pass\n" * 50_000,
        "".join(" " * depth + "if a:\n" for depth in range(150)),
    ],
)
def test_code_that_is_nested_too_deeply(text: str) -> None:
    failure(text)


@pytest.mark.filterwarnings("error")
def test_warnings_of_the_parser_are_silent() -> None:
    assert read("x = '\\d'\nassert (1, 'a')\ny = 1if x else 2\n").tree.body
    with pytest.warns(UserWarning, match="still"):  # and others are not
        warnings.warn("still", stacklevel=1)


def test_error_can_be_pickled() -> None:
    error = failure("a b")
    again = pickle.loads(pickle.dumps(error))
    assert (again.message, again.location) == (error.message, error.location)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.py", "python"),
        ("a.pyi", "python"),
        ("a", "python"),
        ("<string>", "python"),
        ("a.IPYNB", "notebook"),
        ("docs/a.md", "markdown"),
        ("a.markdown", "markdown"),
    ],
)
def test_kind_by_suffix(path: str, kind: Kind) -> None:
    content = notebook_json() if kind == "notebook" else ""
    assert read_source(content, path).kind == kind


def test_kind_given() -> None:
    assert read_source(notebook_json("a"), "-", "notebook").regions[0].cell == 0


# --- notebooks


def test_cells_are_one_module_and_places_are_in_the_cell() -> None:
    source = notebook("a = 1\nb = 2\n", ("markdown", "# Title"), "\nc = '卷积', d\n")
    assert [region.cell for region in source.regions] == [0, 2]
    assert name_location(source, "b") == Location(2, 1, 2, 2, 0)
    assert name_location(source, "c") == Location(1, 1, 1, 2, 2)
    assert shown(source, "d") == "d"
    assert source.region(1).cell == 0


def test_cell_that_does_not_parse() -> None:
    error = failure(notebook_json("a = 1", ("markdown", "x"), "b = 1\nclass A:\nx = 1\n", "c ="), "n.ipynb")
    assert error.location.cell == 2
    assert error.location.line == 3
    assert error.message.startswith("This cell does not parse: ")


def test_cells_must_be_valid_each() -> None:
    assert failure(notebook_json("x = (", "1)"), "n.ipynb").location.cell == 0
    assert failure(notebook_json("if a:\n    b", "else:\n    c"), "n.ipynb").location.cell == 1


def test_future_import_in_a_later_cell() -> None:
    assert len(notebook("a = 1", "from __future__ import annotations").tree.body) == 2


@pytest.mark.parametrize("source", ["a = 1\r\nb = 2", ["a = 1\r\n", "b = 2"], ["a = 1\n", "b = 2"]])
def test_source_as_text_or_lines(source: object) -> None:
    content = {"cells": [{"cell_type": "code", "source": source}], "nbformat": 4}
    found = read_source(json.dumps(content), "n.ipynb")
    assert name_location(found, "b") == Location(2, 1, 2, 2, 0)


@pytest.mark.parametrize("lines", [["a = 1\n", "b = 2"], ["a = 1", "b = 2"]])
def test_format_3(lines: list[str]) -> None:
    cells = [
        {"cell_type": "heading", "level": 1, "source": ["Title"]},
        {"cell_type": "code", "language": "python", "input": lines},
        {"cell_type": "code", "language": "bash", "input": ["ls -l | more"]},
    ]
    content = {"worksheets": [{"cells": cells}, {"cells": cells}], "metadata": {}, "nbformat": 3}
    source = read_source(json.dumps(content), "n.ipynb")
    assert [region.cell for region in source.regions] == [1, 4]
    assert name_location(source, "b") == Location(2, 1, 2, 2, 1)


@pytest.mark.parametrize(
    ("metadata", "has_code"),
    [
        ({}, True),
        ({"language_info": {"name": "python"}}, True),
        ({"kernelspec": {"language": "python", "name": "mindspore"}}, True),
        ({"language_info": {"name": "R"}}, False),
        ({"kernelspec": {"language": "julia"}}, False),
        ({"language_info": None, "kernelspec": 3}, True),
    ],
)
def test_language_of_the_kernel(metadata: dict[str, object], has_code: bool) -> None:
    source = notebook("a = 1", ("markdown", "```python\nb = 1\n```"), **metadata)
    assert len(source.regions) == (2 if has_code else 0)
    assert source.location(1, 0, 1, 0).line == 1


@pytest.mark.parametrize(
    ("content", "at"),
    [
        ('{\n "cells": [\n  }', (3, 3)),
        ('{"cells": 1}', (1, 1)),
        ("[]", (1, 1)),
        ("", (1, 1)),
        ('{"cells": [1]}', (1, 1)),
        ('{"cells": [{"cell_type": "code"}]}', (1, 1)),
        ('{"cells": [{"cell_type": "code", "source": [1]}]}', (1, 1)),
        ('{"worksheets": [1]}', (1, 1)),
        ("[" * 100_000, (1, 1)),
        ('{"cells": [], "é": "' + "\n", (1, 21)),
        (b'{"cells": [],\n "x": "\xff"}', (2, 8)),
    ],
)
def test_not_a_notebook(content: Union[bytes, str], at: tuple[int, int]) -> None:
    error = failure(content, "n.ipynb")
    assert place(error) == at
    assert error.location.cell is None


def test_notebook_in_utf_16_and_with_half_surrogates() -> None:
    text = notebook_json("a = 1")
    assert read_source(text.encode("utf-16"), "n.ipynb").tree.body
    assert read_source(text.replace("a = 1", "a = '\\ud800'"), "n.ipynb").tree.body


# --- magics


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("%matplotlib inline", "pass"),
        ("!pip install mindspore", "pass"),
        ("!!ls", "pass"),
        ("?nn.Conv2d", "pass"),
        ("nn.Conv2d?", "pass"),
        ("nn.Conv2d??", "pass"),
        ("%env X=1", "pass"),
        ("!echo it's \"", "pass"),
        ("pip install -U mindspore", "pass"),
        ("cd ..", "pass"),
        ("files = !ls", "files = get_ipython()"),
        ("d['a'] = %env X", "d['a'] = get_ipython()"),
        ("a, b = !ls", "a, b = get_ipython()"),
        ("%time net = Net()", "net = Net()"),
        ("%timeit -n 10 net(x)", "pass"),
        ("%time", "pass"),
    ],
)
@pytest.mark.parametrize("indent", ["", "    "])
def test_magic_lines(line: str, expected: str, indent: str) -> None:
    before = ["x = 1", *(["if x:"] if indent else []), indent + line, "z = 3"]
    after = ["x = 1", *(["if x:"] if indent else []), indent + expected, "z = 3"]
    assert cell_code("\n".join(before)) == after


@pytest.mark.parametrize(
    "text",
    [
        "a = (b\n% c)",
        "a = b \\\n% c",
        's = """\n%time\n!ls\nx?\n"""',
        "s = 'a\\\n%time'",
        "print('a = %d' % 3)",
        "a = b != c",
        "x = {\n'a': 1,  # why?\n}",
        "f(a,\n  b)  # really?",
    ],
)
def test_what_only_looks_like_a_magic_stays(text: str) -> None:
    assert cell_code(text) == text.split("\n")
    assert cell_code(f"!ls\n{text}") == ["pass", *text.split("\n")]


def test_columns_after_a_timed_statement() -> None:
    source = notebook("if a:\n    %time net = Net('卷', b)\n")
    assert name_location(source, "net") == Location(2, 11, 2, 14, 0)
    assert shown(source, "b") == "b"


def test_shell_line_continued_by_a_backslash() -> None:
    assert cell_code("!pip install \\\n  mindspore \\\n  torch\na = 1") == ["pass", "", "", "a = 1"]


@pytest.mark.parametrize("magic", ["%%bash", "%%writefile a.py", "%%html", "\n%%sh", "# c\n%%javascript"])
def test_cell_magic_of_another_language(magic: str) -> None:
    source = notebook(f"{magic}\nls -l | more (", "a = 1")
    assert name_location(source, "a") == Location(1, 1, 1, 2, 1)


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 3", "%%capture out", "%%prun", "%%capture\n%%time"])
def test_cell_magic_around_python(magic: str) -> None:
    source = notebook(f"{magic}\na = 1\n!ls\nb = 1\n")
    line = magic.count("\n") + 2
    assert name_location(source, "a") == Location(line, 1, line, 2, 0)
    assert name_location(source, "b").line == line + 2


def test_cell_with_a_margin() -> None:
    content = {"cells": [{"cell_type": "code", "source": "    a = 1\n    if a:\n        b = '卷', c\n"}]}
    source = read_source(json.dumps(content), "n.ipynb")
    assert name_location(source, "a") == Location(1, 5, 1, 6, 0)
    assert shown(source, "c") == "c"


def test_error_beside_magics_has_its_place() -> None:
    error = failure(notebook_json("!ls\n%time a = 1\nb = = 2\n"), "n.ipynb")
    assert (error.location.line, error.location.column) == (3, 5)


# --- fences


@pytest.mark.parametrize(
    "info",
    [
        "python",
        "py",
        "python3",
        "Python",
        "ipython3",
        " python ",
        'python title="net.py"',
        "{.python}",
        "{.python .numberLines}",
        "{python}",
        "{code-cell} ipython3",
        "{code-block} python",
        "python{1,3}",
    ],
)
def test_python_fence(info: str) -> None:
    assert name_location(read_source(f"Text\n\n```{info}\na = 1\n```\n", "a.md"), "a").line == 4


@pytest.mark.parametrize("info", ["", "bash", "pycon", "python2", "python-repl", "pytb", "text python", "pyx"])
def test_other_fence(info: str) -> None:
    assert read_source(f"```{info}\na = 1\n```\n", "a.md").tree.body == []


FENCES = """
    # Title

    - Text

      ```python
      net = Net()
      ```

      1. Text
         ~~~py
         if a:
             '卷', layer = 1
         ~~~

    > Text
    > ```python
    > quoted = 1
    >
    > ```

       ````python
       wide = '''
    ```
       '''
       ````
    """


@pytest.mark.parametrize(("name", "line", "column"), [("net", 6, 3), ("quoted", 17, 3), ("wide", 22, 4)])
def test_fences_in_lists_and_quotes(name: str, line: int, column: int) -> None:
    text = dedent(FENCES).replace("'卷', layer = 1", "'卷', layer")
    source = read_source(text, "a.md")
    assert source.code.count("\n") == text.count("\n")
    assert name_location(source, name) == Location(line, column, line, column + len(name))
    assert shown(source, "layer") == "layer"
    in_cell = notebook("x = 1", ("markdown", text))
    assert name_location(in_cell, name) == Location(line, column, line, column + len(name), 1)
    assert shown(in_cell, "layer") == "layer"


def test_fence_behind_tabs() -> None:
    source = read_source("-\tText\n\n\t```python\n\tif a:\n\t\tb = c\n\t```\n", "a.md")
    assert shown(source, "b") == "b"
    assert shown(source, "c") == "c"


def test_fragments_are_blank() -> None:
    source = read_source("```python\ndef f(...):\n```\n\n```python\nb = 1\n```\n", "a.md")
    assert source.code == "\n\n\n\n\nb = 1\n\n"
    assert [region.first_line for region in source.regions] == [6]


def test_fence_with_magics() -> None:
    source = read_source("```python\n!pip install mindspore\nimport mindspore\n```\n", "a.md")
    assert source.lines[1:3] == ["pass", "import mindspore"]


def test_markdown_without_fences() -> None:
    source = read_source("# Title\n\n`x = 1`\n\n    indented = 1\n", "a.md")
    assert source.tree.body == []
    assert source.location(2, 0, 2, 0) == Location(2, 1, 2, 1)


def test_imports_are_lean() -> None:
    code = (
        "import sys; from ms_lint.sources import read_source; read_source('# T', 'a.md'); "
        "import ms_lint.files, ms_lint.suppressions; "
        "print([m for m in ('markdown_it', 'pathspec') if m in sys.modules])"
    )
    root = Path(__file__).parents[1]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


# --- the founding notebook


def test_founding_notebook() -> None:
    path = seed_notebook("migration_script.ipynb")
    source = read_source(path.read_bytes(), str(path))
    kinds = [(region.kind, region.cell) for region in source.regions]
    assert kinds == [
        ("cell", 1),
        ("fence", 2),
        ("fence", 2),
        ("cell", 4),
        ("fence", 6),
        ("cell", 8),
        ("fence", 9),
        ("fence", 10),
        ("fence", 10),
        ("fence", 10),
    ]
    wrong = [n for n in ast.walk(source.tree) if isinstance(n, ast.Attribute) and n.attr == "poss_net"]
    at = source.node_location(wrong[0])
    assert at == Location(13, 46, 13, 59, 1)
    assert source.line_at(at)[45:58] == "self.poss_net"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name):
            at = source.node_location(node)
            assert source.line_at(at)[at.column - 1 : at.end_column - 1] == node.id


def test_collapsed_notebook() -> None:
    error = failure(seed_notebook("migration_script_collapsed.ipynb").read_bytes(), "collapsed.ipynb")
    assert error.location.cell == 1
    assert error.location.line == 9


# --- the trace of a framework


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("import mindspore as ms", True),
        ("from torch import nn", True),
        ("import tensorflow.compat.v1 as tf", True),
        ("from keras import layers", True),
        ("import mindtorch", True),
        ("import msadapter", True),
        ("from mindnlp.core import nn", True),
        ("class A(Base):\n    def construct(self, x): pass", True),
        ("class A(nn.Cell): pass", True),
        ("import numpy as np\nconstruct = 1\nnn = Cell", False),
        ("", False),
    ],
)
def test_framework_trace(content: str, expected: bool) -> None:
    assert has_framework_trace(content) is expected
    assert has_framework_trace(content.encode()) is expected
    assert has_framework_trace(content.encode("utf-16")) is expected


# --- whatever the bytes

PYTHON = "import torch\r\n\n# 说明\nclass A(nn.Cell):\n\tdef f(self, x='é'):\n\t\treturn f'{x!r}' \\\n + x[0]\n"
MARKDOWN = "# T\n\n- a\n\n  ```python\n  x = '卷'\n  ```\n> ~~~py\n> !ls\n> y = x\n> ~~~\n"
NOTEBOOK = notebook_json("%time a = 1\nb = !ls\n", ("markdown", MARKDOWN), "%%bash\nls", "  x = '卷'\n  y\n")
KINDS: list[Kind] = ["python", "notebook", "markdown"]


def check_error_is_safe(error: SourceError, content: Union[bytes, str]) -> None:
    assert error.message
    at = error.location
    assert 1 <= at.line <= at.end_line
    assert 1 <= at.column <= at.end_column
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    if at.cell is None and "coding" not in text:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert at.end_line <= len(lines)
        if isinstance(content, str):
            assert at.end_column <= len(lines[at.end_line - 1]) + 1


def check_is_safe(content: Union[bytes, str], kind: Kind) -> None:
    """Either a source whose places all exist, or a SourceError whose place exists."""
    try:
        source = read_source(content, "x", kind)
    except SourceError as error:
        check_error_is_safe(error, content)
        return
    for node in ast.walk(source.tree):
        if isinstance(node, (ast.expr, ast.stmt)):
            at = source.node_location(node)
            lines = source.text.split("\n") if at.cell is None else source.cells[at.cell].split("\n")
            assert 1 <= at.line <= at.end_line <= len(lines)
            assert 1 <= at.column <= len(lines[at.line - 1]) + 1
            assert 1 <= at.end_column <= len(lines[at.end_line - 1]) + 1
            is_ours = isinstance(node, ast.Name) and node.id == "get_ipython"  # stands for a magic
            if isinstance(node, ast.Name) and not is_ours and sys.version_info >= (3, 12):
                text = lines[at.line - 1][at.column - 1 : at.end_column - 1]
                assert unicodedata.normalize("NFKC", text) == node.id


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(KINDS))
@example(b"\xff\xfe", "notebook")
@example(b"\xef\xbb\xbf", "python")
@example(b"# coding: utf_7\n+AAA", "python")
@example(b"# coding: idna\n..", "python")
def test_random_bytes(content: bytes, kind: Kind) -> None:
    check_is_safe(content, kind)


CODE_TEXT = st.text(alphabet=st.sampled_from("ab1 \t\n\r\x0c\\'\"#%!?=()[]{}:,.`~>-*f卷é\ud800\u2028\x00"), max_size=60)


@settings(max_examples=300, deadline=None)
@given(CODE_TEXT | st.text(max_size=60))
def test_random_text(text: str) -> None:
    check_is_safe(text, "python")
    check_is_safe(text, "markdown")
    check_is_safe(f"- a\n  ```python\n{text}\n", "markdown")
    check_is_safe(json.dumps({"cells": [{"cell_type": "code", "source": text}]}), "notebook")
    check_is_safe(json.dumps({"cells": [{"cell_type": "markdown", "source": f"```py\n{text}"}]}), "notebook")


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([(PYTHON, "python"), (MARKDOWN, "markdown"), (NOTEBOOK, "notebook")]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 4), st.binary(max_size=4)), max_size=4),
)
def test_mutations_of_valid_files(valid: tuple[str, Kind], mutations: list[tuple[int, int, bytes]]) -> None:
    text, kind = valid
    content = text.encode()
    for place, length, replacement in mutations:
        start = place % (len(content) + 1)
        content = content[:start] + replacement + content[start + length :]
    check_is_safe(content, kind)


@pytest.mark.parametrize(
    "text",
    [
        "`" * 200_000,
        "``` " * 50_000,
        ">" * 50_000 + "```py\nx\n",
        "- " * 20_000 + "```py\nx\n",
        "[" * 20_000 + "\n```py\nx\n",
        "```" + " " * 100_000 + "py x y\nx\n",
        "```py\n" * 5_000,
        "```py\nx?" + " " * 100_000 + "y\n```",
        "```py\nx " + " " * 100_000 + "y\n```",
        "```py\n" + "\"'" * 50_000 + "\n```",
        "```py\n%time " * 2_000,
        "```py\n!a\n" + "x = '''\n" * 5_000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    check_is_safe(text, "markdown")
    check_is_safe(json.dumps({"cells": [{"cell_type": "code", "source": text}]}), "notebook")
    assert time.process_time() - start < 5
