"""Fixes of compiled code in forms that the programs of the rules do not have: comments, and what has no fix."""

from __future__ import annotations

import sys
import textwrap

import pytest

from ms_lint.runner import fix_content
from ms_lint.settings import Settings

HEAD = "import contextlib\n\nimport mindspore as ms\nfrom mindspore import nn, ops\n\n\nclass Net(nn.Cell):\n"
GRAPH = Settings(target_version="2.10.0", select=("MSL60", "MSL61", "MSL62"), execution_mode="graph")


def fixed(body: str, head: str = HEAD) -> str:
    """What fixes make of the body of a Cell."""
    code = head + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ") + "\n"
    made = fix_content(code.encode(), "net.py", GRAPH, unsafe=True).content.decode()
    return textwrap.dedent(made[made.index("class Net(nn.Cell):\n") + len("class Net(nn.Cell):\n") :])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a.insert(0, x)  # first", "a = [x] + a  # first"),
        ("y = a.pop(1)  # second", "y = a[1]  # second\n    a = a[:1] + a[2:]"),
        ("a.extend(x * i for i in range(2))", "a = a + [x * i for i in range(2)]"),
        ("with contextlib.nullcontext():  # nothing\n        y = x", "# nothing\n    y = x"),
        ("y = ops.relu(x)\n    del y  # done", "y = ops.relu(x)\n    # done"),
        ("y = x * max(sizes, key=abs)", "y = x * sorted(sizes, key=abs, reverse=True)[0]"),
        ("y = x * min(3, -4, key=abs)", "y = x * sorted((3, -4), key=abs)[0]"),
        ("y = f\"{{{self.rate:>{6}.2f}}} '{1!r}'\"", "y = \"{{{:>{}.2f}}} '{!r}'\".format(self.rate, 6, 1)"),
        ("y = {'a': x, **d, 'b': x}", "y = {'a': x}\n    y.update(d)\n    y.update({'b': x})"),
        ("y = next(iter(a), None) if sizes else x", "y = next(iter(a), None) if sizes else x"),
    ],
)
def test_fixed(before: str, after: str) -> None:
    start = "def construct(self, x):\n    a = [x, x + 1, x + 2]\n    sizes = [1, -2]\n    d = {'c': x}\n    "
    end = "\n    return a[0] + sizes[0] + d['c']"
    assert fixed(start + before + end).strip() == textwrap.dedent(start + after + end)


@pytest.mark.parametrize(
    "lines",
    [
        # the caller has the list
        (
            "a = [x]",
            "return self.grown(a, x)",
            "-def grown(self, a, x):",
            "a.insert(0, x)",
            "return a[0]",
        ),
        # a loop goes over it meanwhile
        ("a = [x, x]", "for item in a:", "    a.pop()", "return a[0]"),
        # it may not be computed at all
        ("a = [x, x]", "y = x if x.ndim > 1 else a.pop()", "return y + a[0]"),
        # the comment between would be lost
        ("a = [x, x]", "a.insert(0,  # first", "         x)", "return a[0]"),
        # only some of the items may be wanted
        ("return next(self.parts(x))", "-def parts(self, x):", "yield x", "yield x + 1"),
        # what is tried may fail
        ("try:", "    y = x.shape[1]", "except IndexError:", "    y = 1", "return x * y"),
        # the second test is made only if the first one fails
        ("if x.ndim > 1:", "    x = x + 1", "elif (n := x.shape[0]) > 1:", "    x = x * n", "return x"),
        # the loop's names are read elsewhere
        ("i = 5", "y = [x * i * j for i in range(2) for j in range(2)]", "return y[0] * i"),
        # nothing tells the value
        ("if x.sum() > 0:", "    y = x + 1", "return y * 2"),
        # a set's own operators
        ("s = {1, 2}", "t = s | {3}", "return x * len(t)"),
    ],
)
def test_not_fixed(lines: tuple[str, ...]) -> None:
    body = (line[1:] if line.startswith("-") else f"    {line}" for line in lines)
    code = "\n".join(("def construct(self, x):", *body))
    assert fixed(code).strip() == code


@pytest.mark.skipif(sys.version_info < (3, 10), reason="Python before 3.10 has no match")
def test_match() -> None:
    code = """
        def construct(self, x):
            match self.kind:  # by kind
                case 1 | 2:  # small
                    return x
                case "none" if x.ndim > 1:
                    x = x + 1
                case _:
                    x = x * 2
            return x
        """
    expected = """
        def construct(self, x):
            # by kind
            if self.kind == 1 or self.kind == 2:  # small
                return x
            elif (self.kind == "none") and (x.ndim > 1):
                x = x + 1
            else:
                x = x * 2
            return x
        """
    assert fixed(code).strip() == textwrap.dedent(expected).strip()
    with_text = code.replace("x = x * 2", 'x = x * len("""a\n b""")')
    assert "match self.kind" in fixed(with_text)


def test_tabs_stay() -> None:
    code = "def construct(self, x):\n\ty = [x * i * j for i in range(2) for j in range(2)]\n\treturn y[0]\n"
    head = HEAD + "\tkind = 1\n"
    body = "".join(f"\t{line}\n" for line in code.splitlines())
    made = fix_content((head + body).encode(), "net.py", GRAPH, unsafe=True).content.decode()
    assert "\t\ty = []\n\t\tfor i in range(2):\n\t\t\tfor j in range(2):\n\t\t\t\ty.append(x * i * j)\n" in made
