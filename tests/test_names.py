"""What names stand for (ms_lint.semantics.flow, module), and which names nothing defines (MSL704)."""

from __future__ import annotations

import sys

import pytest
from helpers import called_names, check, marks, undefined

import ms_lint

# ---------------------------------------------------------------- names: each line says what it calls

NAMES = {
    "from import": """
        from mindspore import nn
        nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "from import as": """
        from mindspore import nn as layers
        layers.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "from submodule": """
        from mindspore.nn import Conv2d, Dense as Linear
        Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        Linear(1, 2)  # -> mindspore.nn.Dense
        """,
    "import as": """
        import mindspore as ms
        ms.nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "import dotted as": """
        import mindspore.nn as mnn
        import mindspore.common.initializer as init
        mnn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        init.Normal(0.02)  # -> mindspore.common.initializer.Normal
        """,
    "import dotted": """
        import mindspore.nn
        import mindspore.ops
        mindspore.nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        mindspore.ops.relu(1)  # -> mindspore.ops.relu
        """,
    "alias of a class": """
        from mindspore import nn
        Conv = nn.Conv2d
        layer = Conv
        layer(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "alias of a module": """
        import mindspore as ms
        M = ms.nn
        C = M.Conv2d
        C(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "alias in a function": """
        from mindspore import nn
        def build():
            conv = nn.Conv2d
            return conv(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "two aliases by unpacking": """
        from mindspore import nn
        Conv, Norm = nn.Conv2d, nn.BatchNorm2d
        Conv(1, 2, 3)  # -> mindspore.nn.Conv2d
        Norm(2)  # -> mindspore.nn.BatchNorm2d
        """,
    "chained assignment": """
        from mindspore import nn
        A = B = nn.Conv2d
        A(1, 2, 3)  # -> mindspore.nn.Conv2d
        B(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "another name of the library": """
        import mindspore.ops.operations as P
        from mindspore.ops import operations as Q
        P.Reshape()  # -> mindspore.ops.Reshape
        Q.Concat(1)  # -> mindspore.ops.Concat
        """,
    "partial": """
        import functools
        from mindspore import nn
        conv3 = functools.partial(nn.Conv2d, kernel_size=3)
        conv3(1, 2)  # -> mindspore.nn.Conv2d
        """,
    "partial imported by name": """
        from functools import partial
        from mindspore import nn
        conv3 = partial(partial(nn.Conv2d, kernel_size=3), has_bias=True)
        conv3(1, 2)  # -> mindspore.nn.Conv2d
        """,
    "star import of the library": """
        from mindspore.nn import *
        Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "star import, then a definition": """
        from mindspore.nn import *
        def Conv2d(*sizes): ...
        Conv2d(1, 2, 3)  # -> ?
        """,
    "try import of either": """
        try:
            from mindspore import nn
        except ImportError:
            nn = None
        nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "try import with two homes": """
        try:
            from mindspore.common.initializer import Normal
        except ImportError:
            from mindspore.initializer import Normal
        Normal(0.1)  # -> mindspore.common.initializer.Normal | mindspore.initializer.Normal
        """,
    "conditional import": """
        import sys
        if sys.platform == "linux":
            from mindspore import nn
        else:
            from mindspore import nn
        nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "import without an else": """
        import sys
        if sys.platform == "linux":
            from mindspore import nn
        nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "import for the type checker": """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from mindspore import nn
        def build():
            return nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "import in a function": """
        def build():
            from mindspore import nn
            return nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        def other():
            return nn.Conv2d(1, 2, 3)  # -> ?
        """,
    "import in a function hides the module's": """
        from mindspore import nn
        def torch_net():
            import torch.nn as nn
            return nn.Conv2d(1, 2, 3)  # -> torch.nn.Conv2d
        def net():
            return nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "import in a class body": """
        class Config:
            from mindspore import nn
            layer = nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
            def build(self):
                return nn.Conv2d(1, 2, 3)  # -> ?
        """,
    "the later import counts at module level": """
        import torch.nn as nn
        nn.Conv2d(1, 2, 3)  # -> torch.nn.Conv2d
        import mindspore.nn as nn
        nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "functions were written against the import above them": """
        import torch.nn as nn
        class Old(nn.Module):
            def __init__(self):
                self.conv = nn.Conv2d(1, 2, 3)  # -> torch.nn.Conv2d
        from mindspore import nn
        class New(nn.Cell):
            def __init__(self):
                self.conv = nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "rebound to something else": """
        from mindspore import nn
        nn = object()
        nn.Conv2d(1, 2, 3)  # -> ?
        """,
    "rebound by a loop": """
        from mindspore import nn
        for nn in []:
            pass
        nn.Conv2d(1, 2, 3)  # -> ?
        """,
    "a parameter hides the import": """
        from mindspore import nn
        def build(nn):
            return nn.Conv2d(1, 2, 3)  # -> ?
        """,
    "a lambda's parameter hides the import": """
        from mindspore import nn
        build = lambda nn: nn.Conv2d(1, 2, 3)  # -> ?
        """,
    "a lambda reads the module's name": """
        from mindspore import nn
        build = lambda: nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "a comprehension's variable hides the import, inside only": """
        from mindspore import nn
        outside = [
            nn.Conv2d(1, 2, 3)  # -> ?
            for nn in ()
        ]
        nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "an exception's name": """
        from mindspore import nn
        try:
            nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        except ValueError as nn:
            nn.Conv2d(1, 2, 3)  # -> ?
        """,
    "with ... as": """
        from mindspore import nn
        with open("x") as nn:
            nn.Conv2d(1, 2, 3)  # -> ?
        """,
    "walrus": """
        from mindspore import nn
        if (conv := nn.Conv2d):
            conv(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "walrus in a comprehension binds outside of it": """
        from mindspore import nn
        def build():
            parts = [conv for size in (1, 3) if (conv := nn.Conv2d)]
            return conv(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "class scope is not seen from methods": """
        from mindspore import nn
        class Net(nn.Cell):
            nn = None
            def build(self):
                return nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "class scope is seen from the class body": """
        from mindspore import nn
        class Net(nn.Cell):
            Conv = nn.Conv2d
            layer = Conv(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "class attribute through self and through the class": """
        from mindspore import nn
        class Net(nn.Cell):
            Conv = nn.Conv2d
            def __init__(self):
                super().__init__()
                self.a = self.Conv(1, 2, 3)  # -> mindspore.nn.Conv2d
                self.b = Net.Conv(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "global": """
        Conv = None
        def setup():
            global Conv
            from mindspore import nn
            Conv = nn.Conv2d
            Conv(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "nonlocal": """
        from mindspore import nn
        def outer():
            conv = nn.Conv2d
            def inner():
                nonlocal conv
                conv(1, 2, 3)  # -> mindspore.nn.Conv2d
            inner()
        """,
    "an enclosing function's name": """
        def outer():
            from mindspore import nn
            def inner():
                return nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
            return inner
        """,
    "deleted": """
        from mindspore import nn
        conv = nn.Conv2d
        del conv
        conv(1, 2, 3)  # -> ?
        """,
    "decorator": """
        import mindspore as ms
        @ms.jit(mode="PIJit")  # -> mindspore.jit
        def step(x):
            return x
        """,
    "async function": """
        from mindspore import nn
        async def build():
            async with open("x") as f:
                pass
            return nn.Conv2d(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "either of two by a condition": """
        from mindspore import nn
        import sys
        Layer = nn.Conv2d if sys.argv else nn.Conv3d
        Layer(1, 2, 3)  # -> mindspore.nn.Conv2d | mindspore.nn.Conv3d
        """,
    "either of two by a branch": """
        from mindspore import nn
        import sys
        if sys.argv:
            Layer = nn.Conv2d
        else:
            Layer = nn.Conv3d
        Layer(1, 2, 3)  # -> mindspore.nn.Conv2d | mindspore.nn.Conv3d
        """,
    "a branch that ends does not count afterwards": """
        from mindspore import nn
        def build(flag):
            Layer = nn.Conv2d
            if flag:
                Layer = nn.Conv3d
                return Layer(1, 2, 3)  # -> mindspore.nn.Conv3d
            return Layer(1, 2, 3)  # -> mindspore.nn.Conv2d
        """,
    "instances are called by the name of their class": """
        from mindspore import nn, ops
        concat = ops.Concat(axis=1)
        concat(())  # -> mindspore.ops.Concat.__call__
        """,
    "a relative import outside of a project is unknown": """
        from .layers import nn
        nn.Conv2d(1, 2, 3)  # -> ?
        """,
    "torch through keywords of the same name": """
        import torch.nn.functional as F
        from torch import nn
        F.relu(1, inplace=True)  # -> torch.nn.functional.relu
        nn.functional.relu(1)  # -> torch.nn.functional.relu
        """,
    "tensorflow below compat.v1": """
        import tensorflow.compat.v1 as tf
        tf.concat(1, [])  # -> tensorflow.concat
        """,
    "keras on its own is TensorFlow's": """
        import keras
        keras.layers.Dense(3)  # -> tensorflow.keras.layers.Dense
        """,
    "a default argument is evaluated where the function is defined": """
        from mindspore import nn
        def build(nn=nn, layer=nn.ReLU()):  # -> mindspore.nn.ReLU
            pass
        """,
}


@pytest.mark.parametrize("code", NAMES.values(), ids=NAMES.keys())
def test_called_name(code: str) -> None:
    assert called_names(code) == marks(code)


@pytest.mark.skipif(sys.version_info < (3, 10), reason="match statements came with Python 3.10")
def test_names_in_match() -> None:
    code = """
        from mindspore import nn
        match kind:
            case 2:
                Layer = nn.Conv2d
                Layer(1, 2, 3)  # -> mindspore.nn.Conv2d
            case [first, *nn]:
                nn.Conv2d(1, 2, 3)  # -> ?
        """
    assert called_names(code) == marks(code)


# ---------------------------------------------------------------- undefined names

#: Each must give exactly the marked names; lines without a mark give none.
VALID = {
    "comprehensions": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                a = [i for i in x]
                b = {i: j for i, j in x}
                c = {i for i in x if i}
                d = list(i + j for i in x for j in i)
                e = [[k for k in row] for row in x]
                f = [first for first, *rest in x if rest]
                return a, b, c, d, e, f
        """,
    "a comprehension's variable is gone after it": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                y = [i for i in x]
                return y, i  # -> i
        """,
    "the first iterable is evaluated outside": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                return [x for x in x], [n for n in n]  # -> n
        """,
    "class-level comprehension": """
        from mindspore import nn
        class Net(nn.Cell):
            sizes = (1, 2)
            doubled = [2 * size for size in sizes]
        """,
    "defaults see the class's names": """
        from mindspore import nn
        class Net(nn.Cell):
            size = 3
            def __init__(self, size=size, other=size, *, last=size):
                super().__init__()
                self.size = size + other + last
            def construct(self, x, size=size):
                return x * size
        """,
    "annotations see the class's names": """
        from mindspore import nn
        class Net(nn.Cell):
            Size = int
            def construct(self, x, size: Size = 3) -> "Missing":
                y: Size = size
                return x * y
        """,
    "decorators and bases": """
        from mindspore import nn
        def mark(f): return f
        class Net(nn.Cell):
            def helper(f): return f
            @helper
            @mark
            def construct(self, x):
                return x
        """,
    "names that come later": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                return later(x) + LATER + Later()(x)
        def later(x): return x
        LATER = 3
        class Later(nn.Cell): ...
        """,
    "a nested function reads a name assigned after it": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                def inner():
                    return scale * x
                scale = 2
                return inner()
        """,
    "a nested function that is called before the name is assigned": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                def first():
                    return second()
                def second():
                    return made is None
                made = first()
                return made
        """,
    "three functions deep": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                a = 1
                def f():
                    b = 2
                    def g():
                        return a + b + c + d + missing  # -> missing
                    c = 3
                    return g
                d = 4
                return f()()
        """,
    "a class in a function": """
        from mindspore import nn
        def build(width):
            class Net(nn.Cell):
                def construct(self, x):
                    return x * width * height
            height = 3
            return Net()
        """,
    "recursion": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                def walk(n):
                    return walk(n - 1) if n else x
                return walk(3)
        """,
    "exception names": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                try:
                    y = x
                except (ValueError, OSError) as error:
                    raise RuntimeError(error) from error
                else:
                    y = y + 1
                finally:
                    z = 1
                return y + z
        """,
    "loops and with": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                for i, (a, *b) in enumerate(x):
                    c = i
                else:
                    d = i
                with open("f") as f, open("g") as (g, h):
                    pass
                while x:
                    e = 1
                return i, a, b, c, d, e, f, g, h
        """,
    "bound in one branch only": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                if x:
                    y = 1
                return y
        """,
    "bound later in the loop": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                for i in range(3):
                    if i:
                        x = x + previous
                    previous = x
                return x
        """,
    "__class__ and module names": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                print(__class__, __name__, __file__, __doc__, __package__, __spec__, __loader__, __builtins__)
                return super(__class__, self).construct(x)
        """,
    "__module__ and __qualname__ in a class body": """
        from mindspore import nn
        class Net(nn.Cell):
            label = __module__ + __qualname__
        """,
    "builtins": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                print(len(x), NotImplemented, Ellipsis, __debug__, ModuleNotFoundError, WindowsError)
                return zip(x, reversed(x), aiter, anext) if hasattr(x, "y") else copyright
        """,
    "defined by global in another function": """
        from mindspore import nn
        def setup():
            global scale
            scale = 2
        class Net(nn.Cell):
            def construct(self, x):
                return x * scale
        """,
    "defined by global in an import": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                global np
                import numpy as np
            def construct(self, x):
                return np.array(x)
        """,
    "global of a name that nothing sets": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                global counter
                return counter  # -> counter
        """,
    "nonlocal": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                total = 0
                def add(n):
                    nonlocal total
                    total += n
                    return total
                return add(1) + total
        """,
    "conditional definitions": """
        import sys
        from mindspore import nn
        if sys.argv:
            def helper(x): return x
        else:
            helper = None
        try:
            import fast
        except ImportError:
            fast = None
        class Net(nn.Cell):
            def construct(self, x):
                return helper(fast(x))
        """,
    "a name that a handler at module level provides": """
        from mindspore import nn
        try:
            cache
        except NameError:
            cache = {}
        try:
            unicode
        except NameError:
            text = str
        else:
            text = unicode
        """,
    "a name that a handler in a method provides": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                try:
                    return x * scale
                except NameError:
                    return x
        """,
    "type comments, strings and doctests": '''
        from mindspore import nn
        class Net(nn.Cell):
            """Doc.

            >>> missing_name(3)
            """
            def construct(self, x: "Undefined", y: "List[Unknown]" = None):
                # type: (Missing, Other) -> Third
                z = "nothing {undefined}"
                return x, y, z
        ''',
    "string formatting": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x, width):
                return f"{x!r:>{width}} {x:{missing}} {other}"  # -> missing, other
        """,
    "walrus": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                if (n := x.shape[0]) > 3 and (m := n):
                    pass
                values = [last := v for v in x]
                while (chunk := x):
                    break
                return n, m, values, last, chunk
        """,
    "walrus in a lambda stays there": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                f = lambda: (y := 1)
                return f, y  # -> y
        """,
    "lambda": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                f = lambda a, *b, c=1, d=x, **e: (a, b, c, d, e, g)
                g = 1
                return f, lambda: missing  # -> missing
        """,
    "parameters of every kind": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, a, /, b, *c, d=1, **e):
                return a, b, c, d, e
        """,
    "starred": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                first, *rest = x
                (p, q), [r] = x
                return [*rest, first], {**dict(p=p)}, q, r
        """,
    "imports of every kind": """
        import os.path, sys as system
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                import a.b.c, d.e as f
                from g import h, i as j
                return os, system, a, f, h, j, d  # -> d
        """,
    "del": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                y = x
                del y
                for i in range(3):
                    pass
                del i
                return x
        """,
    "deleted and bound again": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                y = x
                for i in range(3):
                    z = y
                    del y
                    y = z
                return y
        """,
    "module-level del in a loop": """
        from mindspore import nn
        for name in ("a", "b"):
            value = name
        del name, value
        """,
    "async": """
        from mindspore import nn
        class Net(nn.Cell):
            async def construct(self, x):
                async for i in x:
                    j = i
                async with x as k:
                    pass
                return [y async for y in x], await i, j, k
        """,
    "generators": """
        from mindspore import nn
        class Net(nn.Cell):
            def parts(self, x):
                got = yield x
                other = yield from x
                return got, other
        """,
    "star import that cannot be looked into": """
        from mindspore import nn
        from somewhere import *
        class Net(nn.Cell):
            def construct(self, x):
                return from_somewhere(x)
        """,
    "star import of the library": """
        from mindspore.nn import *
        class Net(Cell):
            def construct(self, x):
                return ReLU()(x) + not_there(x)  # -> not_there
        """,
    "names put into globals": """
        from mindspore import nn
        globals().update(dict(made=1))
        globals()["other"] = 2
        class Net(nn.Cell):
            def construct(self, x):
                return x * made + other
        """,
    "names put into the module by exec": """
        from mindspore import nn
        exec("made = 1")
        class Net(nn.Cell):
            def construct(self, x):
                return x * made
        """,
    "true positives": """
        from mindspore import nn, ops
        class Net(nn.Cell):
            def __init__(self, width):
                super().__init__()
                self.fc = nn.Dense(width, heigth)  # -> heigth
                self.part = part  # -> part
            def construct(self, x):
                y = self.fc(x) * scale  # -> scale
                self.helper(lambda: alpha)  # -> alpha
                return [beta for _ in x], {gamma: 1}, x[delta:], *epsilon  # -> beta, gamma, delta, epsilon
            def helper(self, f):
                raise Problem  # -> Problem
        """,
    "at module level": """
        import mindspore as ms
        model = ms.Model(network)  # -> network
        network = None
        model.train(1, dataset)  # -> dataset
        """,
    "an attribute's or keyword's name is no name": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                return x.anything(keyword=x).other
        """,
    "functions that are not in a Cell are not judged": """
        from mindspore import nn
        def helper():
            return somewhere_else
        class Other:
            def run(self):
                return unknown_too
        """,
    "a class that reads itself": """
        from mindspore import nn
        class Net(nn.Cell):
            registry = {}
            def construct(self, x):
                return Net.registry, type(self), x
        """,
    "class scope is not seen from a method": """
        from mindspore import nn
        class Net(nn.Cell):
            size = 3
            def construct(self, x):
                return x * size  # -> size
        """,
    "a default that nothing defines is reported once": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x, scale=missing):  # -> missing
                return x * scale
        """,
    "one name in one function is reported once": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                y = x * missing  # -> missing
                return y + missing
        """,
}


@pytest.mark.parametrize("code", VALID.values(), ids=VALID.keys())
def test_undefined_names(code: str) -> None:
    assert undefined(code) == marks(code)


@pytest.mark.skipif(sys.version_info < (3, 10), reason="match statements came with Python 3.10")
def test_undefined_names_in_match() -> None:
    code = """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                match x:
                    case [a, *rest] if a:
                        y = a, rest
                    case {"k": b, **others}:
                        y = b, others
                    case nn.Cell(name=c) | nn.Dense(name=c):
                        y = c
                    case (d, (1 | 2 as e)):
                        y = d, e
                    case Missing():  # -> Missing
                        y = missing  # -> missing
                    case str() | int() | None:
                        y = 0
                    case other:
                        y = other
                return y
        """
    assert undefined(code) == marks(code)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="except* came with Python 3.11")
def test_undefined_names_in_exception_groups() -> None:
    code = """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                try:
                    y = x
                except* ValueError as group:
                    y = group
                except* OSError as other:
                    y = other, missing  # -> missing
                return y
        """
    assert undefined(code) == marks(code)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters came with Python 3.12")
def test_undefined_names_with_type_parameters() -> None:
    code = """
        from mindspore import nn
        type Pair[A] = tuple[A, A]
        class Net[T](nn.Cell):
            type Local = int
            def construct[U: (int, str), *Us, **P](self, x: T, y: U) -> Pair[U]:
                type Inner[V] = dict[V, T]
                z: Inner = x
                return isinstance(y, U), Pair, T, Us, P, z
        def f[W](x: W) -> W:
            return x
        """
    assert undefined(code) == marks(code)


def test_undefined_name_needs_mindspore() -> None:
    """Without an import of MindSpore nothing is ours to judge."""
    assert undefined("class Net:\n    def construct(self): return missing\n") == {}


def test_undefined_name_says_the_lost_parameter() -> None:
    (finding,) = check(
        """
        import torch
        from mindspore import nn
        class Block(torch.nn.Module):
            def __init__(self, a, b, mode="x"):
                super().__init__()
                self.mode = mode
        class Block(nn.Cell):
            def __init__(self, a, b):
                super().__init__()
                self.mode = mode
        """,
        ["MSL704"],
    )
    assert finding.location.line == 10
    assert "parameter 3 of `__init__`" in finding.message


def test_undefined_name_says_the_nearest_local() -> None:
    (finding,) = check(
        """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, hidden_state):
                return hiden_state
        """,
        ["MSL704"],
    )
    assert "`hidden_state`" in finding.message


# ---------------------------------------------------------------- names that nothing reads

DEAD = {
    "a call whose result nothing reads": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                y = self.fc(x)  # -> y
                return x
        """,
    "read in another way": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                a = f(x)
                b = f(x)
                c = f(x)
                d = f(x)
                e = f(x)
                g = f(x)
                h = f(x)
                a += 1
                def inner(): return b
                del c
                return [d for _ in x], f"{e}", lambda: g, inner
                h
        """,
    "read through locals()": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                a = f(x)
                return "{a}".format(**locals())
        """,
    "bound elsewhere too": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                first, second = f(x)
                for i in x:
                    pass
                with f(x) as g:
                    pass
                _ = f(x)
                _unused = f(x)
                global total
                total = f(x)
        """,
    "read by a nested class and by a deeper function": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                a = f(x)
                b = f(x)
                class Inner:
                    c = a
                    def g(self):
                        def h():
                            return b
                        return h
                return Inner
        """,
    "nonlocal": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                state = None
                def hook():
                    nonlocal state
                    state = f(x)
                hook()
                return state
        """,
}


@pytest.mark.parametrize("code", DEAD.values(), ids=DEAD.keys())
def test_dead_local(code: str) -> None:
    found = {finding.location.line: finding.message.split("`")[1] for finding in check(code, ["MSL708"])}
    assert found == marks(code)


def test_a_name_beside_an_attribute_is_not_dead() -> None:
    code = """
    import mindspore as ms
    from mindspore import nn, ops
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.split = split = ops.Split(-1, 2)
        def construct(self, x):
            return self.split(x)
    """
    assert check(code, ["MSL708"]) == []


def test_what_the_last_version_that_had_a_name_says_to_use() -> None:
    code = "import mindspore as ms\n\n\n@ms.ms_function\ndef step(x):\n    return x\n"
    (finding,) = [item for item in ms_lint.check_source(code) if item.code == "MSL206"]
    assert finding.suggestion == "Write `mindspore.jit`, whose parameters may be others."
