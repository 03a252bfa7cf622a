"""MSL101 to MSL103, MSL105 and MSL112: names of torch that are left."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.conversion.imports import without_import
from ms_lint.conversion.plan import plan_of
from ms_lint.edits import remove_argument
from ms_lint.findings import Applicability, Left, Severity
from ms_lint.knowledge import members
from ms_lint.knowledge.frameworks import KINDS, TORCH_LIBRARIES
from ms_lint.messages import say
from ms_lint.rules import Place, Problem, Rewrite, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Import, Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import Member, SelfValue, Super, Tensor

from .migration import counterpart_of, is_given_mindspore, is_known, leftover_severity, what_to_write
from .purpose import foreign_imports, is_class_meant, is_meant, left_of, may_fail
from .wording import receiver_text

#: What they do is done to torch alone: in a program of MindSpore they change nothing.
_WITHOUT_EFFECT = {
    "manual_seed": say("seeds torch alone: what MindSpore draws stays random"),
    "seed": say("seeds torch alone: what MindSpore draws stays random"),
    "autocast": say("casts torch's operators alone: MindSpore computes in full precision"),
}
#: The classes of transformers that are torch Modules or train them; those for TensorFlow begin with TF.
_TRANSFORMERS = re.compile(
    r"transformers\.(?:.+\.)?(?!TF|Flax)(?:\w+(?:Model|Trainer|TrainingArguments)|\w+For(?:Causal|Masked|Sequence|Token|Question|"
    r"Conditional|PreTraining|Image|Object)\w+|AutoModel\w*|Trainer|TrainingArguments)$"
)
_HARMLESS = ("no_grad", "inference_mode", "set_grad_enabled", "enable_grad")


class TorchModule(Rule):
    """A class that still derives from `torch.nn.Module`.

    A MindSpore network derives from `mindspore.nn.Cell`. A Module inside of a Cell is no sub-cell:
    its parameters are neither trained nor saved by MindSpore.

    ```python
    class Block(nn.Module):  # torch
        ...

    class Block(nn.Cell):  # mindspore
        ...
    ```
    """

    code = "MSL101"
    name = "torch-module"
    fix = Applicability.SAFE
    severity = Severity.INFO
    calls = ("torch.*",)  # to be told of what stands in the class
    references = calls

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "module" or is_class_meant(cls, "torch"):
            return
        for node, value in zip(cls.node.bases, cls.bases):
            name = getattr(value, "name", "")
            if name.startswith("torch.nn."):
                leaf = name.rpartition(".")[2]
                target = (
                    "`mindspore.nn.Cell`"
                    if leaf == "Module"
                    else say("`the counterpart of {leaf} in mindspore.nn`", leaf=leaf)
                )
                yield Problem(
                    node,
                    say(
                        "`{cls}` is still a torch Module: it derives from `{node}`.",
                        cls=cls.name,
                        node=cls.module.text_of(node),
                    ),
                    say("Derive it from {target}.", target=target),
                    fix=plan_of(cls.module).fix(node),
                )


class TorchForward(Rule):
    """The entry method of a class is still called `forward`.

    MindSpore calls `construct`. A Cell with `forward` and without `construct` raises at its first
    call; a Cell with both runs `construct` and never `forward`.
    """

    code = "MSL102"
    name = "torch-forward"
    fix = Applicability.SAFE
    severity = Severity.INFO

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        forward = cls.methods.get("forward")
        if forward is None or is_class_meant(cls, "torch"):
            return
        if cls.kind == "module":
            yield Problem(
                forward.node,
                say("`{cls}.forward` is torch's entry method.", cls=cls.name),
                say("In a Cell call it `construct`."),
            )
        elif cls.kind == "cell" and cls.method("construct") is None:
            base = (cls.library_base or "").rpartition(".")[2]
            yield Problem(
                forward.node,
                say("MindSpore never calls `{cls}.forward`: a Cell runs `construct`, and there is none.", cls=cls.name)
                if base in ("", "Cell")
                else say(
                    "MindSpore never calls `{cls}.forward`: a Cell runs `construct`, here that of `{base}`.",
                    cls=cls.name,
                    base=base,
                ),
                say("Rename it to `construct`."),
                severity=Severity.ERROR,
            )


class TorchCall(Rule):
    """A call of a torch function or class, or a use of a torch name.

    In a file that is all torch this lists what there is to migrate (severity info), with the counterpart in the
    targeted MindSpore and what differs for the arguments of this call. In a file that imports MindSpore it is
    something that was forgotten (warning). It is an error in a Cell and where torch is given MindSpore's
    tensors, which it refuses, and where it silently does nothing: `torch.manual_seed(0)` does not seed MindSpore.

    Files that use torch on purpose are left alone: weight converters, tests and scripts that compare both
    frameworks, exports, imports guarded by `try`/`except ImportError` or a question like
    `is_torch_available()`, imports in the function that needs them, and code for a package that runs torch code
    on MindSpore (setting `dialects`).
    """

    code = "MSL103"
    name = "torch-call"
    fix = Applicability.SAFE
    severity = Severity.INFO
    calls = ("torch.*", "torchvision.*")
    references = ("torch.*", "torchvision.*")

    def check_call(self, call: Call) -> Iterator[Problem]:
        name = call.qualified_name
        if isinstance(call.callee, Member):
            yield from self._method(call, call.callee)
        elif not name.endswith(".__call__") and is_known(call.module, name):
            yield from self._problem(call, call.node.func)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        name = reference.qualified_name
        if name.count(".") == 0 or name == KINDS["module"][0] or reference.owner is not None:
            return
        entry = reference.module.catalog.find(name)
        if (entry is not None and entry.kind != "module") or (entry is None and is_known(reference.module, name)):
            yield from self._problem(reference, reference.node)

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "module" or is_class_meant(cls, "torch"):
            return
        for name, reads in cls.reads.items():
            target = _module_member(cls.module, name)
            if target is not None and cls.library_member(name) is not None:
                node = reads[0].node
                yield Problem(
                    node,
                    say("`{node}` is a method of torch's Module.", node=cls.module.text_of(node)),
                    say("In a Cell write {code}.", code=members.instead(target, "self") or ""),
                )

    def left(self, module: Module) -> Iterator[Left]:
        yield from left_of(module, "torch")

    def _method(self, call: Call, member: Member) -> Iterator[Problem]:
        """A method of an object of torch: of a Module, an optimizer, a scheduler."""
        owner, func, module = member.owner, call.node.func, call.module
        if isinstance(owner, (Tensor, SelfValue)) or not isinstance(func, ast.Attribute) or call.partial:
            return
        target = _module_member(module, func.attr)
        if module.catalog.is_subclass(call.qualified_name.rpartition(".")[0], "torch.optim.Optimizer"):
            target = members.OPTIMIZER.get(func.attr)
        if is_meant(module, "torch", call.function):
            return
        if target is None:
            yield from self._other_method(call, func)
            return
        receiver = receiver_text(module, func.value)
        if isinstance(owner, Super):
            receiver = "super()"
            target = "`super().construct(...)`" if func.attr == "forward" else target
        written = members.instead(target, receiver)
        if written is not None:
            write = say("Write {code}.", code=written)
        else:
            write = say("Leave it out: {reason}.", reason=members.reason(target, receiver))
        yield Problem(
            func,
            say("`{func}` is a method of torch's objects.", func=module.text_of(func)),
            write,
            severity=leftover_severity(call),
        )

    def _other_method(self, call: Call, func: ast.Attribute) -> Iterator[Problem]:
        """A method of a GradScaler, a sampler or a writer, where what stands for it has another name."""
        found = counterpart_of(call.module, call.qualified_name)
        if found is not None and found.exact and (found.name or "").rpartition(".")[2] != func.attr:
            yield Problem(
                func,
                say("`{func}` is a method of torch's objects.", func=call.module.text_of(func)),
                found.advice,
                severity=leftover_severity(call),
            )

    def _problem(self, use: Union[Call, Reference], node: ast.expr) -> Iterator[Problem]:
        module = use.module
        if is_meant(module, "torch", use.function) or use.qualified_name in module.mapping:
            return
        text, name = module.text_of(node), use.qualified_name
        leaf = name.rpartition(".")[2]
        severity = leftover_severity(use)
        owner = use.function.owner if use.function is not None else None
        if owner is not None and owner.kind == "cell":
            message = say(
                "`{text}` is torch ({name}), in the MindSpore Cell `{owner}`.", text=text, name=name, owner=owner.name
            )
        elif severity is Severity.INFO:
            message = say("`{text}` is still torch ({name}).", text=text, name=name)
        elif leaf.startswith(tuple(_WITHOUT_EFFECT)) and isinstance(use, Call):
            effect = next(effect for beginning, effect in _WITHOUT_EFFECT.items() if leaf.startswith(beginning))
            message, severity = (
                say("`{text}` is torch ({name}): it {effect}.", text=text, name=name, effect=effect),
                Severity.ERROR,
            )
        elif leaf in _HARMLESS:
            message = say("`{text}` is torch ({name}): it has no effect on MindSpore.", text=text, name=name)
        elif isinstance(use, Call) and is_given_mindspore(use):
            message, severity = (
                say("`{text}` is torch ({name}), and is given what MindSpore made.", text=text, name=name),
                Severity.ERROR,
            )
        else:
            message = say("`{text}` is still torch ({name}).", text=text, name=name)
        plan = plan_of(module)
        obstacle = plan.obstacle(use.node)
        if obstacle is not None:
            message = say("{message} It is not converted by itself: {obstacle}.", message=message, obstacle=obstacle)
        yield Problem(node, message, what_to_write(use), severity=severity, fix=plan.fix(use.node))


def _module_member(module: Module, name: str) -> Optional[str]:
    """What a method of torch's Module is called in a Cell, where it has another name there."""
    if module.catalog.find(f"{KINDS['cell'][0]}.{name}") is not None:
        return None
    return members.MODULE.get(name)


class TorchInplace(Rule):
    """`inplace=True`: MindSpore's layers and functions have no such argument.

    Leaving it in a MindSpore call raises a TypeError. Dropping it changes nothing but memory, unless
    other code relies on the input being overwritten.
    """

    code = "MSL105"
    name = "torch-inplace-argument"
    fix = Applicability.SAFE
    severity = Severity.INFO
    calls = ("torch.*", "mindspore.nn.*", "mindspore.ops.*")

    def check_call(self, call: Call) -> Iterator[Problem]:
        if "inplace" not in call.arguments or is_meant(call.module, "torch", call.function):
            return
        keyword = next((item for item in call.node.keywords if item.arg == "inplace"), None)
        if keyword is None:  # it stands in a partial, which is reported where it is made
            return
        place = (
            keyword.value.lineno,
            keyword.value.col_offset,
            keyword.value.end_lineno or 0,
            keyword.value.end_col_offset or 0,
        )
        if call.qualified_name.startswith("torch."):
            yield Problem(
                place,
                say("`{call}` takes `inplace` in torch only.", call=call.text),
                say("Leave the argument out in MindSpore."),
                severity=leftover_severity(call),
            )
            return
        versions = call.signatures()
        if versions and not any(
            parameter.name == "inplace" or parameter.kind == "**"
            for overloads in versions
            for signature in overloads
            for parameter in signature.parameters
        ):
            yield Problem(
                place,
                say("`{call}` has no argument `inplace` in MindSpore: the call raises a TypeError.", call=call.text),
                say("Leave the argument out."),
                severity=Severity.ERROR,
                fix=_without(call, keyword),
            )


def _without(call: Call, keyword: ast.keyword) -> Optional[Rewrite]:
    edits = remove_argument(call.node, keyword, call.module.source)
    return Rewrite(edits, say("it decides over memory alone")) if edits is not None else None


class TorchImport(Rule):
    """An import that brings torch into a file of MindSpore, and that nothing uses, or a library made of torch.

    A file that imports torch does not run where only MindSpore is installed. What is used of it is reported
    where it is used (MSL103); this rule is about imports that stay when the last use is gone, and about
    libraries whose models, layers and functions are torch's: `timm`, `torchaudio`, `torchmetrics` and others, and
    the models of `transformers`. Its tokenizers and configurations are Python alone.

    Imports that may fail (in a `try`, after a question, in the function that needs them) and files that use
    torch on purpose are left alone, as with MSL103.
    """

    code = "MSL112"
    name = "torch-import"
    fix = Applicability.SAFE
    severity = Severity.WARNING

    def check_module(self, module: Module) -> Iterator[Problem]:
        if not module.imports_framework("mindspore"):
            return
        for framework in ("torch", "tensorflow"):
            imports = foreign_imports(module, framework)
            if imports and not is_meant(module, framework):
                yield from self._unused(module, framework, imports)
        libraries = [item for item in module.imports if _is_torch_library(item) and not may_fail(module, item)]
        for item in libraries if libraries and not is_meant(module, "torch") else ():
            name = item.root if item.root in TORCH_LIBRARIES else item.qualified_name
            yield Problem(
                import_place(item),
                say("`{name}` is made of torch: what it gives is neither Cell nor tensor of MindSpore.", name=name),
                TORCH_LIBRARIES.get(item.root) or None,
            )

    def _unused(self, module: Module, framework: str, imports: list[Import]) -> Iterator[Problem]:
        used = {node.id for node in ast.walk(module.source.tree) if isinstance(node, ast.Name)}
        listed = module.source.code.count("__all__") > 0
        for item in imports:
            bound = item.alias.asname or item.alias.name.partition(".")[0]
            if bound in used or listed or bound == "*" or item.function is not None:
                continue
            text = item.alias.name if isinstance(item.node, ast.Import) else f"{item.node.module}.{item.alias.name}"
            yield Problem(
                import_place(item),
                say(
                    "`{text}` is imported and not used: the file needs {framework} for nothing.",
                    text=text,
                    framework=framework,
                ),
                say("Remove the import."),
                fix=without_import(module, item),
            )


def _is_torch_library(item: Import) -> bool:
    name = item.qualified_name
    return item.root in TORCH_LIBRARIES or name.startswith("einops.layers.torch") or bool(_TRANSFORMERS.match(name))


def import_place(item: Import) -> Place:
    """Where an import names what it imports; Python 3.9 knows the statement only."""
    return item.alias if hasattr(item.alias, "lineno") else item.node
