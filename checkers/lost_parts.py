"""MSL740 to MSL744: what a Cell lacks of its original, by its parameters, methods and branches.

The original is the class of the same name that is in reach (``ms_lint.semantics.originals``). A port may be written
otherwise on purpose: reported is only what the class then surely does not have.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Optional, Union
from weakref import WeakKeyDictionary

from ms_lint.call_fix import AS_ORIGINAL
from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.place_fix import replaced
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.originals import sole_original
from ms_lint.semantics.scopes import Function

from .structure import unset_reads
from .wording import listed

_MISSING = object()
#: Parameters of torch and Keras that a Cell has no use for.
_NOT_CARRIED_OVER = frozenset(
    "device dtype inplace args kwargs weights_only checkpoint use_checkpoint jit scriptable pretrained progress "
    "weights transform_input memory_efficient with_cp name trainable dynamic global_pool output_stride".split()
)
#: What `torch.nn.Module`, Keras and trainers ask of a class, and a Cell is asked by other names or not at all.
_PROTOCOL = frozenset(
    "forward call build compute_output_shape get_config from_config extra_repr reset_parameters init_weights "
    "load_state_dict state_dict set_grad_checkpointing no_weight_decay group_matcher get_classifier "
    "reset_classifier fix_init_weight init_non_trainable_weights load_pretrained train eval to cuda cpu half "
    "no_weight_decay_keywords freeze unfreeze export configure_optimizers training_step validation_step test_step "
    "gradient_checkpointing_enable get_device device dtype print_trainable_parameters from_pretrained "
    "save_pretrained fuse switch_to_deploy reparameterize".split()
)


#: Words of names that say nothing of what is meant.
_COMMON_WORDS = frozenset("in out num use is has the of n size cfg layer type".split())


@dataclass(frozen=True)
class Parameters:
    """The parameters of an ``__init__``: by position and by keyword alone, with their defaults."""

    positional: tuple[str, ...]
    defaults: Mapping[str, ast.expr]
    names: frozenset[str]
    is_open: bool


def parameters_of(info: ClassInfo) -> Optional[Parameters]:
    """Those of the class, or of the project's class that it inherits ``__init__`` from; None where there is none."""
    init = info.method("__init__")
    if init is None or isinstance(init.node, ast.Lambda):
        return None
    arguments = init.node.args
    listed_ = [*arguments.posonlyargs, *arguments.args][1:]
    defaults: dict[str, ast.expr] = {}
    for argument, default in zip(reversed(listed_), reversed(arguments.defaults)):
        defaults[argument.arg] = default
    for argument, value in zip(arguments.kwonlyargs, arguments.kw_defaults):
        if value is not None:
            defaults[argument.arg] = value
    positional = tuple(argument.arg for argument in listed_)
    names = frozenset((*positional, *(argument.arg for argument in arguments.kwonlyargs)))
    return Parameters(positional, defaults, names, bool(arguments.vararg or arguments.kwarg))


class Held:
    """A Cell and its original, with what several rules ask about both."""

    def __init__(self, cell: ClassInfo, original: ClassInfo) -> None:
        self.cell = cell
        self.original = original

    @cached_property
    def parameters(self) -> Optional[tuple[Parameters, Parameters]]:
        """The Cell's and the original's; None where one of them has none of its own."""
        ours, theirs = parameters_of(self.cell), parameters_of(self.original)
        return None if ours is None or theirs is None else (ours, theirs)

    @property
    def file(self) -> str:
        """The original's file, for messages."""
        return os.path.basename(self.original.module.path)

    @property
    def init(self) -> ast.AST:
        """Where findings about parameters are placed."""
        own = self.cell.methods.get("__init__")
        return self.cell.node if own is None else own.node


_HELD: WeakKeyDictionary[ClassInfo, Optional[Held]] = WeakKeyDictionary()


def held_against_original(cls: ClassInfo) -> Optional[Held]:
    """A Cell with its original; None for other classes, and where none is in reach."""
    if cls.kind != "cell":
        return None
    if cls not in _HELD:
        original = sole_original(cls)
        if original is not None:
            original.module.follow_class(original)
        _HELD[cls] = None if original is None else Held(cls, original)
    return _HELD[cls]


class _LostPart(Rule):
    """What the rules have in common."""

    severity = Severity.WARNING
    confidence = Confidence.LIKELY

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        held = held_against_original(cls)
        if held is not None:
            yield from self.check_held(held)

    def check_held(self, held: Held) -> Iterator[Problem]:
        """A Cell and its original."""
        raise NotImplementedError


class ParametersMoved(_LostPart):
    """Parameters of `__init__` that stand in another place than in the original.

    Calls that were ported as they stood give their arguments by position: they land in other parameters. Reported
    where the same parameters stand in another order.

        class Block(nn.Cell):  # the original has (channels, stride, groups)
            def __init__(self, channels, groups=1, stride=1): ...

    Use instead:

        class Block(nn.Cell):
            def __init__(self, channels, stride=1, groups=1): ...
    """

    code = "MSL740"
    name = "parameters-moved"
    unfixed = "the calls that give the parameters by position may have been changed with them"

    def check_held(self, held: Held) -> Iterator[Problem]:
        if held.parameters is None:
            return
        ours, theirs = held.parameters
        mine = [name for name in ours.positional if name in theirs.positional]
        their = [name for name in theirs.positional if name in ours.positional]
        moved = [name for name, other in zip(mine, their) if name != other]
        # parameters of other names between them are another signature, which nobody calls as the original's
        if moved and all(
            set(positional[: max(map(positional.index, moved)) + 1]) <= set(mine)
            for positional in (ours.positional, theirs.positional)
        ):
            first = next(index for index, name in enumerate(mine) if name != their[index])
            yield Problem(
                held.init,
                say(
                    "`{cls}` takes `{ours}` where its original in {file} takes `{theirs}`: arguments by position land "
                    "in other parameters.",
                    cls=held.cell.name,
                    ours=mine[first],
                    theirs=their[first],
                    file=held.file,
                ),
                say("Keep the order `{order}`.", order=", ".join(their)),
            )


def _read_in(cls: ClassInfo) -> set[str]:
    """The plain names that a class reads."""
    return {node.id for node in ast.walk(cls.node) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _asked_in(cls: ClassInfo) -> set[str]:
    """The plain names that the branches of a class ask."""
    branches = (node for node in ast.walk(cls.node) if isinstance(node, (ast.If, ast.IfExp)))
    return {node.id for branch in branches for node in ast.walk(branch.test) if isinstance(node, ast.Name)}


class ParameterLost(_LostPart):
    """A parameter of the original's `__init__` that the Cell does not have.

    Reported where the original decides something by it, or makes a layer with it, and no other name
    stands in its place.

        class Block(nn.Cell):  # the original has (channels, stride, zero_init)
            def __init__(self, channels, stride=1): ...
    """

    code = "MSL741"
    name = "parameter-lost"
    unfixed = "what the parameter was for is lost with it: its uses have to be ported, too"

    def check_held(self, held: Held) -> Iterator[Problem]:
        if held.parameters is None:
            return
        ours, theirs = held.parameters
        if ours.is_open:
            return
        lost = [
            name
            for name in _lost(ours, theirs)
            if _is_used(held.original, name) and not _is_injected(held.original, name)
        ]
        lost = [name for name in lost if name not in _read_in(held.cell)]  # without the parameter that is MSL704's
        if lost:
            yield Problem(
                held.init,
                say(
                    "`{cls}` does not have {names} of its original in {file}, which it is made by.",
                    cls=held.cell.name,
                    names=listed(tuple(lost)),
                    file=held.file,
                ),
                say("Port what depends on it, or say here that it was left out on purpose."),
            )


class DefaultChanged(_LostPart):
    """A parameter of `__init__` with another default than in the original.

    Whoever makes the Cell without it gets another network. A momentum that is one minus the original's is
    the same one, as MindSpore counts it.

        class Block(nn.Cell):  # the original has drop_path=0.1
            def __init__(self, channels, drop_path=0.0): ...
    """

    code = "MSL742"
    name = "default-changed"
    fix = Applicability.UNSAFE

    def check_held(self, held: Held) -> Iterator[Problem]:
        if held.parameters is None:
            return
        ours, theirs = held.parameters
        for name, default in ours.defaults.items():
            other = theirs.defaults.get(name)
            if other is None:
                continue
            mine, their = _literal(default), _literal(other)
            if mine is _MISSING or their is _MISSING or _is_same(name, mine, their):
                continue
            yield Problem(
                default if held.cell.methods.get("__init__") is not None else held.cell.node,
                say(
                    "`{name}` of `{cls}` is {got} by default; in its original in {file} it is {expected}.",
                    name=name,
                    cls=held.cell.name,
                    got=ast.unparse(default),
                    expected=ast.unparse(other),
                    file=held.file,
                ),
                say("Write `{name}={expected}`.", name=name, expected=ast.unparse(other)),
                fix=replaced(held.cell.module, default, ast.unparse(other), AS_ORIGINAL)
                if held.cell.methods.get("__init__") is not None
                else None,
            )


class MethodLost(_LostPart):
    """A public method of the original that the Cell does not have.

    Methods that `forward` calls may have become part of `construct`, and those that frameworks ask for have other
    names here: neither is reported.

        class Decoder(nn.Cell):  # the original also has `generate`
            def construct(self, x): ...
    """

    code = "MSL743"
    name = "method-lost"
    default = False  # libraries of models have many that a port has no use for
    unfixed = "the body of the method has to be ported"

    def check_held(self, held: Held) -> Iterator[Problem]:
        inner = {name for function in held.original.methods.values() for name in _called_on_self(function.node)}
        lost = [
            name
            for name, function in held.original.methods.items()
            if not name.startswith("_")
            and name not in _PROTOCOL
            and name not in inner
            and held.cell.method(name) is None
            and not _has(held.cell, name)
            and not getattr(function.node, "decorator_list", ())
        ]
        if lost:
            yield Problem(
                held.cell.node,
                say(
                    "`{cls}` does not have the methods {names} of its original in {file}.",
                    cls=held.cell.name,
                    names=listed(tuple(f"{name}()" for name in lost)),
                    file=held.file,
                )
                if len(lost) > 1
                else say(
                    "`{cls}` does not have the method {name} of its original in {file}.",
                    cls=held.cell.name,
                    name=f"`{lost[0]}()`",
                    file=held.file,
                ),
                say("Port it."),
            )


class BranchLost(_LostPart):
    """A branch of the original that the Cell does not have.

    The original asks a parameter or an attribute before it makes or calls a layer; the Cell has the same one and
    never asks it, nor hands it on: one of the two ways is gone.

        def construct(self, x):  # the original: x if self.shortcut is None else self.shortcut(x)
            return self.body(x) + self.shortcut(x)

    Use instead:

        def construct(self, x):
            identity = x if self.shortcut is None else self.shortcut(x)
            return self.body(x) + identity
    """

    code = "MSL744"
    name = "branch-lost"
    severity = Severity.ERROR
    unfixed = "the body of the branch has to be ported"

    def check_held(self, held: Held) -> Iterator[Problem]:
        if held.cell.entry is None:
            return  # MSL102 says what it lacks
        theirs, ours = _Tests(held.original), _Tests(held.cell)
        said = set()
        misspelt = {near for _, _, near in unset_reads(held.cell)}
        for name, test in theirs.of.items():
            if name in ours.of or not ours.has(name) or ours.hands_on(name) or name in _asked_in(held.cell):
                continue
            if ours.is_called(name) and not ours.may_be_none(name):
                continue  # there is always a layer to call
            if name in misspelt:
                continue  # MSL701 says so
            said.add(ast.unparse(test))
            yield Problem(
                ours.place(name),
                say(
                    "`{name}` is never asked in `{cls}`; its original in {file} has `if {test}` (line {line}).",
                    name=name,
                    cls=held.cell.name,
                    file=held.file,
                    test=ast.unparse(test),
                    line=test.lineno,
                ),
                say("Port both ways of the branch."),
            )
        for text, tests in theirs.ways.items():
            count = len(ours.ways.get(text, ()))
            names = {name for test in tests for name, _ in theirs.names_in(test.test)}
            known = all(map(ours.has, names)) and not names & misspelt
            if text in said or not known:
                continue
            made_in = theirs.in_init.get(text, [])
            always = [] if len(ours.in_init.get(text, ())) >= len(made_in) else list(map(ours.always_made, made_in))
            for way, place in zip(made_in, always):
                if place is not None:
                    yield Problem(
                        place,
                        say(
                            "`{cls}` always has this layer; its original in {file} makes it only `if {test}` (line "
                            "{line}).",
                            cls=held.cell.name,
                            test=text,
                            file=held.file,
                            line=way.lineno,
                        ),
                        say("Port both ways of the branch."),
                    )
            asked = min((ours.in_entry.get(name, 0) for name in names), default=0)
            if not any(always) and count and asked < len(theirs.steps.get(text, ())):
                yield Problem(
                    ours.ways[text][0].test,
                    say(
                        "`{cls}` has `if {test}` {got} times; its original in {file} has it {expected} times (line "
                        "{line}).",
                        cls=held.cell.name,
                        test=text,
                        got=count,
                        expected=len(tests),
                        file=held.file,
                        line=tests[-1].lineno,
                    ),
                    say("Port both ways of the branch."),
                )


# ---------------------------------------------------------------- parameters


def _lost(ours: Parameters, theirs: Parameters) -> Iterator[str]:
    """The original's parameters that the Cell lacks, but for those that a new one may stand for: one between the same
    neighbours, or of a name that shares a part with it."""
    new = [name for name in ours.names if name not in theirs.names]
    lost = [
        name
        for name in (*theirs.positional, *sorted(theirs.names - set(theirs.positional)))
        if name not in ours.names and name not in _NOT_CARRIED_OVER
    ]
    plain = {_plain(name) for name in ours.names}
    lost = [name for name in lost if _plain(name) not in plain]
    taken = set(_renamed(ours.positional, theirs.positional))
    for name in lost:
        if name not in taken and not any(
            _are_akin(name, other) or _has_default_of(name, other, ours, theirs) for other in new
        ):
            yield name


def _renamed(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Iterator[str]:
    """The original's parameters that stand where the Cell has as many others: between two that both have."""
    common = set(ours) & set(theirs)

    def gaps(names: tuple[str, ...]) -> dict[Optional[str], list[str]]:
        found: dict[Optional[str], list[str]] = {None: []}
        last: Optional[str] = None
        for name in names:
            if name in common:
                last = name
                found[last] = []
            else:
                found[last].append(name)
        return found

    mine = gaps(ours)
    for before, names in gaps(theirs).items():
        if mine[before]:
            yield from names


def _has_default_of(name: str, other: str, ours: Parameters, theirs: Parameters) -> bool:
    """Whether a new parameter has the default of a lost one, and one that tells: `alpha=1.0` for `width_mult=1.0`."""
    mine, their = _literal(ours.defaults.get(other)), _literal(theirs.defaults.get(name))
    return (
        mine is not _MISSING
        and type(mine) is type(their)
        and mine == their
        and not (isinstance(mine, bool) or mine in (0, ""))
    )


def _are_akin(name: str, other: str) -> bool:
    """Whether two names share a word, or words of theirs begin alike: `in_chans` and `in_channels`."""
    words, others = (set(each.lower().split("_")) - _COMMON_WORDS for each in (name, other))
    return bool(words & others) or any(
        one.startswith(two) or two.startswith(one) or one[:4] == two[:4]
        for one in words
        for two in others
        if min(len(one), len(two)) > 2
    )


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _is_used(info: ClassInfo, name: str) -> bool:
    """Whether a class does something by a parameter: asks it, or gives it to a layer."""
    init = info.methods.get("__init__")
    if init is None:
        return False
    for node in ast.walk(init.node):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and ast.unparse(node.func).startswith("super()."):
                continue
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if any(isinstance(each, ast.Name) and each.id == name for each in given):
                return True
    return name in _Tests(info).of


def _is_injected(info: ClassInfo, name: str) -> bool:
    """Whether a parameter hands in a class or a function that makes layers: `norm_layer(channels)`."""
    init = info.methods.get("__init__")
    if name.endswith("_layer"):
        return True
    return init is not None and any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        for node in ast.walk(init.node)
    )


def _literal(node: Optional[ast.expr]) -> object:
    """A number, word or truth value; anything else is not compared."""
    if node is None:
        return _MISSING
    try:
        value = ast.literal_eval(node)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return _MISSING
    is_plain = isinstance(value, (bool, int, float, str))
    is_row = isinstance(value, (tuple, list)) and all(isinstance(item, (bool, int, float)) for item in value)
    return tuple(value) if is_row else value if is_plain else _MISSING


def _is_same(name: str, ours: object, theirs: object) -> bool:
    if ours == theirs or (type(ours) is not type(theirs) and not _are_numbers(ours, theirs)):
        return True  # of another type it is another parameter of the same name
    if isinstance(ours, str) and isinstance(theirs, str):
        return _plain(ours) == _plain(theirs) or not (ours and theirs)
    if _are_numbers(ours, theirs) and ("momentum" in name or "keep" in name):
        return abs(float(ours) + float(theirs) - 1) < 1e-9  # type: ignore[arg-type]
    return False


def _are_numbers(*values: object) -> bool:
    return all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)


# ---------------------------------------------------------------- methods and branches


def _called_on_self(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "self":
            yield each.attr


def _has(info: ClassInfo, name: str) -> bool:
    return any(name in ancestor.assignments for ancestor in info.project_ancestors())


_FOLLOWED = frozenset({"__init__", "forward", "construct", "call"})
_Tested = Union[ast.If, ast.IfExp, ast.While]


class _Tests:
    """What the methods of a class ask: parameters of ``__init__`` and attributes, under one name where one is kept as
    the other."""

    #: What depends on the run, or on what is made of it alone.
    _LEFT_OUT: ClassVar[frozenset[str]] = frozenset({"training", "self", *_NOT_CARRIED_OVER})

    def __init__(self, info: ClassInfo) -> None:
        self.info = info
        self.methods = [
            function
            for ancestor in info.project_ancestors()
            for function in (*ancestor.methods.values(), *ancestor.hidden_methods)
        ]
        parameters = parameters_of(info)
        self.parameters = parameters.names if parameters is not None else frozenset()
        self.defaults = parameters.defaults if parameters is not None else {}
        self.of: dict[str, ast.expr] = {}
        self._used: dict[str, set[str]] = {}
        self._places: dict[str, ast.AST] = {}
        self._is_reading_all = False
        #: The branches of ``__init__`` and of the method that a call runs, by what they ask.
        self.ways: dict[str, list[Union[ast.If, ast.IfExp]]] = {}
        #: Of those the steps of the method that a call runs, one after the other: none is in another branch.
        self.steps: dict[str, list[ast.If]] = {}
        self.in_entry: dict[str, int] = {}
        self.in_init: dict[str, list[Union[ast.If, ast.IfExp]]] = {}
        for function in self.methods:
            self._read(function)

    def has(self, name: str) -> bool:
        """Whether it is a parameter or an attribute here as well."""
        return name in self.parameters or name in self.info.assignments

    def hands_on(self, name: str) -> bool:
        """Whether it goes anywhere but into an attribute of its own name: then what it is given to may ask it."""
        return self._is_reading_all or "handed" in self._used.get(name, ())

    def always_made(self, way: Union[ast.If, ast.IfExp]) -> Optional[ast.stmt]:
        """Where a layer is made in no branch that the original makes in a branch of ``__init__`` alone."""
        if not isinstance(way, ast.If) or way.orelse:
            return None
        init = self.info.methods.get("__init__")
        made = _plain_steps(init.node.body if init is not None and isinstance(init.node, ast.FunctionDef) else [])
        for target in _plain_steps(way.body):
            if target in made and (target.startswith("append") or len(self.info.assignments.get(target, ())) == 1):
                return made[target]
        return None

    def is_called(self, name: str) -> bool:
        """Whether it is a layer that is called."""
        return "called" in self._used.get(name, ())

    def may_be_none(self, name: str) -> bool:
        """Whether an attribute is None at times: set so, or kept from a parameter that is by default."""
        for assignment in self.info.assignments.get(name, ()):
            value = assignment.expression
            if isinstance(value, ast.Constant) and value.value is None:
                return True
            if isinstance(value, ast.Name):
                default = self.defaults.get(value.id)
                if isinstance(default, ast.Constant) and default.value is None:
                    return True
        return False

    def place(self, name: str) -> ast.AST:
        """Where it is used, or set, or else the class."""
        return self._places.get(name, self.info.node)

    def _read(self, function: Function) -> None:
        is_init = function.name == "__init__"
        if function is self.info.entry and isinstance(function.node, ast.FunctionDef):
            for statement in function.node.body:
                if isinstance(statement, ast.If) and not _only_checks(statement):
                    self.steps.setdefault(ast.unparse(statement.test), []).append(statement)
        tested: set[ast.AST] = set()
        for node in ast.walk(function.node):
            if isinstance(node, (ast.If, ast.IfExp, ast.While)):
                if not (isinstance(node, ast.If) and _only_checks(node)):
                    if function.name in _FOLLOWED and isinstance(node, (ast.If, ast.IfExp)):
                        text = ast.unparse(node.test)
                        self.ways.setdefault(text, []).append(node)
                        if is_init:
                            self.in_init.setdefault(text, []).append(node)
                    names = dict(self._names(node.test, is_init))
                    for name in names:
                        self.of.setdefault(name, node.test)
                        if function is self.info.entry:
                            self.in_entry[name] = self.in_entry.get(name, 0) + 1
                tested.update(ast.walk(node.test))
            elif isinstance(node, (ast.BoolOp, ast.Compare, ast.comprehension, ast.Assert)) or (
                isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
            ):
                parts: list[ast.AST] = list(node.ifs) if isinstance(node, ast.comprehension) else [node]
                for part in parts:
                    for name, _ in self._names(part, is_init):
                        self._used.setdefault(name, set()).add("handed")
            elif isinstance(node, ast.Attribute) and node.attr == "__dict__":
                self._is_reading_all = True
        stored = {
            statement.value
            for statement in ast.walk(function.node)
            if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None and _keeps(statement)
        }
        callees = {node.func for node in ast.walk(function.node) if isinstance(node, ast.Call)}
        for name, node in self._names(function.node, is_init):
            if node in tested or isinstance(getattr(node, "ctx", None), ast.Store):
                continue
            if node in callees:
                if not self.is_called(name):
                    self._places[name] = node
                self._used.setdefault(name, set()).add("called")
            elif node not in stored:
                self._used.setdefault(name, set()).add("handed")
            else:
                self._places.setdefault(name, node)

    def names_in(self, test: ast.expr) -> Iterator[tuple[str, ast.AST]]:
        """The parameters and attributes that a branch of ``__init__`` or another method asks."""
        return self._names(test, is_init=True)

    def _names(self, root: ast.AST, is_init: bool) -> Iterator[tuple[str, ast.AST]]:
        """The parameters (in ``__init__``) and attributes below a node."""
        for node in ast.walk(root):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
                if node.attr not in self._LEFT_OUT:
                    yield node.attr, node
            elif is_init and isinstance(node, ast.Name) and node.id in self.parameters - self._LEFT_OUT:
                yield node.id, node


def _plain_steps(body: list[ast.stmt]) -> dict[str, ast.stmt]:
    """What statements, outside of all branches, set to a new layer, by attribute; what they append to a list of layers
    as ``append`` with the list and the class."""
    found: dict[str, ast.stmt] = {}
    for statement in body:
        value = statement.value if isinstance(statement, (ast.Assign, ast.Expr)) else None
        if not isinstance(value, ast.Call):
            continue
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if isinstance(target, ast.Attribute):
            name = ast.unparse(value.func)
            if name.rpartition(".")[2][:1].isupper() and not name.endswith("Identity"):
                found[target.attr] = statement
        elif isinstance(value.func, ast.Attribute) and value.func.attr == "append" and len(value.args) == 1:
            made = value.args[0]
            if isinstance(made, ast.Call):
                name = ast.unparse(made.func).rpartition(".")[2]
                found[f"append {ast.unparse(value.func.value)} {name}"] = statement
    return found


def _keeps(statement: Union[ast.Assign, ast.AnnAssign]) -> bool:
    """``self.x = x``."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    value = statement.value
    return isinstance(target, ast.Attribute) and isinstance(value, ast.Name) and target.attr == value.id


def _only_checks(node: ast.If) -> bool:
    """Whether a branch only refuses what it is given."""
    return not node.orelse and all(
        isinstance(each, (ast.Raise, ast.Assert))
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Call) and "warn" in ast.unparse(each.value.func))
        for each in node.body
    )
