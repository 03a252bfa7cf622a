"""What is special about reading MindSpore: methods of Tensor and functions that C++ dispatches."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Optional

from .api import Api, Entry
from .bindings import Binding, Function, Strings
from .docstrings import documented_forms, text_of
from .intervals import State
from .native import Form, parse_forms
from .parameters import UNKNOWN, Parameter, Parameters, repaired, unique
from .sources import Sources
from .world import World

TOP = "mindspore"
_TENSOR = "mindspore.Tensor"
_PARAMETER = "mindspore.Parameter"
#: Lists the methods that C++ dispatches; documents them; has the Python functions for their older forms.
_DISPATCHED = ("mindspore.common._tensor_cpp_method", "tensor_cpp_methods")
_DOCUMENTS = "mindspore/common/_tensor_docs.py"
_METHODS = "mindspore.ops.tensor_method"
_FUNCTIONS = "mindspore.ops.functional_overload"
#: Parts of the package that no program imports.
_SKIPPED = (
    "mindspore.ops_generate",
    "mindspore.lib",
    "mindspore.profiler.analysis",
    "mindspore.profiler.common",
    "mindspore.profiler.parser",
    "mindspore.tools",
)


def read(sources: Sources, bound_members: Sequence[tuple[str, str]] = ()) -> dict[str, State]:
    """What each public name is. ``bound_members`` are members of Tensor that only a running MindSpore shows, with
    their kinds, ``f`` for methods and ``p`` for properties."""
    world = World(sources, TOP)
    api = Api(world, modules(sources))
    api.collect()
    forms = parse_forms(sources.read_forms())
    _add_dispatched_methods(api, forms)
    _refine_functions(api, forms)
    for name, kind in bound_members:
        api.records.setdefault(f"{_TENSOR}.{name}", Entry(kind, Binding(), flags="t"))
    parameter = api.records.get(_PARAMETER)
    if parameter is not None and _TENSOR not in parameter.bases:
        parameter.bases.insert(0, _TENSOR)  # made a subclass when the first one is made
    return api.states()


def modules(sources: Sources) -> list[str]:
    """The modules that a program may import."""
    return [
        name
        for name in sources.modules()
        if name.split(".")[0] == TOP
        and not any(part.startswith("_") for part in name.split("."))
        and not name.startswith(_SKIPPED)
    ]


def _add_dispatched_methods(api: Api, forms: dict[str, list[Form]]) -> None:
    texts = _documents(api.world.sources)
    listed = api.world.load(_DISPATCHED[0])
    names = listed.names.get(_DISPATCHED[1]) if listed else None
    dispatched = dict.fromkeys(
        [
            *(names.items if isinstance(names, Strings) else ()),
            *texts,
            *(name.partition(".")[2] for name in forms if name.startswith("Tensor.")),
        ]
    )
    python = api.world.load(_METHODS)
    for name in sorted(dispatched):
        known = api.records.get(f"{_TENSOR}.{name}")
        if name.startswith("_") or (known is not None and known.kind != "v"):
            continue  # defined in Python, which wins
        documented = documented_forms(texts.get(name, ""), name)
        older = [
            form[1:] if form and form[0].kind == "positional" else form
            for prefix in ("tensor_", "deprecated_tensor_")
            for function in [python.names.get(prefix + name) if python else None]
            if isinstance(function, Function)
            for form in api.signatures.of_function(function)
        ]
        accepted = forms.get(f"Tensor.{name}")
        entry = Entry("f", Binding(), forms=known_forms(accepted, documented, older))
        api.describe_text(entry, texts.get(name, ""))
        api.records[f"{_TENSOR}.{name}"] = entry


def _refine_functions(api: Api, forms: dict[str, list[Form]]) -> None:
    """Give the functions that only hand their arguments to C++ the forms that it accepts."""
    for entry in api.records.values():
        function = entry.binding
        if isinstance(function, Function) and function.module == _FUNCTIONS and function.name in forms:
            entry.forms = known_forms(forms[function.name], entry.forms or [], [])


def known_forms(
    accepted: Optional[Sequence[Form]], documented: Sequence[Parameters], older: Sequence[Parameters]
) -> list[Parameters]:
    """The forms that C++ accepts, with the defaults out of the documentation, and in its order. Without the
    former, the documented forms and the older ones that have other parameters."""
    if accepted is not None:
        known = [*documented, *older]
        order = [_names(form) for form in known]
        forms = sorted(
            accepted, key=lambda form: order.index(form.parameters) if form.parameters in order else len(order)
        )
        # C++ packs arguments into a tuple in some of the methods that are documented so, and does not tell
        packed = [form for form in documented if form and form[0].kind == "*"]
        return unique([*packed, *(_with_defaults(form, known) for form in forms)])
    found = list(documented)
    for form in older:
        names = set(_names(form))
        if not any(names <= set(_names(other)) for other in found):
            found.append(form)
    return unique(found)


def _names(parameters: Parameters) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in parameters if parameter.kind != "**")


def _with_defaults(form: Form, known: Sequence[Parameters]) -> Parameters:
    plain = [other for other in known if all(parameter.kind != "*" for parameter in other)]
    known = plain or known
    same = next((other for other in known if _names(other) == form.parameters), None)
    found = []
    for position, name in enumerate(form.parameters):
        named = [parameter.default for other in known for parameter in other if parameter.name == name]
        # the same parameters under other names
        placed = {other[position].default for other in known if len(_names(other)) == len(form.parameters)}
        if same is not None:
            default = same[position].default
        elif named:
            default = next((text for text in named if text is not None), None)
        else:
            default = placed.pop() if len(placed) == 1 else UNKNOWN
        found.append(Parameter(name, "keyword" if position >= form.keyword_only else "positional", default))
    return repaired(found) or ()


def _documents(sources: Sources) -> dict[str, str]:
    """The docstrings of the methods that C++ dispatches. The module removes itself, so its file is read."""
    texts = {}
    if _DOCUMENTS in sources.paths:
        for statement in sources.tree(_DOCUMENTS).body:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
                call = statement.value
                if ast.unparse(call.func) == "attach_docstr" and len(call.args) == 2:
                    texts[text_of(call.args[0])] = text_of(call.args[1])
    return texts
