"""What a MindSpore program does besides its result, for programs about graph mode.

A program calls Cells and compiled functions in its module. These calls are noted; when the program is done, each is
made once more with other inputs (what was compiled for the first ones is used again), and its gradient is taken. Kept
are the results of the second calls (``again``), the gradients by inputs and Parameters (``gradients``), what the
program's variables, the attributes of its Cells and the arguments of its calls are in the end (``state``), what was
printed, logged and warned of (``printed``), and the files that were written (``files``).

A program may say itself what the last call is made with once more: ``again``, a tuple of arguments. ``again = None``
says that its numbers are drawn, in each mode others: then no call is made again.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import logging
import os
import random
import re
import sys
import tempfile
import types
import warnings
from collections.abc import Iterator
from typing import Any, Callable

#: What MindSpore itself leaves in the current folder.
_OWN_FILES = re.compile(r"^(rank_\d+|kernel_meta|somas_meta|.*\.(ir|dat|dot))$")
_CALLED, _AGAIN, _RESULT = "__called__", "again", "result"
#: What compiling leaves on a Cell.
_OWN_ATTRIBUTES = frozenset({"sequence_modified", "current_phase"})
_DEEPEST, _LONGEST_TEXT = 6, 20_000

Encode = Callable[[Any], dict[str, object]]


class Observation:
    """The noted calls of one program, and what follows from them. ``encode`` makes JSON of a value."""

    def __init__(self, mindspore: Any, module: types.ModuleType, encode: Encode) -> None:
        self.mindspore = mindspore
        self.module = module
        self.encode = encode
        self.calls: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = []
        self.given: list[tuple[Any, ...]] = []
        self.printed = ""
        self.files: dict[str, str] = {}
        self._folder = tempfile.TemporaryDirectory()
        self._own = _OWN_ATTRIBUTES.union(vars(mindspore.nn.Cell()))

    def run(self, path: str) -> None:
        """Run the program in its module, with what it prints and writes caught. Raises what it raises."""
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read())
        for statement in tree.body:
            _CallsNoted().visit(statement)
        self._seed()
        code = compile(ast.fix_missing_locations(tree), path, "exec")
        setattr(self.module, _CALLED, self._called)
        with self._caught():
            exec(code, vars(self.module))
            self.encode(vars(self.module).get(_RESULT))  # what is computed late is computed now

    def _called(self, function: Any, *arguments: Any, **named: Any) -> Any:
        if self._is_noted(function) and any(map(self._is_tensor, arguments)):
            self.calls.append((function, self._copied(arguments), self._copied(named)))
            self.given.append(arguments)
        return function(*arguments, **named)

    def _is_noted(self, function: Any) -> bool:
        return isinstance(function, self.mindspore.nn.Cell) or self._is_jitted(function)

    def _is_jitted(self, function: Any) -> bool:
        """Whether it is a function of the program that MindSpore has put into another one."""
        code = getattr(function, "__code__", None)
        own = getattr(function, "__module__", None) == self.module.__name__
        return own and isinstance(code, types.CodeType) and code.co_filename != self.module.__file__

    def _is_tensor(self, value: Any) -> bool:
        return isinstance(value, self.mindspore.Tensor)

    def _copied(self, value: Any, change: Callable[[Any], Any] = lambda array: array) -> Any:
        """A value with new tensors in it, each with what ``change`` makes of its numbers."""
        if self._is_tensor(value) and not isinstance(value, self.mindspore.Parameter):
            return self.mindspore.Tensor(change(value.asnumpy().copy()))
        if type(value) in (list, tuple):
            return type(value)(self._copied(item, change) for item in value)
        if type(value) is dict:
            return {key: self._copied(item, change) for key, item in value.items()}
        return value

    def observed(self) -> dict[str, Any]:
        """What was seen, as JSON."""
        if getattr(self.module, _AGAIN, ()) is None:
            self.calls.clear()
        with self._caught():
            again = [self._again(index) for index in range(len(self.calls))]
        state = dict(self._state())
        return {
            "again": again,
            "gradients": self._gradients(),
            "state": state,
            "printed": _words(self.printed),
            "files": self.files,
        }

    def _again(self, index: int) -> dict[str, object]:
        function, arguments, named = self.calls[index]
        last = index == len(self.calls) - 1
        if last and hasattr(self.module, _AGAIN):
            arguments = getattr(self.module, _AGAIN)
        else:
            arguments, named = self._copied(arguments, _varied), self._copied(named, _varied)
        return self._tried(function, *arguments, **named)

    def _gradients(self) -> dict[str, object]:
        found: dict[str, object] = {}
        seen: list[Any] = []
        for function, arguments, named in self.calls:
            floats = tuple(
                i for i, value in enumerate(arguments) if self._is_tensor(value) and value.dtype in _floats()
            )
            if not floats or named or any(function is other for other in seen):
                continue
            seen.append(function)
            weights = function.trainable_params() if isinstance(function, self.mindspore.nn.Cell) else []
            gradient = functools.partial(self.mindspore.grad, function, floats, weights or None)
            found[f"call {len(seen)}"] = self._tried(lambda made=gradient, given=arguments: made()(*given))
        return found

    def _tried(self, function: Any, *arguments: Any, **named: Any) -> dict[str, object]:
        self._seed()
        try:
            return self.encode(function(*arguments, **named))
        except Exception as error:
            return {"raises": type(error).__name__}

    def _seed(self) -> None:
        """The same random numbers in both modes."""
        random.seed(0)
        self.mindspore.set_seed(0)  # numpy's, too

    # ------------------------------------------------------------ what is left behind

    def _state(self) -> Iterator[tuple[str, dict[str, object]]]:
        for name, value in vars(self.module).items():
            if not name.startswith("_") and name not in (_RESULT, _AGAIN):
                yield from self._parts(name, value, ())
        for index, arguments in enumerate(self.given):
            for position, value in enumerate(arguments):
                yield from self._parts(f"argument {position} of call {index + 1}", value, ())

    def _parts(self, name: str, value: Any, around: tuple[Any, ...]) -> Iterator[tuple[str, dict[str, object]]]:
        """The numbers, texts and tensors in a value, each with the way to it."""
        if value is None or isinstance(value, (bool, int, float, str)):
            yield name, self.encode(value)
            return
        if len(around) > _DEEPEST or any(value is outer for outer in around):
            return
        within = (*around, value)
        if self._is_tensor(value) or type(value).__name__ == "ndarray":
            yield name, self.encode(value)
        elif isinstance(value, (list, tuple)):
            yield f"len({name})", {"value": len(value)}
            for index, item in enumerate(value):
                yield from self._parts(f"{name}[{index}]", item, within)
        elif isinstance(value, dict):
            yield f"len({name})", {"value": len(value)}
            for key, item in value.items():
                yield from self._parts(f"{name}[{key!r}]", item, within)
        elif isinstance(value, (set, frozenset)):
            yield name, {"value": repr(sorted(map(repr, value)))}
        elif isinstance(value, self.mindspore.nn.Cell):
            yield f"{name}.training", {"value": value.training}
            own = {key: item for key, item in vars(value).items() if key not in self._own and key[:1] != "_"}
            members = {**own, **value._params, **value.name_cells()}
            for key, item in members.items():
                yield from self._parts(f"{name}.{key}", item, within)
        elif type(value).__module__ == self.module.__name__:
            for key, item in getattr(value, "__dict__", {}).items():
                yield from self._parts(f"{name}.{key}", item, within)

    @contextlib.contextmanager
    def _caught(self) -> Iterator[None]:
        """What is printed and written to files meanwhile is kept."""
        here = os.getcwd()
        heard = _Heard()
        sys.stdout.flush()
        standard = os.dup(1)
        with tempfile.TemporaryFile() as output, warnings.catch_warnings():
            warnings.simplefilter("always")
            show = warnings.showwarning

            def shown(message: Any, category: Any, filename: str, lineno: int, *rest: Any) -> None:
                if filename == self.module.__file__:
                    heard.texts.append(str(message))
                else:
                    show(message, category, filename, lineno, *rest)

            warnings.showwarning = shown  # type: ignore[assignment]
            logging.getLogger().addHandler(heard)
            os.dup2(output.fileno(), 1)
            os.chdir(self._folder.name)
            try:
                yield
            finally:
                with contextlib.suppress(Exception):
                    self.mindspore.runtime.synchronize()  # prints of the graph come late
                sys.stdout.flush()
                os.dup2(standard, 1)
                os.close(standard)
                logging.getLogger().removeHandler(heard)
                os.chdir(here)
                output.seek(0)
                self.printed += output.read(_LONGEST_TEXT).decode("utf-8", "replace")
                self.printed += "".join(f"{text}\n" for text in heard.texts)
                self.files = dict(_files(self._folder.name))


class _CallsNoted(ast.NodeTransformer):
    """Puts calls through the observation, but not those within functions and classes: they may be compiled, and the
    compiler reads them."""

    def _left(self, node: ast.AST) -> ast.AST:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = _left

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        called = ast.copy_location(ast.Name(_CALLED, ast.Load()), node)
        return ast.copy_location(ast.Call(called, [node.func, *node.args], node.keywords), node)


class _Heard(logging.Handler):
    """What a program logs."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.lower().startswith("mindspore"):
            self.texts.append(record.getMessage())


def _varied(array: Any) -> Any:
    """Other numbers of the same kind: integers stay among themselves, since they may be places."""
    if array.dtype.kind == "f":
        array = (array * 1.5 + 0.25).astype(array.dtype)
    return array[::-1].copy() if array.ndim else array


def _floats() -> Any:
    mindspore = sys.modules["mindspore"]
    return (mindspore.float16, mindspore.float32, mindspore.float64)


def _words(text: str) -> str:
    """What was printed, with tensors as both modes would write them, and without what stands between the words."""
    text = re.sub(r"Tensor\(shape=\[[^\]]*\], dtype=\w+, value=\s*(.*?)\)", r"\1", text, flags=re.DOTALL)
    return " ".join(re.findall(r"[\w.+-]+", text))


def _files(folder: str) -> Iterator[tuple[str, str]]:
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if not _OWN_FILES.match(name) and os.path.isfile(path):
            with open(path, "rb") as file:
                yield name, file.read(_LONGEST_TEXT).decode("utf-8", "replace")
