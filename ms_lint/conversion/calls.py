"""The edits for a use of a name of torch: by its form, or by what is known of its counterpart's parameters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Callable, Optional

from ms_lint.conversion import forms
from ms_lint.conversion.blocks import says_only_where
from ms_lint.conversion.forms import Written
from ms_lint.conversion.kinds import Refused, Setting
from ms_lint.conversion.pieces import Piece, Pieces, end_of, start_of
from ms_lint.conversion.protocol import module_member
from ms_lint.conversion.values import ATOMS, indices
from ms_lint.knowledge.catalog import Entry, Parameter, Signature, parse_signature
from ms_lint.knowledge.comparison import nearest_overloads, pair
from ms_lint.knowledge.conversions import BASES, FORMS, IN_PLACE, LABELLED, PROVED, REFERENCES, SIGNATURES, WITHOUT_CPU
from ms_lint.knowledge.counterparts import Counterpart, counterpart, qualified, single_name
from ms_lint.knowledge.keywords import OTHER_VALUE
from ms_lint.knowledge.members import OTHER_MEANING, OTHER_MEANING_BEFORE_2_5
from ms_lint.messages import Message, say, verbatim
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import Instance, Member, Symbol, Tensor, Value

Spell = Callable[[str], str]
ValueOf = Callable[[ast.expr], Value]
_TENSOR = "torch.Tensor."
#: Hints that say only how arguments are called, which a conversion heeds.
_PLAIN_HINT = re.compile(r"with \w+ for \w+(( and|,) (with )?\w+ for \w+)*|without (device|inplace|out)")
#: What makes a new tensor of sizes.
_MAKING = frozenset("empty zeros ones rand randn full empty_like zeros_like ones_like".split())
_FUNCTION_OF_TENSOR = re.compile(r"((?:ops|mint)\.[\w.]+)\(x, \.\.\.\)$")


def converted_call(call: Call, spell: Spell) -> Optional[Written]:
    """The edits of a call; None where it is no call of torch, or stays as it is. Raises Refused."""
    name, callee, func = call.qualified_name, call.callee, call.node.func
    if not call.partial and name.startswith("tensorflow."):
        known = call.module.canonical(name)
        if not isinstance(callee, Symbol) or known not in FORMS:
            return None
        return converted_function(call.module, call.node, known, call.value_of, spell)
    if call.partial or not name.startswith(("torch.", "torchvision.")):
        return None
    if isinstance(callee, Member):
        if not isinstance(func, ast.Attribute):
            return None
        if isinstance(callee.owner, Tensor):
            return converted_method(call.module, call.node, func.attr, call.value_of, spell)
        owner = name.rpartition(".")[0]
        if isinstance(callee.owner, Instance) and call.module.catalog.is_subclass(owner, "torch.nn.Module"):
            return module_member(call.module, call.node)
        return None
    if isinstance(callee, Instance) and name in LABELLED:
        return labelled(call.node, call.module, call.value_of)
    if not isinstance(callee, Symbol) or name.startswith(_TENSOR):
        return None
    return converted_function(call.module, call.node, name, call.value_of, spell)


def labelled(node: ast.Call, module: Module, value_of: ValueOf) -> Optional[Written]:
    """The call of a loss whose labels are indices of classes, which MindSpore takes as int32."""
    words = {keyword.arg: keyword.value for keyword in node.keywords}
    target = node.args[1] if len(node.args) > 1 else words.get("target")
    if target is None or isinstance(target, ast.Starred):
        return None
    doubts: list[Message] = []
    wrap = indices(Setting("target", target, value_of(target), None), doubts)
    return Written(Pieces(node, tuple(forms.wrapping(target, wrap, module.source, node))), tuple(doubts))


def converted_function(module: Module, node: ast.Call, name: str, value_of: ValueOf, spell: Spell) -> Written:
    """The edits of the call of a function or class. Raises Refused."""
    signatures = _torch_signatures(module, name)
    if not signatures:
        raise Refused(say("the parameters are not known"))
    places = [item.value for item in node.keywords if item.arg is None and says_only_where(module, item.value)]
    given = forms.bind(node, signatures, module.source, value_of, None, places)
    form, doubt = _form_of(module, name, given)
    written = forms.write(form, given, _target(module, form), spell)
    pieces = Pieces(node, (*written.pieces.items, *_fields(module, node, name)))
    told = (say("`{name}` has device and dtype alone", name=ast.unparse(item)) for item in places[:1])
    return Written(pieces, (*written.doubts, *doubt, *told, *_devices(form)))


def _fields(module: Module, node: ast.Call, name: str) -> Iterator[Piece]:
    """What is read from the result at once: ``.values`` of a pair, ``.max`` of the limits of a dtype."""
    parent = module.parents.get(node)
    if not isinstance(parent, ast.Attribute):
        return
    leaf = name.rpartition(".")[2]
    if leaf in ("max", "min", "sort", "topk") and parent.attr in ("values", "indices"):
        yield Piece(end_of(node), end_of(parent), (f"[{int(parent.attr == 'indices')}]",))
    elif leaf == "finfo" and parent.attr in ("max", "min", "eps", "tiny"):  # a number of Python's
        yield Piece(start_of(node), start_of(node), ("float(",), before=True)
        yield Piece(end_of(parent), end_of(parent), (")",))


def _devices(form: str) -> Iterator[Message]:
    """What a form calls that was found to have no kernel on some device."""
    for call in forms.calls_in(form):
        if ast.unparse(call.func) in WITHOUT_CPU:
            yield say("`{func}` has no kernel on the CPU", func=ast.unparse(call.func))


def converted_method(module: Module, node: ast.Call, method: str, value_of: ValueOf, spell: Spell) -> Optional[Written]:
    """The edits of the call of a tensor's method; None where it stays as it is. Raises Refused."""
    name = _TENSOR + method
    assert isinstance(node.func, ast.Attribute)
    receiver = node.func.value
    if method == "to":
        return _moved(module, node, receiver, value_of, spell)
    form = FORMS.get(name)
    if form is None and method.endswith("_") and not method.startswith("_"):
        return _in_place(module, node, method[:-1], value_of, spell)
    if form is None and is_same_method(module, method, node):
        return None
    signatures = _torch_signatures(module, name)
    if not signatures:
        raise _silent(module, method, say("the parameters of `{method}` are not known", method=method))
    try:
        given = forms.bind(node, signatures, module.source, value_of, receiver)
        form, doubt = _form_of(module, name, given)
        written = forms.write(form, given, _target(module, form), spell)
    except Refused as refusal:
        raise _silent(module, method, refusal.words) from None
    pieces = Pieces(node, (*written.pieces.items, *_fields(module, node, name)))
    return Written(pieces, (*written.doubts, *doubt))


def is_same_method(module: Module, method: str, node: Optional[ast.Call]) -> bool:
    """Whether a method of MindSpore's tensors is what torch's is, and takes these arguments."""
    catalog = module.catalog
    entries = catalog.all_entries(f"mindspore.Tensor.{method}")
    if method in OTHER_MEANING or len(entries) < max(len(catalog.versions), 1):
        return False
    if method in OTHER_MEANING_BEFORE_2_5 and any(_is_before(version, (2, 5)) for version in catalog.versions):
        return False
    return all(
        not entry.signatures or node is None or any(one.bind(node).fits for one in entry.signatures)
        for entry in entries
    )


def _is_before(version: str, limit: tuple[int, int]) -> bool:
    numbers = [int(part) for part in re.findall(r"\d+", version)[:2]]
    return tuple(numbers) < limit


def _silent(module: Module, method: str, words: Message) -> Refused:
    """A refusal; one that must stop the conversion where MindSpore has another method of this name."""
    return Refused(words, bool(module.catalog.all_entries(f"mindspore.Tensor.{method}")))


def _torch_signatures(module: Module, name: str) -> tuple[Signature, ...]:
    own = SIGNATURES.get(name)
    if own is not None:
        return tuple(parse_signature(text) for text in own)
    found = module.catalog.signatures(name)
    return found[-1] if found else ()


def _target(module: Module, form: str) -> Optional[Signature]:
    """The signature of the call that a form begins with, in the newest targeted version."""
    expression = forms.parse_form(form)
    while isinstance(expression, ast.IfExp):
        expression = expression.orelse
    if not isinstance(expression, ast.Call):
        return None
    text = ast.unparse(expression.func)
    name = f"mindspore.Tensor.{text[5:]}" if text.startswith("self.") else qualified(text)
    found = module.catalog.signatures(name) if name is not None else []
    wanted = {keyword.arg for keyword in expression.keywords}
    fitting = [one for overloads in found for one in overloads if wanted <= {p.name for p in one.parameters}]
    return fitting[-1] if fitting else None


# ---------------------------------------------------------------- which form


def _form_of(module: Module, name: str, given: forms.Given) -> tuple[str, tuple[Message, ...]]:
    """The form for a call, and what is doubtful about it. Raises Refused."""
    found = counterpart(name, module.catalog.versions, module.api_family)
    if module.api_family == "mint" and found is not None and found.family == "mint" and found.verdict == "same":
        return _derived(module, name, found, given), ()
    form = FORMS.get(name)
    if form is not None and _exists(module, form):
        return form, ()
    if found is None:
        raise Refused(say("MindSpore has no counterpart that is known"))
    if not found.target:
        raise Refused(say("MindSpore has no counterpart"))
    if not set(module.catalog.versions) <= set(found.versions):
        raise Refused(say("not all targeted versions have `{target}`", target=found.target))
    if not found.exact:
        raise Refused(say("only its namespace is known"))
    is_plain = found.verdict == "same" or name in PROVED or _PLAIN_HINT.fullmatch(found.hint) is not None
    doubts = (verbatim(found.hint),) if found.hint and not is_plain else ()
    text = _FUNCTION_OF_TENSOR.match(found.target)
    if found.name is not None or text is not None:
        return _derived(module, name, found, given), doubts
    return _rewritten(found, given), doubts


def _exists(module: Module, form: str) -> bool:
    """Whether all targeted versions have what a form calls, with the keywords that it writes."""
    for call in forms.calls_in(form):
        text = ast.unparse(call.func)
        name = f"mindspore.Tensor.{text[5:]}" if text.startswith("self.") else qualified(text)
        if name is None:
            continue
        found = module.catalog.signatures(name)
        if len(found) < max(len(module.catalog.versions), 1):
            return False
        wanted = {keyword.arg for keyword in call.keywords}
        for overloads in found:
            if overloads and not any(wanted <= {p.name for p in one.parameters} for one in overloads):
                return False
    return True


def _derived(module: Module, name: str, found: Counterpart, given: forms.Given) -> str:
    """The form that the parameters of both sides tell."""
    text = _FUNCTION_OF_TENSOR.match(found.target)
    called = text[1] if text is not None else found.target.removesuffix("(...)")
    is_method = called.startswith("x.")
    target = qualified(called) or single_name(found.target)
    versions = module.catalog.signatures(target) if target is not None else []
    texts = {_derived_form(called, is_method, text is not None, overloads, given) for overloads in versions}
    if len(texts) != 1:
        raise Refused(
            say("the targeted versions differ") if texts else say("the parameters of the counterpart are not known")
        )
    return texts.pop()


def _derived_form(
    called: str, is_method: bool, takes_receiver: bool, overloads: tuple[Signature, ...], given: forms.Given
) -> str:
    if not overloads:
        raise Refused(say("the parameters of the counterpart are not known"))
    ours_all = overloads
    if takes_receiver:
        ours_all = tuple(Signature(one.parameters[1:]) for one in overloads if one.parameters)
    nearest = nearest_overloads([given.signature], ours_all, {})
    if nearest is None:
        raise Refused(say("the parameters of the counterpart are not known"))
    theirs, ours = nearest
    items = list(_items(theirs, ours))
    if takes_receiver:
        items.insert(0, "self")
    head = f"self.{called[2:]}" if is_method else called
    return f"{head}({', '.join(items)})"


def _items(theirs: Signature, ours: Signature) -> Iterator[str]:
    """The arguments of a derived form. Raises Refused."""
    pairs = pair(theirs, ours, {})
    mine = {parameter.name: parameter for parameter in ours.parameters}
    positions = {parameter.name: index for index, parameter in enumerate(ours.positional)}
    at, by_position = 0, True
    for parameter in theirs.parameters:
        key = f"*{parameter.name}" if parameter.kind == "*" else parameter.name
        other = pairs.get(key)
        if other is None or parameter.name in forms.MEANINGLESS:
            continue
        if parameter.kind == "*":
            yield parameter.name if other.startswith("*") else f"packed({parameter.name})"
            at += 1
            continue
        if (parameter.name, other) in OTHER_VALUE:
            raise Refused(say("`{name}` has another meaning in MindSpore", name=parameter.name))
        value = _with_default(parameter, mine[other])
        if by_position and positions.get(other) == at and value == parameter.name:
            yield value
            at += 1
        else:
            by_position = False
            yield f"{other}={value}"
    wanted = [p.name for p in ours.parameters if p.required and p.name not in pairs.values()]
    spread = any(p.kind == "*" for p in theirs.parameters)
    if wanted and not spread:
        raise Refused(say("`{wanted}` has to be given in MindSpore", wanted=wanted[0]))


def _with_default(theirs: Parameter, ours: Parameter) -> str:
    """A parameter, with its default written out where that is not the counterpart's."""
    if theirs.default is None or theirs.default in ("None", "...") or ours.default in (theirs.default, "..."):
        return theirs.name
    try:
        value, other = ast.literal_eval(theirs.default), ast.literal_eval(ours.default or "None")
    except (ValueError, SyntaxError):
        return theirs.name
    if value == other and isinstance(value, bool) == isinstance(other, bool):
        return theirs.name
    return f"default({theirs.name}, {theirs.default})"


def _rewritten(found: Counterpart, given: forms.Given) -> str:
    """A text to write of the table as a form: its `x` is the tensor. Raises Refused."""
    text = found.target.removeprefix("x = ")
    if "..." in text or text != found.target:
        raise Refused(say("write `{target}`", target=found.target))
    names = [p.name for p in given.signature.parameters]
    tensor = "self" if given.receiver is not None else next(iter(names), "")
    form = re.sub(r"\bx\b(?!=)", tensor, text)
    try:
        forms.parse_form(form)
    except SyntaxError:
        raise Refused(say("write `{target}`", target=found.target)) from None
    return form


# ---------------------------------------------------------------- methods with rules of their own


def _in_place(module: Module, node: ast.Call, base: str, value_of: ValueOf, spell: Spell) -> Optional[Written]:
    """A method in place, as a statement of its own: what it gives is bound to the name again. Raises Refused."""
    assert isinstance(node.func, ast.Attribute)
    receiver = node.func.value
    top, target = _chain(module, node)
    form = IN_PLACE.get(f"{base}_")
    if form is not None and node is top and isinstance(receiver, ast.Call) and _is_fresh(receiver):
        signatures = _torch_signatures(module, _TENSOR + base) or _torch_signatures(module, f"{_TENSOR}{base}_")
        given = forms.bind(node, signatures, module.source, value_of, receiver)
        return forms.write(form, given, _target(module, form), spell)
    if top not in module.statements or not isinstance(target, (ast.Name, ast.Attribute, ast.Subscript)):
        if is_same_method(module, f"{base}_", node):
            return None  # MindSpore has it, and it writes in place too
        raise _silent(module, f"{base}_", say("what it gives is used as well"))
    text = ast.unparse(target)
    pieces = [Piece(start_of(node), start_of(node), (f"{text} = ",), before=True)] if node is top else []
    written = None
    if form is None and FORMS.get(_TENSOR + base) is None and is_same_method(module, base, node):
        end = end_of(node.func)
        pieces.append(Piece((end[0], end[1] - 1), end, ("",)))
    else:
        signatures = _torch_signatures(module, _TENSOR + base) or _torch_signatures(module, f"{_TENSOR}{base}_")
        if not signatures:
            raise _silent(module, f"{base}_", say("it has no counterpart that is known"))
        given = forms.bind(node, signatures, module.source, value_of, receiver)
        if form is None:
            form, _ = _form_of(module, _TENSOR + base, given)
        written = forms.write(form, given, _target(module, form), spell)
        pieces += written.pieces.items
    doubts = (
        say("`{text}` is bound to the name again: other names for the same tensor keep the old values", text=text),
    )
    return Written(Pieces(node, tuple(pieces)), (*(written.doubts if written else ()), *doubts))


def _is_fresh(node: ast.Call) -> bool:
    """Whether a call makes a tensor that nothing else has: what is done to it in place may as well be a new one."""
    return ast.unparse(node.func).rpartition(".")[2] in _MAKING


def _chain(module: Module, node: ast.Call) -> tuple[ast.expr, ast.expr]:
    """Of ``x.mul_(2).add_(1)`` the whole, and the tensor that it is about."""
    top: ast.expr = node
    while True:
        attribute = module.parents.get(top)
        call = module.parents.get(attribute) if isinstance(attribute, ast.Attribute) else None
        if not (isinstance(attribute, ast.Attribute) and isinstance(call, ast.Call) and attribute.attr.endswith("_")):
            break
        top = call
    target: ast.expr = node
    while isinstance(target, ast.Call) and isinstance(target.func, ast.Attribute) and target.func.attr.endswith("_"):
        target = target.func.value
    return top, target


def _moved(module: Module, node: ast.Call, receiver: ast.expr, value_of: ValueOf, spell: Spell) -> Optional[Written]:
    """``x.to(...)``: a device goes, a dtype stays. Raises Refused."""
    dtype: Optional[ast.expr] = None
    for argument in (*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "dtype")):
        kind = _what_is_moved_to(argument, value_of(argument))
        if kind == "dtype":
            dtype = argument
        elif kind == "tensor":
            raise _silent(
                module, "to", say("`{text}` may be a tensor, a device or a dtype", text=ast.unparse(argument))
            )
    known = {"dtype", "device", "non_blocking", "copy", "memory_format"}
    if any(keyword.arg not in known for keyword in node.keywords):
        raise _silent(module, "to", say("its arguments are not known"))
    start, end = start_of(node), end_of(node)
    if dtype is None:
        parts: tuple[object, ...] = (receiver,) if isinstance(receiver, ATOMS) else ("(", receiver, ")")
        return Written(Pieces(node, (Piece(start, end, parts),)))  # type: ignore[arg-type]
    around = (receiver,) if isinstance(receiver, ATOMS) else ("(", receiver, ")")
    return Written(Pieces(node, (Piece(start, end, (*around, ".astype(", dtype, ")")),)))


def _what_is_moved_to(node: ast.expr, value: Value) -> str:
    if isinstance(value, Symbol):
        return "dtype" if value.name.startswith("torch.") and value.name != "torch.device" else "tensor"
    if isinstance(value, Instance) and value.of == "torch.device":
        return "device"
    if isinstance(value, Tensor):
        return "tensor"
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, int)):
        return "device"
    text = ast.unparse(node)
    if text.endswith("dtype"):
        return "dtype"
    return "device" if "device" in text or text.startswith("torch.device") else "tensor"


# ---------------------------------------------------------------- references


def converted_reference(reference: Reference, spell: Spell) -> Optional[Written]:
    """The edits of a name that is not called; None where it is no name of torch's. Raises Refused."""
    name, node, module = reference.qualified_name, reference.node, reference.module
    if not name.startswith(("torch.", "torchvision.")) or reference.is_stored:
        return None
    if reference.owner is not None:
        return _attribute(reference, node, spell)
    name = module.canonical(name)
    entry = module.catalog.find(name)
    if entry is not None and entry.kind == "module":
        return None
    whole = Piece(start_of(node), end_of(node), ("",))
    parent = module.parents.get(node)
    if isinstance(parent, ast.keyword) and parent.arg == "default_factory":
        raise Refused(say("it is called elsewhere"))
    if isinstance(parent, ast.ClassDef):
        base = BASES.get(name)
        if base is None:
            raise Refused(say("what the class is made with may differ"))
        return Written(Pieces(node, (Piece(whole.start, whole.end, (spell(base),)),)))
    if isinstance(parent, ast.Call) and len(parent.args) + len(parent.keywords) > 1 and _is_partial(parent, node):
        return _partial(parent, name, node, spell)
    direct = REFERENCES.get(name)
    found = counterpart(name, module.catalog.versions, module.api_family)
    target = found.target if found is not None and found.verdict == "same" and found.name is not None else None
    doubts: tuple[Message, ...] = ()
    is_compared = _is_type(module, node)
    if is_compared and name in FORMS:
        heads = [ast.unparse(call.func) for call in forms.calls_in(FORMS[name])]
        direct = heads[0] if heads else direct
    if direct is not None and direct.startswith("lambda"):
        body = forms.parse_form(direct)
        assert isinstance(body, ast.Lambda)
        text = direct.replace("nn.", spell("nn") + ".")
        is_whole = isinstance(parent, (ast.Call, ast.keyword, ast.arguments, ast.Assign))
        around = text if is_whole else f"({text})"
        return Written(Pieces(node, (Piece(whole.start, whole.end, (around,)),)), (say("it is called elsewhere"),))
    if direct is not None and _exists(module, f"{direct}()"):
        target = direct
        is_root = name in ("torch.nn.Module", "torch.Tensor")
        doubts = () if is_compared or is_root else (say("`{direct}` is called elsewhere", direct=direct),)
    elif target is None or (name in FORMS and not is_compared) or (_is_function(entry) and _matter(found)):
        raise Refused(say("what it is called with is not seen here"))
    text = spell(target)
    return Written(Pieces(node, (Piece(whole.start, whole.end, (text,)),)), doubts)


def _is_partial(call: ast.Call, node: ast.expr) -> bool:
    return ast.unparse(call.func).rpartition(".")[2] == "partial" and bool(call.args) and call.args[0] is node


#: Classes whose keywords alone can be given beforehand, and these keywords.
_BEFOREHAND = re.compile(r"torch\.nn\.BatchNorm[123]d")
_OF_NORMS = frozenset(("eps", "momentum", "affine"))


def _partial(call: ast.Call, name: str, node: ast.expr, spell: Spell) -> Written:
    """A class that is called elsewhere, with some of its arguments here. Raises Refused."""
    words = [keyword.arg for keyword in call.keywords]
    doubts = (say("it is called elsewhere"),)
    if len(call.args) == 1 and words == ["inplace"] and name in REFERENCES:
        return Written(Pieces(call, (Piece(start_of(call), end_of(call), (spell(REFERENCES[name]),)),)), doubts)
    if len(call.args) == 1 and _BEFOREHAND.fullmatch(name) and _OF_NORMS.issuperset(words):
        pieces = [Piece(start_of(node), end_of(node), (spell(f"nn.{name.rpartition('.')[2]}"),))]
        for value in (keyword.value for keyword in call.keywords if keyword.arg == "momentum"):
            pieces.append(Piece(start_of(value), end_of(value), (_rest_of_one(value),)))
        return Written(Pieces(call, tuple(pieces)), doubts)
    if name != "torch.nn.LayerNorm" or len(call.args) > 1 or words != ["eps"]:
        raise Refused(say("what else it is called with is not seen here"))
    parts = (f"lambda shape: {spell('nn.LayerNorm')}((shape,), epsilon=", call.keywords[0].value, ")")
    return Written(Pieces(call, (Piece(start_of(call), end_of(call), parts),)), doubts)


def _rest_of_one(momentum: ast.expr) -> str:
    """MindSpore's momentum keeps what torch's replaces."""
    if isinstance(momentum, ast.Constant) and isinstance(momentum.value, (int, float)):
        return repr(round(1 - momentum.value, 10))
    return f"1 - {ast.unparse(momentum)}" if isinstance(momentum, ATOMS) else f"1 - ({ast.unparse(momentum)})"


def _is_function(entry: Optional[Entry]) -> bool:
    return entry is not None and entry.kind == "function"


def _matter(found: Optional[Counterpart]) -> bool:
    return found is not None and found.differences is not None and found.differences.matter


def _is_type(module: Module, node: ast.expr) -> bool:
    """Whether a class is only compared with, or stands in an annotation."""
    at: Optional[ast.AST] = node
    for _ in range(6):
        parent = module.parents.get(at) if at is not None else None
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name):
            return parent.func.id in ("isinstance", "issubclass")
        if isinstance(parent, (ast.arg, ast.AnnAssign)):
            return getattr(parent, "annotation", None) is at
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return parent.returns is at
        if not isinstance(parent, (ast.Tuple, ast.Subscript, ast.BinOp, ast.List)):
            return False
        at = parent
    return False


def _attribute(reference: Reference, node: ast.expr, spell: Spell) -> Optional[Written]:
    """An attribute of a tensor; None where it stays as it is. Raises Refused."""
    assert isinstance(node, ast.Attribute)
    name = node.attr
    if isinstance(node.value, ast.Call) and name in ("values", "indices", "max", "min", "eps", "tiny"):
        return None  # a field of what is no tensor
    if is_same_method(reference.module, name, None) or name in ("shape", "dtype", "ndim", "T"):
        return None
    if name in ("real", "imag") and not isinstance(reference.module.parents.get(node), ast.Call):
        return Written(Pieces(node, (Piece(end_of(node), end_of(node), ("()",)),)))
    raise _silent(reference.module, name, say("`{name}` of a tensor", name=name))
