"""Reading what a package has out of its sources (ms_lint.knowledge.extraction), on small packages made up here."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ms_lint.knowledge.extraction import mindspore, tensorflow, torch
from ms_lint.knowledge.extraction.api import Api
from ms_lint.knowledge.extraction.docstrings import deprecation, documented_forms, listed_parameters, platforms
from ms_lint.knowledge.extraction.native import find_forms, parse_forms
from ms_lint.knowledge.extraction.parameters import parse_parameters, text_of_parameters
from ms_lint.knowledge.extraction.sources import combined, from_folder, from_mapping
from ms_lint.knowledge.extraction.world import World


def files(**texts: str) -> dict[str, bytes]:
    """Files of a package ``mindspore`` by their paths, with ``__`` for ``/``."""
    return {
        f"mindspore/{name.replace('__', '/').replace('/init/', '__init__')}.py": textwrap.dedent(text).encode()
        for name, text in texts.items()
    }


def read(sources: dict[str, bytes], forms: Sequence[str] = ()) -> dict[str, list[Any]]:
    """What MindSpore's reader says of each name, without trailing nulls."""
    states = mindspore.read(from_mapping(sources, forms))
    trimmed: dict[str, list[Any]] = {}
    for name, state in states.items():
        values = list(state)
        while values and values[-1] is None:
            values.pop()
        trimmed[name] = values
    return trimmed


def one(text: str) -> dict[str, list[Any]]:
    """The names of a package that is one module."""
    return read({"mindspore/__init__.py": textwrap.dedent(text).encode()})


# ---------------------------------------------------------------- names


NN = {
    "mindspore/__init__.py": b"from mindspore import nn\nfrom .nn import Cell\n__all__ = ['nn']\n",
    "mindspore/nn/__init__.py": b"""
from mindspore.nn import layer, cell
from mindspore.nn.layer import *
from mindspore.nn.cell import Cell
__all__ = ["Cell"]
__all__ += layer.__all__
__all__.sort()
""",
    "mindspore/nn/cell.py": b"class Cell:\n    def set_train(self, mode=True): pass\n    def _hidden(self): pass\n",
    "mindspore/nn/layer/__init__.py": b"from .conv import Conv2d, helper\n__all__ = ['Conv2d']\n",
    "mindspore/nn/layer/conv.py": b"""
from mindspore.nn.cell import Cell
class _Conv(Cell):
    def __init__(self, channels):
        self.channels = channels
    def shared(self, x): pass
class Conv2d(_Conv):
    def __init__(self, channels, *, bias=None):
        super().__init__(channels)
        self.bias, self._private = bias, 1
    def construct(self, x, scale=1): pass
def helper(): pass
""",
}


def test_an_object_has_one_name_and_aliases() -> None:
    states = read(NN)
    assert states["mindspore.nn.Conv2d"] == [
        "c",
        "channels, *, bias=None",
        "x, scale=1",
        None,
        None,
        None,
        ["mindspore.nn.Cell"],
    ]
    for alias in ("mindspore.nn.layer.Conv2d", "mindspore.nn.layer.conv.Conv2d"):
        assert states[alias] == ["=", "mindspore.nn.Conv2d"]
    assert states["mindspore.nn.Cell"] == ["c", ""]
    assert states["mindspore.Cell"] == states["mindspore.nn.cell.Cell"] == ["=", "mindspore.nn.Cell"]


def test_members_of_hidden_bases_belong_to_the_class() -> None:
    states = read(NN)
    assert states["mindspore.nn.Conv2d.shared"] == ["f", "x"]
    assert states["mindspore.nn.Conv2d.channels"] == ["a"]
    assert states["mindspore.nn.Conv2d.bias"] == ["a"]
    assert states["mindspore.nn.Cell.set_train"] == ["f", "mode=True"]
    for name in ("Conv2d.set_train", "Conv2d.construct", "Conv2d._private", "Cell._hidden"):
        assert f"mindspore.nn.{name}" not in states


def test_modules_are_names_too() -> None:
    states = read({**NN, "mindspore/extra/__init__.py": b"def more(): pass", "mindspore/tool.py": b"__all__ = []"})
    assert states["mindspore.nn.layer"] == ["m"]
    assert states["mindspore.nn.layer.conv"] == ["m", None, None, None, None, "o"]  # has no `__all__`
    assert states["mindspore.tool"] == ["m", None, None, None, None, "i"]  # `import mindspore` alone does not load it
    assert states["mindspore.extra"] == ["m", None, None, None, None, "io"]
    assert states["mindspore.extra.more"] == ["f", ""]


def test_names_that_all_promises_and_nobody_defines_do_not_exist() -> None:
    states = one("__all__ = ['here', 'nowhere']\ndef here(): pass\ndef hidden(): pass\n")
    assert "mindspore.nowhere" not in states
    assert states["mindspore.here"] == ["f", ""]
    assert states["mindspore.hidden"][5] == "r"


CONDITIONS = [
    ("import sys\nif sys.version_info >= (3, 8):\n    def f(new): pass\nelse:\n    def f(old): pass", "new"),
    ("import sys\nif sys.version_info < (3, 8):\n    def f(old): pass\nelse:\n    def f(new): pass", "new"),
    ("if TYPE_CHECKING:\n    def f(typed): pass\nelse:\n    def f(real): pass", "real"),
    ("import sys\nif sys.platform == 'win32':\n    def f(windows): pass\nelse:\n    def f(linux): pass", "linux"),
    ("if enabled():\n    def f(first): pass\nelse:\n    def f(second): pass", "first"),
    ("try:\n    def f(tried): pass\nexcept ImportError:\n    def f(fallback): pass", "tried"),
    ("if not False and (True or unknown()):\n    def f(a): pass\nelse:\n    def f(b): pass", "a"),
    ("def f(early): pass\ndef f(late): pass", "late"),
    ("def g(x): pass\nf = g\ndel g", "x"),
    ("def g(x): pass\nf = deprecated('1.0')(g)", "x"),
    ("f = lambda x, y=1: x", "x, y=1"),
    ("from functools import partial\ndef g(a, b, c=3): pass\nf = partial(g, 1, b=2)", "*, b=2, c=3"),
    ("from collections import namedtuple\nf = namedtuple('f', 'a b')", "a, b"),
    ("class C:\n    def __call__(self, x, y=2): pass\nf = C()", "x, y=2"),
    ("import sys\ndef g(x): pass\nsetattr(sys.modules[__name__], 'f', g)", "x"),
    ("def g(x): pass\nfor name in ('f', 'h'):\n    globals()[name] = g", "x"),
    ("def g(x): pass\nfor name in ['e']:\n    globals()[f'{name}' + 'f'] = g\nf = globals\nf = ef", "x"),
]


@pytest.mark.parametrize(("text", "parameters"), CONDITIONS)
def test_what_a_name_is_bound_to(text: str, parameters: str) -> None:
    states = one(text)
    name = "mindspore.f"
    if states[name][0] == "=":
        name = states[name][1]
    assert states[name][1] == parameters


def test_names_of_one_branch_exist_in_any_case() -> None:
    states = one("if enabled():\n    def a(): pass\nelse:\n    def b(): pass\ntry:\n    pass\nexcept Error:\n    c = 1")
    assert {"mindspore.a", "mindspore.b", "mindspore.c"} <= set(states)


def test_imports_in_a_circle() -> None:
    states = read(
        files(
            __init__="from .a import first\nfrom .b import second",
            a="from . import b\ndef first(x): pass\n",
            b="from mindspore.a import first\ndef second(y): pass\n",
        )
        | {"mindspore/__init__.py": b"from .a import first\nfrom .b import second"}
    )
    assert states["mindspore.first"][1] == "x"
    assert states["mindspore.second"][1] == "y"


def test_members_that_are_assigned_later() -> None:
    states = one(
        "class Tensor:\n    pass\ndef method(self, x): pass\nTensor.added = method\nsetattr(Tensor, 'other', method)"
    )
    assert states["mindspore.Tensor.added"] == states["mindspore.Tensor.other"] == ["f", "x"]


# ---------------------------------------------------------------- signatures


SIGNATURES = [
    ("def f(a, /, b, *c, d, e=1, **g): pass", "a, /, b, *c, d, e=1, **g"),
    ("def f(a, b=(1, 2), c='x', d=float('inf')): pass", "a, b=(1, 2), c='x', d=float('inf')"),
    (f"def f(a={'x' * 30 + ' + ' + 'y' * 40}): pass", "a=?"),
    ("@property\ndef f(x): pass", "x"),
    ("class f:\n    def __init__(self, a, b=1): pass", "a, b=1"),
    ("class f:\n    def __new__(cls, a): pass", "a"),
    ("class f: pass", ""),
    ("class B:\n    def __init__(self, a): pass\nclass f(B): pass", "a"),
    ("class B:\n    def __init__(self, a, b, c=1): pass\n"
     "class f(B):\n    def __init__(self, *args, **kwargs):\n        super().__init__(1, *args, **kwargs)", "b, c=1"),
    ("from dataclasses import dataclass, field\n@dataclass\nclass f:\n    a: int\n    b: str = 'x'\n"
     "    c: list = field(default_factory=list)\n    d: int = field(init=False)", "a, b='x', c=?"),
    ("class P: pass\nclass f(P):\n    @prim_attr_register\n    def __init__(self, axis=0): pass", "axis=0"),
    ("def f(x, **kwargs):\n    y = kwargs.get('y', 3)\n    z = kwargs.pop('z')", "x, *, y=3, z=?, **kwargs"),
    ("def f(x, **kwargs):\n    if set(kwargs.keys()) - {'y', 'z'}:\n        raise ValueError\n    kwargs.get('y')",
     "x, *, y=None, z=?"),
    ("def f(x, **kwargs):\n    for key in kwargs:\n        if key not in ['y']:\n            raise Error", "x, *, y=?"),
    ("def f(x, **kwargs):\n    y = kwargs.pop('y', 1)\n    if kwargs:\n        raise TypeError", "x, *, y=1"),
    ("@args_type_check(a=int, b=str)\ndef f(**kwargs): pass", "*, a=?, b=?"),
    ('def f(*args, **kwargs):\n    """f(a, b=1) -> Tensor\n\n    Text."""', "a, b=1"),
    ('def f(*args, **kwargs):\n    """Text.\n\n    Args:\n        a (int): A.\n'
     '        b (int, optional): B. Default: ``2``."""', "a, b=2"),
    ("from typing import overload\n@overload\ndef f(a): ...\n@overload\ndef f(b): ...\ndef f(*args, **kwargs): pass",
     ["a", "b"]),
    ("from typing import overload\n@overload\ndef f(a): ...\ndef f(a, b=None): pass", "a, b=None"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parameters"), SIGNATURES)
def test_signatures(text: str, parameters: Any) -> None:
    assert one(text)["mindspore.f"][1:2] == [parameters]


def test_primitives_are_called_with_their_inputs() -> None:
    states = one(
        """
        class Primitive: pass
        class Named(Primitive):
            def __init__(self):
                self.init_prim_io_names(inputs=['x', 'axis'], outputs=['y'])
        class Inferred(Primitive):
            def infer_shape(self, x_shape, y_shape): pass
        class Misnamed(Primitive):
            def __init__(self):
                self.init_prim_io_names(inputs=['buffer'], outputs=['item'])
            def infer_shape(self, data_shape, count_shape): pass
        class Called(Primitive):
            def __call__(self, x): pass
        named = Named()
        """
    )
    assert states["mindspore.Named"][2] == "x, axis"
    assert states["mindspore.Inferred"][2] == "x, y"
    assert states["mindspore.Misnamed"][2] == "data, count"
    assert states["mindspore.Called"][2] == "x"
    assert states["mindspore.named"] == ["i", "x, axis"]


def test_roles_of_methods() -> None:
    states = one(
        """
        class C:
            @staticmethod
            def s(x): pass
            @classmethod
            def k(cls, x): pass
            @property
            def p(self): pass
            @p.setter
            def p(self, value): pass
            q = property(lambda self: 1)
            constant = 1
        """
    )
    assert states["mindspore.C.s"] == ["f", "x", None, None, None, "s"]
    assert states["mindspore.C.k"] == ["f", "x", None, None, None, "k"]
    assert states["mindspore.C.p"] == states["mindspore.C.q"] == ["p"]
    assert states["mindspore.C.constant"] == ["v"]


# ---------------------------------------------------------------- what C++ dispatches


TENSOR = {
    "mindspore/__init__.py": b"from mindspore.common.tensor import Tensor\nfrom mindspore import common\n",
    "mindspore/common/__init__.py": b"",
    "mindspore/common/tensor.py": b"""
from mindspore._c_expression import TensorPy as TensorPy_
class Tensor(TensorPy_):
    '''Text.

    Args:
        input_data (Tensor): Data. Default: ``None`` .
        dtype (dtype): Type. Default: ``None`` .
    '''
    def item(self): pass
""",
    "mindspore/common/_tensor_cpp_method.py": b"tensor_cpp_methods = ['sum', 'reshape', 'item', 'other', 'old']\n",
    "mindspore/common/_tensor_docs.py": b'''
attach_docstr("sum", r"""sum(dim=None, keepdim=False) -> Tensor

Supported Platforms:
    ``Ascend`` ``CPU``

.. method:: Tensor.sum(axis=None, keepdims=False) -> Tensor
""")
attach_docstr("reshape", r"""reshape(*shape) -> Tensor""")
attach_docstr("other", r"""other(value, alpha=1) -> Tensor""")
''',
    "mindspore/ops/tensor_method.py": b"def tensor_old(input, dim=0): pass\n"
    b"def deprecated_tensor_old(input, axis): pass\n",
}
FORMS = [
    "Tensor.sum(axis=<int,None>, keepdims=<bool>)",
    "Tensor.sum(dim=<int,None>, *, keepdim=<bool>)",
    "Tensor.reshape(shape=<Tuple,List>)",
    "Tensor.other(other=<Tensor>, alpha=<number>)",
    "Tensor.only(a=<Tensor>)",
    "add(input=<Tensor>, other=<Tensor>)",
]


def test_methods_that_cpp_dispatches() -> None:
    states = read(TENSOR, FORMS)
    assert states["mindspore.Tensor"] == ["c", "input_data=None, dtype=None"]
    assert states["mindspore.Tensor.sum"] == [
        "f",
        ["dim=None, *, keepdim=False", "axis=None, keepdims=False"],
        None,
        None,
        "AC",
    ]
    assert states["mindspore.Tensor.reshape"] == ["f", ["*shape", "shape"]]
    assert states["mindspore.Tensor.other"] == ["f", "other, alpha=1"]  # the documented name is another
    assert states["mindspore.Tensor.only"] == ["f", "a=?"]
    assert states["mindspore.Tensor.old"] == ["f", ["dim=0", "axis"]]
    assert states["mindspore.Tensor.item"] == ["f", ""]  # defined in Python, which wins


def test_forms_in_a_library() -> None:
    library = (
        b"\x7fELF\x00junk\x00" + b"\x00".join(form.encode() for form in FORMS) + b"\x00Tensor.abs()\x00no(form)\x00"
    )
    assert find_forms(library) == sorted([*FORMS, "Tensor.abs()"])
    forms = parse_forms(find_forms(library))
    assert [(form.parameters, form.keyword_only) for form in forms["Tensor.sum"]] == [
        (("axis", "keepdims"), 2),
        (("dim", "keepdim"), 1),
    ]
    assert forms["Tensor.abs"][0].parameters == ()


# ---------------------------------------------------------------- docstrings


def test_documents() -> None:
    text = """mul(input, other, *, alpha=1, out=None) -> Tensor

    .. function:: mul(x, y)

    Supported Platforms:
        ``Ascend`` ``GPU``
    """
    assert [text_of_parameters(form) for form in documented_forms(text, "mul")] == [
        "input, other, *, alpha=1, out=None",
        "x, y",
    ]
    assert documented_forms(text, "div") == []
    assert platforms(text) == ("AG", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This API is deprecated from version 2.3 and will be removed in 2.5, use :func:`mindspore.ops.x` instead.",
         ("2.3", "mindspore.ops.x", "2.5")),
        ("'foo' is deprecated since version 1.9. Please use 'nn.Bar' instead.", ("1.9", "nn.Bar", None)),
        ("Text.\n\nThe parameter `a` is deprecated from version 2.0.", None),
        ("Text.\n\nArgs:\n    a (int): This is deprecated.", None),
        ("Text.", None),
    ],
)  # fmt: skip
def test_deprecation(text: str, expected: Any) -> None:
    found = deprecation(text)
    assert (None if found is None else (found.since, found.instead, found.removed)) == expected


def test_deprecated_by_decorator_and_by_warning() -> None:
    states = one(
        """
        @deprecated("2.0", "ops.new")
        def old(): pass
        def warned():
            log.warning("`warned` is deprecated from version 1.8, please use `ops.other` instead.")
        def fine(x):
            if x:
                log.warning("x is deprecated since 2.0")
        """
    )
    assert states["mindspore.old"][3] == ["2.0", "ops.new"]
    assert states["mindspore.warned"][3] == ["1.8", "ops.other"]
    assert len(states["mindspore.fine"]) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a, b: int = 1, *, c=(1, 2)", "a, b=1, *, c=(1, 2)"),
        ("a=1, b", "a=1, b=?"),
        ("a, a", None),
        ("a b", None),
        ("...", None),
        (r"\*args, \*\*kwargs", "*args, **kwargs"),
        ("a=2^63-1", "a=2 ^ 63 - 1"),
        ("", ""),
    ],
)
def test_parameters_in_documents(text: str, expected: Any) -> None:
    found = parse_parameters(text)
    assert (None if found is None else text_of_parameters(found)) == expected


# ---------------------------------------------------------------- other frameworks


def test_torch() -> None:
    states = torch.read(
        from_mapping(
            {
                "torch/__init__.py": b"from torch._C import *\nfrom torch._tensor import Tensor\nfrom torch import nn\n"
                b"__all__ = ['Tensor']\n",
                "torch/_C/__init__.pyi": b"class TensorBase:\n    T: int\n    def add(self, other, *, alpha=1): ...\n"
                b"class Generator:\n    def seed(self): ...\nfloat32: dtype = ...\n",
                "torch/_C/_VariableFunctions.pyi": b"@overload\ndef add(input, other): ...\n"
                b"@overload\ndef add(input, other, *, out): ...\n",
                "torch/_tensor.py": b"import torch\nclass Tensor(torch._C.TensorBase):\n    def backward(self): pass\n",
                "torch/_tensor_docs.py": b"add_docstr_all('add', r'''add(other, *, alpha=2) -> Tensor''')\n",
                "torch/_torch_docs.py": b"add_docstr(torch.add, r'''add(input, other, *, alpha=1, out=None)''')\n",
                "torch/nn/__init__.py": b"from torch.nn import functional\n",
                "torch/nn/functional.py": b"relu = _make()\n",
                "torch/nn/functional.pyi": b"def relu(input, inplace=False): ...\n",
            }
        )
    )
    assert states["torch.add"][1] == ["input, other, *, alpha=1, out=None", "input, other", "input, other, *, out"]
    assert states["torch.Tensor.add"][1] == ["other, *, alpha=2", "other, *, alpha=1"]
    assert states["torch.Tensor.T"][0] == "v"
    assert states["torch.Tensor.backward"][1] == ""
    assert states["torch.Generator.seed"][0] == "f"
    assert states["torch.float32"][0] == "v"
    assert states["torch.nn.functional.relu"][1] == "input, inplace=False"
    assert "torch.TensorBase" not in states


def test_tensorflow_and_keras() -> None:
    tensorflow_sources = from_mapping(
        {
            "tensorflow/__init__.py": b"",
            "tensorflow/_api/v2/v2.py": b"from tensorflow.python.ops import add as add\n",
            "tensorflow/_api/v2/__init__.py": b"",
            "tensorflow/_api/v2/math/__init__.py": b"from tensorflow.python.ops import add as add\n",
            "tensorflow/_api/v2/compat/__init__.py": b"from tensorflow.python.ops import add as old\n",
            "tensorflow/python/ops.py": b"@tf_export('math.add', 'add')\ndef add(x, y, name=None): pass\n",
        }
    )
    keras = from_mapping(
        {
            "keras/__init__.py": b"",
            "keras/_tf_keras/keras/layers/__init__.py": b"from keras.src import Dense as Dense\n",
            "keras/src.py": b"class Layer: pass\nclass Dense(Layer):\n    def __init__(self, units): pass\n"
            b"    def call(self, inputs, training=None): pass\n    def build(self, shape): pass\n",
        }
    )
    states = tensorflow.read(combined(tensorflow_sources, keras))
    # names of TensorFlow are no aliases of each other: rules and mappings know them as they are
    assert states["tensorflow.add"][:2] == states["tensorflow.math.add"][:2] == ["f", "x, y, name=None"]
    assert states["tensorflow.keras.layers.Dense"][:3] == ["c", "units", "inputs, training=None"]
    assert states["tensorflow.keras.layers.Dense.build"][1] == "shape"
    assert not [name for name in states if "compat" in name]


def test_old_tensorflow() -> None:
    states = tensorflow.read(
        from_mapping(
            {
                "tensorflow_core/__init__.py": b"",
                "tensorflow_core/_api/v1/v1.py": b"from tensorflow.python.ops import placeholder\n",
                "tensorflow_core/_api/v1/__init__.py": b"",
                "tensorflow_core/python/ops.py": b"def placeholder(dtype, shape=None): pass\n",
            }
        )
    )
    assert states["tensorflow.placeholder"][1] == "dtype, shape=None"


# ---------------------------------------------------------------- sources


def test_sources_in_a_folder(tmp_path: Any) -> None:
    package = tmp_path / "mindspore"
    (package / "lib").mkdir(parents=True)
    (package / "__init__.py").write_text("def f(x): pass")
    (package / "lib" / "libmindspore_common.so").write_bytes(b"\0Tensor.sum(dim=<int>)\0")
    sources = from_folder(tmp_path, ["mindspore"])
    states = mindspore.read(sources)
    assert states["mindspore.f"][1] == "x"
    assert states["mindspore.Tensor.sum"][1] == "dim=?"


@given(st.sampled_from(sorted(NN)), st.binary(max_size=80), st.integers(0, 300))
def test_any_bytes_can_be_read(path: str, bytes_: bytes, at: int) -> None:
    read({**NN, path: NN[path][:at] + bytes_ + NN[path][at:]})
    read({**NN, path: NN[path][:at]})


@given(st.sampled_from(sorted(TENSOR)), st.text(max_size=40), st.integers(0, 300), st.lists(st.text(max_size=20)))
def test_any_text_can_be_read(path: str, text: str, at: int, forms: list[str]) -> None:
    whole = TENSOR[path].decode()
    read({**TENSOR, path: (whole[:at] + text + whole[at:]).encode()}, [*FORMS, *forms])
    documented_forms(text, "sum")
    listed_parameters(f"Args:\n    {text}")
    deprecation(text)
    find_forms(text.encode())


def test_a_class_that_derives_from_itself() -> None:
    states = one("class A: pass\nclass A(A):\n    def f(self): pass\nclass B(C): pass\nclass C(B): pass")
    assert states["mindspore.A.f"] == ["f", ""]


def test_the_same_files_give_the_same_states() -> None:
    assert list(read(NN).items()) == list(read(dict(reversed(NN.items()))).items())


def test_only_what_an_import_reaches_is_executed() -> None:
    world = World(from_mapping(NN), "mindspore")
    api = Api(world, ())
    assert "mindspore.nn.layer.conv" in api.namespaces
    assert world.load("mindspore.missing") is None
    assert world.load("numpy") is None
