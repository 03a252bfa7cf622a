"""Names, classes and attributes across the files of a project (ms_lint.semantics.project)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Optional

import pytest
from helpers import Recorder, check_file, class_named, codes, follow_file, marks, write_files

from ms_lint.analysis import analyze, project_for
from ms_lint.semantics import project as project_module
from ms_lint.settings import Settings
from ms_lint.sources import read_source

BLOCKS = """
    from mindspore import nn
    WIDTH = 3
    Conv = nn.Conv2d
    class Block(nn.Cell):
        def __init__(self):
            super().__init__()
            self.fc = nn.Dense(1, 2)
            self.act = nn.ReLU()
        def construct(self, x):
            return self.act(x)
    class Plain: ...
    def make():
        return nn.ReLU()
    """

FORMS = {
    "from module": ("from pkg.blocks import Block as B, Conv as C", "B", "C"),
    "relative": ("from .blocks import Block, Conv", "Block", "Conv"),
    "module": ("from pkg import blocks", "blocks.Block", "blocks.Conv"),
    "relative module": ("from . import blocks as b", "b.Block", "b.Conv"),
    "import dotted": ("import pkg.blocks", "pkg.blocks.Block", "pkg.blocks.Conv"),
    "import dotted as": ("import pkg.blocks as d", "d.Block", "d.Conv"),
    "star": ("from .blocks import *", "Block", "Conv"),
    "star, absolute": ("from pkg.blocks import *", "Block", "Conv"),
    "re-export": ("from pkg import Block, Conv", "Block", "Conv"),
    "re-export, relative": ("from . import Block, Conv", "Block", "Conv"),
    "re-export by a star": ("from pkg.stars import Block, Conv", "Block", "Conv"),
    "star of a star": ("from pkg.stars import *", "Block", "Conv"),
    "try": ("try:\n    from .blocks import Block, Conv\nexcept ImportError:\n    Block = Conv = None", "Block", "Conv"),
    "subpackage": ("from .sub.deep import Block, Conv", "Block", "Conv"),
    "dotted attribute of a package": ("import pkg.sub.deep as s", "s.Block", "s.Conv"),
}
FILES = {
    "pkg/__init__.py": "from .blocks import Block, Conv\n",
    "pkg/blocks.py": BLOCKS,
    "pkg/stars.py": "from .blocks import *\n",
    "pkg/sub/__init__.py": "",
    "pkg/sub/deep.py": "from ..blocks import Block, Conv\n",
}


@pytest.mark.parametrize(("statement", "block", "conv"), FORMS.values(), ids=FORMS.keys())
def test_import_form(tmp_path: Path, statement: str, block: str, conv: str) -> None:
    net = f"{statement}\nclass Net({block}):\n    def build(self):\n        return {conv}(1, 2, 3)\n"
    write_files(tmp_path, {**FILES, "pkg/net.py": net})
    recorder = Recorder()
    module = follow_file(tmp_path, "pkg/net.py", recorder)
    assert class_named(module, "Net").kind == "cell"
    assert [call.qualified_name for call in recorder.calls] == ["mindspore.nn.Conv2d"]
    assert class_named(module, "Net").method("construct") is not None


def test_star_import_takes_public_names_only(tmp_path: Path) -> None:
    files = {
        "a.py": "from mindspore import nn\n_hidden = 1\nshown = 2\n",
        "b.py": "from mindspore import nn\n__all__ = ['first', '_second']\nfirst = 1\n_second = 2\nthird = 3\n",
        "net.py": """
            from mindspore import nn
            from a import *
            from b import *
            class Net(nn.Cell):
                def construct(self, x):
                    return shown, first, _second, _hidden, third  # -> _hidden, third
            """,
    }
    write_files(tmp_path, files)
    assert undefined(tmp_path, "net.py") == marks(files["net.py"])


def undefined(root: Path, name: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for finding in check_file(root, name, ["MSL704", "MSL003"]):
        text = finding.message.split("`")[1]
        line = finding.location.line
        found[line] = f"{found[line]}, {text}" if line in found else text
    return found


@pytest.mark.parametrize(
    "extension",
    [
        "__all__.extend(['second'])",
        "__all__ += ['second']",
        "__all__ = __all__ + ['second']",
        "__all__.append('second')",
        "__all__ += [name for name in globals() if name.startswith('sec')]",
        "from other import __all__ as more\n__all__ += more",
        "if first:\n    __all__.append('second')",
    ],
)
def test_star_import_of_an_all_that_grows(tmp_path: Path, extension: str) -> None:
    files = {
        "names.py": f"__all__ = ['first']\nfirst = 1\nsecond = 2\n{extension}\n",
        "other.py": "__all__ = ['second']\nsecond = 2\n",
        "net.py": """
            from mindspore import nn
            from names import *
            class Net(nn.Cell):
                def construct(self, x):
                    return first * second
            """,
    }
    write_files(tmp_path, files)
    assert undefined(tmp_path, "net.py") == {}


@pytest.mark.parametrize(
    "names",
    [
        "globals().update({'second': 2})",
        "def make(**names):\n    globals().update(names)\nmake(second=2)",
        "for name in ('second',):\n    globals()[name] = 2",
        "exec('second = 2')",
    ],
)
def test_star_import_of_names_that_are_computed(tmp_path: Path, names: str) -> None:
    files = {
        "names.py": f"{names}\nfirst = 1\n",
        "net.py": """
            from mindspore import nn
            from names import *
            class Net(nn.Cell):
                def construct(self, x):
                    return first * second
            """,
    }
    write_files(tmp_path, files)
    assert undefined(tmp_path, "net.py") == {}


def test_star_import_of_a_star_that_cannot_be_looked_into(tmp_path: Path) -> None:
    files = {
        "names.py": "from elsewhere import *\n",
        "net.py": """
            from mindspore import nn
            from names import *
            class Net(nn.Cell):
                def construct(self, x):
                    return somewhere * x
            """,
    }
    write_files(tmp_path, files)
    assert undefined(tmp_path, "net.py") == {}


def test_importing_a_submodule_binds_it_in_its_package(tmp_path: Path) -> None:
    """``from .models import *`` in ``__init__`` makes ``models`` a name of the package too."""
    files = {
        "pkg/__init__.py": """
            import mindspore
            from .models import *
            from .sub.parts import Part
            import pkg.others
            __all__ = models.__all__ + sub.NAMES + others.NAMES
            """,
        "pkg/models.py": "__all__ = ['A']\nA = 1\n",
        "pkg/others.py": "NAMES = []\n",
        "pkg/sub/__init__.py": "NAMES = []\n",
        "pkg/sub/parts.py": "Part = 1\n",
    }
    write_files(tmp_path, files)
    assert undefined(tmp_path, "pkg/__init__.py") == {}


def test_a_package_without_init_is_found_from_within(tmp_path: Path) -> None:
    """``models`` has an ``__init__.py``, ``ldm`` above it has none; the code imports from the folder above that."""
    files = {
        "vision/ldm/models/__init__.py": "",
        "vision/ldm/models/net.py": "from ldm.util import scaled\n",
        "vision/ldm/util.py": "def scaled(x):\n    return x\n",
    }
    write_files(tmp_path, files)
    module = follow_file(tmp_path / "vision" / "ldm" / "models", "net.py")
    found = module.project.locate("ldm.util", module.path) if module.project is not None else None
    assert found == str(tmp_path / "vision" / "ldm" / "util.py")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("from b import B\nclass A(B): ...", "from a import A\nclass B(A): ..."),
        ("from b import *\nclass A(B): ...", "from a import *\nclass B(A): ..."),
        ("import b\nclass A(b.B): ...", "import a\nclass B(a.A): ..."),
        ("from a import A\nclass B(A): ...", "X = 1"),
        ("from b import x as y", "from a import y as x"),
    ],
)
def test_import_cycles_end(tmp_path: Path, first: str, second: str) -> None:
    write_files(tmp_path, {"a.py": first, "b.py": second})
    for name in ("a.py", "b.py"):
        module = follow_file(tmp_path, name)
        assert [info.kind for info in module.classes] in ([None], [])
        assert "MSL003" not in codes(check_file(tmp_path, name))


def test_a_cycle_does_not_hide_what_is_outside_of_it(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "from .a import A\nfrom .b import B\n",
        "pkg/a.py": "from mindspore import nn\nfrom . import b\nclass A(nn.Cell): ...\n",
        "pkg/b.py": "from .a import A\nclass B(A): ...\n",
    }
    write_files(tmp_path, files)
    assert class_named(follow_file(tmp_path, "pkg/b.py"), "B").kind == "cell"
    assert class_named(follow_file(tmp_path, "pkg/a.py"), "A").kind == "cell"


def test_a_file_that_does_not_parse_or_exist_is_unknown(tmp_path: Path) -> None:
    files = {
        "broken.py": "class Base(nn.Cell:\n",
        "net.py": """
            from mindspore import nn
            from broken import Base
            from missing import Other
            class Net(Base, nn.Cell):
                def construct(self, x):
                    return self.fc(x)
            class Second(Other, nn.Cell):
                def construct(self, x):
                    return self.fc(x)
            """,
    }
    write_files(tmp_path, files)
    assert check_file(tmp_path, "net.py") == []


def test_a_package_folder_that_shadows_a_library(tmp_path: Path) -> None:
    """A project's own folder ``torch`` does not take the framework's name."""
    write_files(tmp_path, {"torch/__init__.py": "", "net.py": "import torch\nclass Net(torch.nn.Module): ...\n"})
    assert class_named(follow_file(tmp_path, "net.py"), "Net").kind == "module"


def test_a_src_layout(tmp_path: Path) -> None:
    files = {"src/pkg/__init__.py": "", "src/pkg/blocks.py": BLOCKS, "tests/net.py": "from pkg.blocks import *\n"}
    write_files(tmp_path, files)
    (tmp_path / "tests" / "net.py").write_text("from pkg.blocks import Block\nclass Net(Block): ...\n")
    assert class_named(follow_file(tmp_path, "tests/net.py"), "Net").kind == "cell"


@pytest.mark.parametrize(
    ("base", "code"),
    [
        ("self.fc = nn.Dense(1, 2)", None),
        ("setattr(self, 'fc', nn.Dense(1, 2))", None),
        ("self.insert_child_to_cell('fc', nn.Dense(1, 2))", None),
        ("self.build()", None),
        ("for name in names: setattr(self, name, 1)", None),
        ("self.other = nn.Dense(1, 2)", "MSL701"),
    ],
)
def test_attributes_of_a_base_in_another_file(tmp_path: Path, base: str, code: Optional[str]) -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/base.py": f"""
            from mindspore import nn
            class Base(nn.Cell):
                def __init__(self, names=()):
                    super().__init__()
                    {base}
                def build(self):
                    self.fc{"" if "build" in base else "x"} = nn.Dense(1, 2)
            """,
        "pkg/net.py": """
            from .base import Base
            class Net(Base):
                def construct(self, x):
                    return self.fc(x)
            """,
    }
    write_files(tmp_path, files)
    assert codes(check_file(tmp_path, "pkg/net.py", ["MSL701", "MSL003"])) == ([code] if code else [])


def test_a_layer_used_by_a_subclass_in_another_file(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/blocks.py": BLOCKS,
        "pkg/net.py": "from .blocks import Block\nclass Net(Block):\n    def construct(self, x): return self.fc(x)\n",
    }
    write_files(tmp_path, files)
    assert codes(check_file(tmp_path, "pkg/blocks.py", ["MSL703"])) == []
    (tmp_path / "pkg" / "net.py").unlink()
    assert codes(check_file(tmp_path, "pkg/blocks.py", ["MSL703"])) == ["MSL703"]


def test_an_attribute_set_from_another_file(tmp_path: Path) -> None:
    files = {
        "net.py": """
            from mindspore import nn
            class Net(nn.Cell):
                def construct(self, x):
                    return x * self.scale
            """,
        "train.py": "from net import Net\nnet = Net()\nnet.scale = 3\n",
    }
    write_files(tmp_path, files)
    assert codes(check_file(tmp_path, "net.py", ["MSL701"])) == []
    (tmp_path / "train.py").write_text("from net import Net\nprint(Net().scale)\n")
    assert codes(check_file(tmp_path, "net.py", ["MSL701"])) == ["MSL701"]


def test_a_flag_that_another_file_adds(tmp_path: Path) -> None:
    """`Cell.add_flags_recursive` sets it as an attribute, also on the layers within: seen on MindSpore 2.10.0."""
    net = """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                return x if self.is_first else -x
        """
    write_files(tmp_path, {"net.py": net, "run.py": "from net import Net\nnet = Net()\n"})
    assert codes(check_file(tmp_path, "net.py", ["MSL701"])) == ["MSL701"]
    write_files(tmp_path, {"run.py": "from net import Net\nnet = Net()\nnet.add_flags_recursive(is_first=True)\n"})
    assert check_file(tmp_path, "net.py", ["MSL701"]) == []


def test_the_original_in_another_file_of_the_project(tmp_path: Path) -> None:
    files = {
        "torch_net.py": """
            import torch
            class Net(torch.nn.Module):
                def __init__(self, k, mode):
                    super().__init__()
                    self.k, self.mode = k, mode
                def forward(self, x):
                    return x * self.k
            """,
        "net.py": """
            from mindspore import nn
            class Net(nn.Cell):
                def __init__(self, k):
                    super().__init__()
                    self.k = k
                    self.mode = mode
                def construct(self, x):
                    return x
            """,
    }
    write_files(tmp_path, files)
    found = check_file(tmp_path, "net.py", ["MSL702", "MSL704"])
    assert [(f.code, f.location.line) for f in found] == [("MSL702", 5), ("MSL704", 6)]
    assert "parameter 2 of `__init__`" in found[1].message


def test_findings_do_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    """One Project serves a whole run: what was looked up before must not change a later file."""
    from ms_lint.analysis import analyze, project_for
    from ms_lint.settings import Settings

    files = {
        **FILES,
        "pkg/net.py": "from .blocks import Block\nclass Net(Block):\n    def construct(self, x): return self.wrong\n",
        "pkg/other.py": "from .net import Net\nclass Other(Net):\n    def construct(self, x): return self.more\n",
    }
    write_files(tmp_path, files)
    settings = Settings(root=str(tmp_path))
    names = sorted(files)

    def run(order: list[str]) -> list[tuple[str, int, str, str]]:
        project = project_for(settings)
        found = []
        for name in order:
            path = tmp_path / name
            for f in analyze(path.read_bytes(), str(path), settings, project=project):
                found.append((f.path, f.location.line, f.code, f.message))
        return sorted(found)

    forward = run(names)
    assert forward
    assert run(names[::-1]) == forward
    alone = sorted(item for name in names for item in run([name]))
    assert alone == forward


def test_new_content_of_a_file_replaces_the_old_one(tmp_path: Path) -> None:
    """An editor checks one project again and again: what was known of an earlier content is forgotten."""
    path = tmp_path / "net.py"
    path.write_text("x = 1\n")
    settings = Settings(root=str(tmp_path))
    project = project_for(settings)
    wrong, right = b"from mindspore import nn\nnn.Dense()\n", b"from mindspore import nn\nnn.Dense(1, 2)\n"
    assert [f.code for f in analyze(wrong, str(path), settings, project=project)] == ["MSL201"]
    assert analyze(right, str(path), settings, project=project) == []
    assert [f.code for f in analyze(wrong.decode(), str(path), settings, project=project)] == ["MSL201"]


def test_many_files_with_a_class_of_one_name(tmp_path: Path) -> None:
    """None of them is looked into for an original: no other framework is named there."""
    code = """
        from mindspore import nn
        class Block(nn.Cell):
            def __init__(self, k):
                super().__init__()
                self.k = k
            def construct(self, x):
                return x
        """
    write_files(tmp_path, {f"net{number}.py": code for number in range(40)})
    settings = Settings(root=str(tmp_path))
    project = project_for(settings)
    for path in sorted(tmp_path.glob("*.py")):
        assert analyze(path.read_bytes(), str(path), settings, project=project) == []
    assert not project._modules


def test_a_norm_that_another_file_hands_down_with_its_epsilon_is_none_of_our_business(tmp_path: Path) -> None:
    block = """
        # from timm
        from mindspore import nn

        class Block(nn.Cell):
            def __init__(self, dim, norm_layer=nn.LayerNorm):
                super().__init__()
                self.norm = norm_layer((dim,))

            def construct(self, x):
                return self.norm(x)
        """
    model = "from functools import partial\nfrom mindspore import nn\nfrom block import Block\n"
    write_files(tmp_path, {"block.py": block, "model.py": model + "b = Block(4, norm_layer=nn.LayerNorm)\n"})
    assert codes(check_file(tmp_path, "block.py", ["MSL325"])) == ["MSL325"]
    handed = "b = Block(4, norm_layer=partial(nn.LayerNorm, epsilon=1e-6))\n"
    write_files(tmp_path, {"model.py": model + handed})
    assert check_file(tmp_path, "block.py", ["MSL325"]) == []


def test_the_index_knows_what_is_typed_in_a_file_of_the_project(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.py": "x = 1\n", "b.py": "y = 2\n"})
    project = project_for(Settings(root=str(tmp_path)))
    path = str(tmp_path / "a.py")
    project.keep(read_source("x = 1\n", path))
    assert not project.index(path).is_read("weight")
    project.keep(read_source("x.weight\n", path))
    assert project.index(path).is_read("weight")
    assert project.index(path).text(str(tmp_path / "b.py")) == "y = 2\n"
    project.keep(read_source("x = 1\n", path))
    assert not project.index(path).is_read("weight")


def indexed(folder: Path) -> set[str]:
    """The files below a folder that its index has."""
    index = project_for(Settings(root=str(folder))).index(str(folder / "a.py"))
    return {Path(path).relative_to(folder).as_posix() for path in index.texts}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_not_the_own_code_is_not_in_the_index(tmp_path: Path) -> None:
    names = ("a.py", "net/b.py", ".cache/c.py", "venv/d.py", "env311/lib/e.py", "node_modules/f.py", "g.txt")
    write_files(tmp_path, dict.fromkeys((*names, "env311/pyvenv.cfg"), "x = 1\n"))
    os.mkfifo(tmp_path / "pipe.py")  # whoever reads it waits for ever
    assert indexed(tmp_path) == {"a.py", "net/b.py"}


@pytest.mark.parametrize("bound", ["_MAXIMUM_LOOSE", "_MAXIMUM_LOOSE_ENTRIES"])
def test_a_folder_that_is_no_project_is_searched_near_the_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    write_files(tmp_path, {"a.py": "x = 1\n", "b/c.py": "x = 1\n", "b/d.py": "x = 1\n", "b/c/e.py": "net.weight\n"})
    monkeypatch.setattr(project_module, bound, 15 if bound == "_MAXIMUM_LOOSE" else 4)
    assert "b/c/e.py" not in indexed(tmp_path)
    assert not project_for(Settings(root=str(tmp_path))).index(str(tmp_path / "a.py")).is_read("weight")


def test_in_a_project_that_is_too_large_every_name_counts_as_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"pyproject.toml": "", "a.py": "x = 1\n", "b/c.py": "x = 1\n"})
    monkeypatch.setattr(project_module, "_MAXIMUM_INDEXED", 8)
    assert project_for(Settings(root=str(tmp_path))).index(str(tmp_path / "a.py")).is_read("weight")


def test_what_is_known_of_other_files_is_kept_while_one_is_edited(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.py": "class A: pass\n", "b.py": "class B(A): pass\n", "c.py": "class C(B): pass\n"})
    project = project_for(Settings(root=str(tmp_path)))
    a, b, c = (str(tmp_path / name) for name in ("a.py", "b.py", "c.py"))
    project.keep(read_source("class B(A): pass\n", b))
    assert project.index(b).files_with_subclass("A") == [b, c]
    project.keep(read_source("class B(A): x = 1\n", b))
    others = project.index(b).base
    assert project.index(b).files_with_subclass("A") == [b, c]  # through what is being edited
    project.keep(read_source("class B: x = 1\n", b))
    assert project.index(b).base is others
    assert project.index(b).files_with_subclass("A") == []
    assert project.index(b).files_with_class("B") == [b]
    project.keep(read_source("class A: pass\n", a))
    project.keep(read_source("import b\nclass A: pass\n", a))  # now another one is edited
    assert project.index(a).importers(["b"]) == [a]
    assert project.index(a).files_with_class("B") == [b]
    assert project.index(a).files_with_subclass("A") == []


def test_refresh_notices_what_changed_on_disk_and_keeps_the_rest(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.py": "import b\nx = 1\n", "b.py": "y = 2\n"})
    project = project_for(Settings(root=str(tmp_path)))
    a, b = (str(tmp_path / name) for name in ("a.py", "b.py"))
    loaded, index = project.load(b), project.index(a)
    project.refresh()
    assert project.load(b) is loaded
    assert project.index(a) is index
    project.keep(read_source("x.weight\n", a))
    project.keep(read_source("x.height\n", a))
    assert project.index(a).is_read("height")
    Path(a).write_text("x.height\n", encoding="utf-8")  # saved: nothing is new
    project.refresh()
    assert project.load(b) is loaded
    project.keep(read_source("x.weight\n", a))
    project.refresh()  # closed without being saved
    assert project.index(a).is_read("height")
    assert not project.index(a).is_read("weight")
    project.keep(read_source("x.weight\n", a))  # and opened again
    assert project.index(a).is_read("weight")
    Path(b).write_text("y = x.depth\n", encoding="utf-8")
    (tmp_path / "c.py").write_text("z = x.width\n", encoding="utf-8")
    project.refresh()
    assert project.load(b) is not loaded
    assert project.source(b).text == "y = x.depth\n"
    assert project.index(a).is_read("depth")
    assert project.index(a).is_read("width")
    (tmp_path / "c.py").unlink()
    project.refresh()
    assert not project.index(a).is_read("width")


def test_a_method_of_a_subclass_in_another_file_is_there_to_be_called(tmp_path: Path) -> None:
    files = {
        "base.py": """
            from mindspore import nn
            class Base(nn.Cell):
                def construct(self, x):
                    return x
                def resize(self, fc):
                    self.set_head(fc)
            """,
        "net.py": "from base import Base\nclass Net(Base):\n    def set_head(self, fc): self.fc = fc\n",
    }
    write_files(tmp_path, files)
    assert codes(check_file(tmp_path, "base.py", ["MSL701"])) == []
    (tmp_path / "net.py").write_text("from base import Base\nclass Net(Base):\n    pass\n")
    assert codes(check_file(tmp_path, "base.py", ["MSL701"])) == ["MSL701"]
