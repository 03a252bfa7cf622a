"""What a rule is, how rules are found, and which of them want to see what.

A rule is a class in ``ms_lint.checkers`` (or in a package named under ``plugins`` in the settings).
It says what it wants to be called for by the hooks that it overrides and by the tables ``calls``
and ``references``; ``Dispatch`` turns the selected rules into look-up tables, so that the cost of
a file does not grow with the number of rules that have nothing to say about it.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Callable, ClassVar, Optional, Union

from ms_lint.findings import Applicability, Confidence, Left, Severity
from ms_lint.messages import say

if TYPE_CHECKING:
    from ms_lint.compare.comparison import Comparison
    from ms_lint.semantics.classes import ClassInfo
    from ms_lint.semantics.compiled import Compiled
    from ms_lint.semantics.module import Module
    from ms_lint.semantics.observer import Call, Operation, Reference
    from ms_lint.semantics.origin import Origin
    from ms_lint.semantics.scopes import Function

BUILTIN_CHECKERS = "ms_lint.checkers"
DOCUMENTATION = "https://ms-lint.readthedocs.io/rules/"

#: Where a finding points: a syntax node, or (line, column) in the module's code with the end of the
#: range, lines from 1 and columns in UTF-8 bytes from 0 as ``ast`` counts them.
Place = Union[ast.AST, tuple[int, int, int, int]]


@dataclass(frozen=True)
class Rewrite:
    """What mends a problem: for each place the text to put there. ``reason`` says why it may be applied
    unseen, or what to look at before."""

    edits: tuple[tuple[Place, str], ...]
    reason: str
    applicability: Applicability = Applicability.SAFE
    #: What the edits rest on: fixes whose extents overlap are not made at once.
    extent: Optional[Place] = None


@dataclass(frozen=True)
class Problem:
    """What a rule says: the place and the words. The engine adds code, path and severity.

    ``message`` says what is wrong; ``suggestion`` says what to write instead and is shown after it.
    ``confidence`` and ``severity`` override the rule's own where this one case differs. ``origin`` is what
    the problem rests on, if it is none in a port from elsewhere: it is no surer than that.
    """

    place: Place
    message: str
    suggestion: Optional[str] = None
    confidence: Optional[Confidence] = None
    severity: Optional[Severity] = None
    fix: Optional[Rewrite] = None
    origin: Optional[Origin] = None


Problems = Iterable[Problem]


class Rule:
    """Base of all rules. The docstring of a rule is its page: a summary line, then Markdown.

    ``code`` is MSL and three digits, ``name`` is kebab-case; both are unique. ``default`` says
    whether the rule is on without being selected. ``calls`` and ``references`` hold qualified names
    (``mindspore.nn.Conv2d``), or a prefix that ends in ``.*``.

    A rule keeps no state: one instance serves all files, in any order.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    confidence: ClassVar[Confidence] = Confidence.PROVED
    default: ClassVar[bool] = True
    #: The best that fixes of the rule are: of a finding that is not proved a fix is unsafe in any case.
    fix: ClassVar[Optional[Applicability]] = None
    #: Why there is none, for the documentation.
    unfixed: ClassVar[str] = ""
    calls: ClassVar[tuple[str, ...]] = ()
    references: ClassVar[tuple[str, ...]] = ()
    nodes: ClassVar[tuple[type[ast.AST], ...]] = ()
    #: Whether a finding is left out where another rule reports something on the same line.
    gives_way: ClassVar[bool] = False
    #: Whether ``check_compiled`` also wants functions that are called while the graph is compiled (``constexpr``).
    folded: ClassVar[bool] = False
    #: Whether ``check_module`` wants ``module.compiled`` to be known.
    wants_compiled: ClassVar[bool] = False

    def check_call(self, call: Call) -> Problems:
        """A call of one of ``calls``."""
        return ()

    def check_reference(self, reference: Reference) -> Problems:
        """A name or attribute that stands for one of ``references`` and is not called."""
        return ()

    def check_operation(self, operation: Operation) -> Problems:
        """An arithmetic operation with a tensor on one side at least."""
        return ()

    def check_node(self, node: ast.AST, module: Module) -> Problems:
        """A syntax node of one of the types in ``nodes``."""
        return ()

    def check_function(self, function: Function) -> Problems:
        """A function or method, after its body was followed."""
        return ()

    def check_class(self, cls: ClassInfo) -> Problems:
        """A class, after all its methods were followed."""
        return ()

    def check_compiled(self, compiled: Compiled) -> Problems:
        """A function that graph mode compiles, with what is met in it."""
        return ()

    def check_module(self, module: Module) -> Problems:
        """The whole module, last."""
        return ()

    def left(self, module: Module) -> Iterable[Left]:
        """What of another framework the fixes of a module leave in it, for the summary: asked for only there."""
        return ()

    def check_comparison(self, comparison: Comparison) -> Problems:
        """A class of the module held against a reference that the settings or ``ms-lint compare`` name."""
        return ()


def rule_url(code: str) -> str:
    """Address of a rule's page in the documentation."""
    return DOCUMENTATION + code


def _modules(package_name: str) -> Iterator[object]:
    package = importlib.import_module(package_name)
    yield package
    for info in pkgutil.iter_modules(getattr(package, "__path__", ())):
        yield importlib.import_module(f"{package_name}.{info.name}")


@cache
def load_rules(plugins: tuple[str, ...] = ()) -> tuple[type[Rule], ...]:
    """All rules of ms-lint and of the packages or modules ``plugins``, sorted by code.

    Raises ImportError for a plugin that cannot be imported, and ValueError where two rules share a
    code or a name or a rule lacks one of them.
    """
    found: dict[str, type[Rule]] = {}
    names: dict[str, type[Rule]] = {}
    for package in (BUILTIN_CHECKERS, *plugins):
        for module in _modules(package):
            for value in vars(module).values():
                if not (isinstance(value, type) and issubclass(value, Rule) and "code" in vars(value)):
                    continue
                if not (value.__doc__ and getattr(value, "name", "")):
                    raise ValueError(say("rule {name} needs a name and a docstring", name=value.__qualname__))
                for table, key in ((found, value.code), (names, value.name)):
                    if table.setdefault(key, value) is not value:
                        names_of_both = f"{table[key].__qualname__}, {value.__qualname__}"
                        raise ValueError(say("two rules are called {key}: {rules}", key=key, rules=names_of_both))
    return tuple(found[code] for code in sorted(found))


Hook = Callable[..., Problems]
#: One rule and the hook of it to call.
Handler = tuple[Rule, Hook]


class Dispatch:
    """The selected rules, in tables by what they ask for."""

    def __init__(self, rules: Iterable[type[Rule]]) -> None:
        self.calls: dict[str, list[Handler]] = {}
        self.references: dict[str, list[Handler]] = {}
        self.nodes: dict[type[ast.AST], list[Handler]] = {}
        self.operations: list[Handler] = []
        self.functions: list[Handler] = []
        self.classes: list[Handler] = []
        self.modules: list[Handler] = []
        self.compiled: list[Handler] = []
        self.comparisons: list[Handler] = []
        self.lefts: list[Callable[[Module], Iterable[Left]]] = []
        self.wants_compiled = False
        for rule_type in rules:
            rule = rule_type()
            self.wants_compiled |= rule.wants_compiled or rule_type.check_compiled is not Rule.check_compiled
            for name in rule.calls:
                self.calls.setdefault(name, []).append((rule, rule.check_call))
            for name in rule.references:
                self.references.setdefault(name, []).append((rule, rule.check_reference))
            if rule_type.left is not Rule.left:
                self.lefts.append(rule.left)
            for node_type in rule.nodes:
                self.nodes.setdefault(node_type, []).append((rule, rule.check_node))
            for hook, table in (
                ("check_operation", self.operations),
                ("check_function", self.functions),
                ("check_class", self.classes),
                ("check_module", self.modules),
                ("check_compiled", self.compiled),
                ("check_comparison", self.comparisons),
            ):
                if getattr(rule_type, hook) is not getattr(Rule, hook):
                    table.append((rule, getattr(rule, hook)))
        self._by_call: dict[str, list[Handler]] = {}
        self._by_reference: dict[str, list[Handler]] = {}

    def for_call(self, qualified_name: str) -> list[Handler]:
        """The rules that want a call of this name: by the name itself or by a prefix of it."""
        return _look_up(self._by_call, self.calls, qualified_name)

    def for_reference(self, qualified_name: str) -> list[Handler]:
        """The rules that want this name where it is not called."""
        return _look_up(self._by_reference, self.references, qualified_name)


def _look_up(cache: dict[str, list[Handler]], table: dict[str, list[Handler]], name: str) -> list[Handler]:
    handlers = cache.get(name)
    if handlers is None:
        handlers = list(table.get(name, ()))
        parts = name.split(".")
        for end in range(len(parts), 0, -1):
            handlers += table.get(".".join(parts[:end]) + ".*", ())
        cache[name] = handlers
    return handlers
