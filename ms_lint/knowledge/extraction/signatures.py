"""With which arguments something can be called, out of its definition."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Optional, Union

from .bindings import Binding, Class, Definition, Documented, Function, Instance, Partial, Record
from .definitions import is_overload
from .docstrings import documented_forms, listed_parameters
from .parameters import UNKNOWN, Parameter, Parameters, default_text, is_opaque, parameters_of, unique
from .world import World

#: Classes whose instances are called through a method of another name, and that method.
_ENTRIES = {"Cell": "construct", "Module": "forward", "Layer": "call"}
#: Roots whose own `__call__` says nothing about the classes derived from them.
_ROOTS = frozenset({"Cell", "Module", "Primitive", "PrimitiveWithInfer", "PrimitiveWithCheck", "Layer"})
#: Methods of a primitive whose parameters are named after its inputs.
_INFERENCE = ("__infer__", "infer_shape", "check_shape", "__check__")
_INFERENCE_SUFFIX = re.compile(r"_(?:shape|shp|type|dtype)$")
_MAXIMUM_FORWARDS = 4
#: Base classes whose constructors are Python's own.
_BUILT_IN = frozenset("Enum IntEnum Flag IntFlag str int float tuple dict list set bytes Exception".split())


class Signatures:
    """The forms of calling what the modules of a package bind."""

    def __init__(self, world: World) -> None:
        self.world = world

    def of(self, binding: Optional[Binding]) -> list[Parameters]:
        """The forms of calling something; empty where they are not known."""
        if isinstance(binding, Function):
            return self.of_function(binding)
        if isinstance(binding, Class):
            return self.of_class(binding)
        if isinstance(binding, Record):
            return [tuple(Parameter(name) for name in binding.fields)] if binding.fields else []
        if isinstance(binding, Instance) and binding.of is not None:
            return self.of_instance(binding.of)
        if isinstance(binding, Documented):
            return documented_forms(binding.text, binding.name) or self.of(binding.of)
        if isinstance(binding, Partial):
            return [_without_given(form, binding.call) for form in self.of(binding.of)]
        return []

    def of_function(self, function: Function) -> list[Parameters]:
        """The forms of a function or method, without ``self``."""
        declared = [node for node in function.definitions if is_overload(node)]
        bodies = [node for node in function.definitions if not is_overload(node)]
        skip = 1 if function.role in ("method", "class", "property") else 0
        forms: list[Parameters] = []
        for node in bodies or declared:
            parameters = with_keywords(node, parameters_of(node.args, skip))
            if is_opaque(parameters):
                documented = self._documented(node, skip)
                if documented or declared:
                    forms += documented or [parameters_of(item.args, skip) for item in declared]
                    continue
            forms.append(parameters)
        return unique(forms)

    @staticmethod
    def _documented(node: Definition, skip: int) -> list[Parameters]:
        text = "" if isinstance(node, ast.Lambda) else ast.get_docstring(node, clean=False) or ""
        forms = documented_forms(text, getattr(node, "name", "")) if text else []
        if not forms and not skip and node.args.kwarg is not None:
            listed = listed_parameters(text)
            forms = [] if listed is None else [listed]
        return forms

    # ---- classes

    def of_class(self, cls: Class) -> list[Parameters]:
        """The forms of making an instance."""
        if _is_dataclass(cls):
            return [self._fields(cls)]
        by_new: Optional[list[Parameters]] = None
        for ancestor in self.world.lineage(cls):
            if not isinstance(ancestor, Class):
                continue
            members = self.world.members(ancestor)
            init, new = members.get("__init__"), members.get("__new__")
            if isinstance(init, Function) and init.definitions:
                forms = self.of_function(init)
                if isinstance(new, Function) and any(form and form[-1].kind == "**" for form in forms):
                    by_new = [parameters_of(node.args, 1) for node in new.definitions]
                    if by_new and not any(parameter.kind == "*" for parameter in by_new[0]):
                        return by_new  # Python gives both the same arguments
                known = [form for form in forms if not is_opaque(form)]
                if known:
                    return known
                if forms:
                    return self._forwarded(cls, ancestor, init) or by_new or self._described(cls) or forms
                return forms
            if isinstance(new, Function) and new.definitions and by_new is None:
                by_new = [parameters_of(node.args, 1) for node in new.definitions]
                if not is_opaque(by_new[0]):
                    return by_new
        if by_new:
            return by_new
        foreign = [base for base in self.world.lineage(cls) if isinstance(base, str)]
        if any(base.rpartition(".")[2] in _BUILT_IN for base in foreign):
            return []
        if any(self.world.is_internal(base) for base in foreign):  # made by C
            return self._described(cls)
        return [()]

    @staticmethod
    def _described(cls: Class) -> list[Parameters]:
        text = ast.get_docstring(cls.node, clean=False) or ""
        listed = listed_parameters(text)
        return documented_forms(text, cls.name) or ([] if listed is None else [listed])

    def _fields(self, cls: Class) -> Parameters:
        fields: dict[str, Parameter] = {}
        for ancestor in reversed(self.world.lineage(cls)):
            if not isinstance(ancestor, Class) or not _is_dataclass(ancestor):
                continue
            for statement in ancestor.node.body:
                if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                    name = statement.target.id
                    if "ClassVar" not in ast.unparse(statement.annotation) and _is_in_init(statement.value):
                        default = None if statement.value is None else _field_default(statement.value)
                        fields[name] = Parameter(name, "positional", default)
        return tuple(fields.values())

    def _forwarded(self, cls: Class, owner: Class, init: Function, depth: int = 0) -> list[Parameters]:
        """The forms of an ``__init__`` that hands ``*args`` on to that of a base class."""
        node = init.definitions[-1]
        call = _super_call(node)
        if call is None or isinstance(node, ast.Lambda):
            return []
        given = sum(not isinstance(argument, ast.Starred) for argument in call.args)
        named = {keyword.arg for keyword in call.keywords}
        lineage = self.world.lineage(cls)
        for base in lineage[lineage.index(owner) + 1 :] if owner in lineage else ():
            base_init = self.world.members(base).get("__init__") if isinstance(base, Class) else None
            if not isinstance(base, Class) or not isinstance(base_init, Function) or not base_init.definitions:
                continue
            forms = self.of_function(base_init)
            if any(is_opaque(form) for form in forms) and depth < _MAXIMUM_FORWARDS:
                forms = self._forwarded(cls, base, base_init, depth + 1) or forms
            own, _ = _read_keywords(node)
            return unique(
                _with_extra(tuple(p for p in _drop_positional(form, given) if p.name not in named), own)
                for form in forms
            )
        return []

    def of_instance(self, cls: Class) -> list[Parameters]:
        """The forms of calling an instance; empty where it cannot be called or that is not known."""
        world = self.world
        entries = [entry for root, entry in _ENTRIES.items() if world.derives(cls, (root,))]
        primitive = world.derives(cls, ("Primitive",))
        for ancestor in world.lineage(cls):
            if not isinstance(ancestor, Class) or ancestor.name in _ROOTS:
                continue
            members = world.members(ancestor)
            for entry in (*entries, "__call__"):
                method = members.get(entry)
                if isinstance(method, Function) and method.definitions:
                    forms = self.of_function(method)
                    if not (primitive and any(form and form[0].kind == "*" for form in forms)):
                        return forms
            if primitive:
                names = _inputs(members)
                if names is not None:
                    return [names]
        return []


def _is_dataclass(cls: Class) -> bool:
    return any("dataclass" in ast.unparse(decorator).partition("(")[0] for decorator in cls.node.decorator_list)


def _is_in_init(value: Optional[ast.expr]) -> bool:
    return not (
        isinstance(value, ast.Call)
        and any(
            keyword.arg == "init" and isinstance(keyword.value, ast.Constant) and keyword.value.value is False
            for keyword in value.keywords
        )
    )


def _field_default(value: ast.expr) -> Optional[str]:
    if isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] == "field":
        given = {keyword.arg: keyword.value for keyword in value.keywords}
        if "default" in given:
            return default_text(given["default"])
        return UNKNOWN if "default_factory" in given else None
    return default_text(value)


def _super_call(node: ast.AST) -> Optional[ast.Call]:
    """The call of the base's ``__init__`` that is handed the ``*args`` of this one."""
    arguments = getattr(node, "args", None)
    star = arguments.vararg.arg if isinstance(arguments, ast.arguments) and arguments.vararg else None
    for inner in ast.walk(node):
        if (
            isinstance(inner, ast.Call)
            and isinstance(inner.func, ast.Attribute)
            and inner.func.attr == "__init__"
            and isinstance(inner.func.value, ast.Call)
            and ast.unparse(inner.func.value.func) == "super"
        ):
            handed = [item.value for item in inner.args if isinstance(item, ast.Starred)]
            return inner if any(isinstance(item, ast.Name) and item.id == star for item in handed) else None
    return None


def _drop_positional(form: Parameters, count: int) -> Parameters:
    return tuple(p for index, p in enumerate(form) if index >= count or p.kind not in ("/", "positional"))


def _without_given(form: Parameters, call: ast.Call) -> Parameters:
    """What ``partial(function, ...)`` leaves open: keywords that it gives become defaults."""
    given = {keyword.arg: default_text(keyword.value) for keyword in call.keywords if keyword.arg}
    left: list[Parameter] = []
    for parameter in _drop_positional(form, len(call.args) - 1):
        default = given.get(parameter.name, parameter.default)
        # what follows a keyword that is given can only be given by keyword too
        by_keyword = parameter.kind in ("positional", "keyword") and (
            parameter.name in given or any(p.kind == "keyword" for p in left)
        )
        left.append(Parameter(parameter.name, "keyword" if by_keyword else parameter.kind, default))
    return tuple(left)


# ---- keywords that are read out of **kwargs


def with_keywords(node: Definition, parameters: Parameters) -> Parameters:
    """The parameters, with the names that the body reads out of its ``**kwargs``. Where it refuses all others,
    ``**kwargs`` itself is left out."""
    if not parameters or parameters[-1].kind != "**" or isinstance(node, ast.Lambda):
        return parameters
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).rpartition(".")[2] == "args_type_check":
            checked = {keyword.arg: UNKNOWN for keyword in decorator.keywords if keyword.arg}
            return _with_extra(parameters[:-1], checked)
    read, closed = _read_keywords(node)
    if is_opaque(parameters) or not read:
        return parameters
    return _with_extra(parameters[:-1] if closed else parameters, read)


def _with_extra(parameters: Parameters, extra: dict[str, str]) -> Parameters:
    """The parameters with more that are given by keyword only."""
    known = {parameter.name for parameter in parameters}
    more = tuple(Parameter(name, "keyword", default) for name, default in extra.items() if name not in known)
    if parameters and parameters[-1].kind == "**":
        return (*parameters[:-1], *more, parameters[-1])
    return (*parameters, *more)


def _read_keywords(node: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> tuple[dict[str, str], bool]:
    """The names that a function takes out of its ``**kwargs`` with their defaults, and whether it raises for
    all others."""
    if node.args.kwarg is None:
        return {}, False
    name = node.args.kwarg.arg
    found: dict[str, str] = {}
    closed = False
    sets: dict[str, Sequence[str]] = {}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name):
            literal = _literal_names(inner.value)
            if literal is not None:
                sets[inner.targets[0].id] = literal
        key, default = _key(inner, name)
        if key is not None and found.get(key, UNKNOWN) == UNKNOWN:
            found[key] = default
    for inner in ast.walk(node):
        allowed = _allowed(inner, name, sets)
        if allowed is not None:
            closed = True
            for key in allowed:
                found.setdefault(key, UNKNOWN)
    return found, closed


def _key(node: ast.AST, kwargs: str) -> tuple[Optional[str], str]:
    """The key that an expression reads from ``kwargs``, and the default that it has there."""
    key: Optional[ast.expr] = None
    default = UNKNOWN
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        if node.func.attr in ("get", "pop", "setdefault") and _is_name(node.func.value, kwargs):
            key = node.args[0]
            if len(node.args) > 1:
                default = default_text(node.args[1])
            elif node.func.attr == "get":
                default = "None"
    elif isinstance(node, ast.Subscript) and _is_name(node.value, kwargs):
        key = node.slice
    elif (
        isinstance(node, ast.Compare)
        and isinstance(node.ops[0], (ast.In, ast.NotIn))
        and _is_name(_keys_of(node.comparators[0]), kwargs)
    ):
        key = node.left
    if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value.isidentifier():
        return key.value, default
    return None, default


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _keys_of(node: ast.expr) -> ast.expr:
    """The dictionary in ``d``, ``d.keys()``, ``d.items()`` and ``set(d)``."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("keys", "items"):
            return node.func.value
        if isinstance(node.func, ast.Name) and node.func.id in ("set", "list") and node.args:
            return _keys_of(node.args[0])
    return node


def _literal_names(node: ast.expr) -> Optional[list[str]]:
    if isinstance(node, (ast.Set, ast.List, ast.Tuple)):
        names = [item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        return names if len(names) == len(node.elts) else None
    return None


def _raises(body: Sequence[ast.stmt]) -> bool:
    return any(isinstance(statement, ast.Raise) for statement in body)


def _allowed(node: ast.AST, kwargs: str, sets: dict[str, Sequence[str]]) -> Optional[Sequence[str]]:
    """The names beside which a statement lets no other through; None where it is no such statement."""
    if isinstance(node, ast.If) and _raises(node.body):
        test = node.test
        if _is_name(test, kwargs):  # what is left after all that is known was popped
            return ()
        if isinstance(test, ast.BinOp) and isinstance(test.op, ast.Sub) and _is_name(_keys_of(test.left), kwargs):
            return _names_in(test.right, sets)
    if isinstance(node, ast.For) and _is_name(_keys_of(node.iter), kwargs):
        target = node.target.elts[0] if isinstance(node.target, ast.Tuple) and node.target.elts else node.target
        for inner in node.body:
            if isinstance(inner, ast.If) and _raises(inner.body) and isinstance(inner.test, ast.Compare):
                test = inner.test
                if isinstance(test.ops[0], ast.NotIn) and ast.unparse(test.left) == ast.unparse(target):
                    return _names_in(test.comparators[0], sets)
    return None


def _names_in(node: ast.expr, sets: dict[str, Sequence[str]]) -> Optional[Sequence[str]]:
    return sets.get(node.id) if isinstance(node, ast.Name) else _literal_names(node)


# ---- primitives


def _inputs(members: dict[str, Binding]) -> Optional[Parameters]:
    """The inputs of a primitive: as its class names them, or as it infers shapes where that takes another number."""
    named, inferred = _named_inputs(members), _inferred_inputs(members)
    if named is None or inferred is None:
        return named or inferred
    is_counted = all(parameter.kind == "positional" and parameter.default is None for parameter in inferred)
    return inferred if is_counted and len(inferred) != len(named) else named


def _named_inputs(members: dict[str, Binding]) -> Optional[Parameters]:
    init = members.get("__init__")
    if isinstance(init, Function) and init.definitions:
        for call in _calls(init.definitions[-1], "init_prim_io_names"):
            value = next((keyword.value for keyword in call.keywords if keyword.arg == "inputs"), None)
            value = value or (call.args[0] if call.args else None)
            names = None if value is None else _literal_names(value)
            if names:
                return tuple(Parameter(name) for name in names)
    return None


def _inferred_inputs(members: dict[str, Binding]) -> Optional[Parameters]:
    for name in _INFERENCE:
        method = members.get(name)
        if isinstance(method, Function) and method.definitions:
            return tuple(
                Parameter(_INFERENCE_SUFFIX.sub("", parameter.name), parameter.kind, parameter.default)
                for parameter in parameters_of(method.definitions[0].args, 1)
            )
    return None


def _calls(node: ast.AST, method: str) -> Iterator[ast.Call]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and inner.func.attr == method:
            yield inner
