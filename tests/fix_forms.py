"""The forms in which the expression that a fix is about may stand: joined to other statements, inside of other calls,
lambdas, f-strings and decorators. Each can be taken off again, so that what a fix made of it can be compared."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional, cast

from ms_lint.conversion.pieces import end_of, start_of
from ms_lint.findings import Finding

_At = tuple[int, int]


@dataclass(frozen=True)
class Form:
    """What is written before and behind an expression, and before and behind its statement. ``{margin}`` is the
    indentation of the statement. A ``replaced`` expression moves to before its statement, and a name takes its place.
    """

    before: str = ""
    behind: str = ""
    statement: str = ""
    end: str = ""
    replaced: str = ""
    is_folded: bool = False


FORMS = {
    "joined": Form(statement="retained = 'ß'; ", end="; retained = 'ä'"),
    "backslashes": Form(is_folded=True),
    "call": Form("dict(retained='ü', value=", ")['value']"),
    "lambda": Form("(lambda retained=0: ", ")()"),
    "f-string": Form("f'ö {{}} {", "} retained'"),
    "decorator": Form(
        "@(lambda retained: lambda f: retained)(",
        ")\n{margin}def retained_value(): ...\n{margin}",
        replaced="retained_value",
    ),
    "walrus": Form("(retained := ", ")"),
    "non-ascii": Form("('retained é→𝒳', ", ")[1]"),
}


def formed(code: str, findings: Sequence[Finding], form: Form, outermost: bool) -> Optional[str]:
    """Code with the expressions that findings are about in a form, one in each statement; None where there is none.

    ``outermost``: the whole value of the statement, not only what the finding points at.
    """
    tree = ast.parse(code)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    lines = code.splitlines(keepends=True)
    chosen: dict[ast.stmt, ast.expr] = {}
    for finding in findings:
        node = _expression(tree, lines, finding)
        node = _call_of(node, parents) if node is not None else _assigned(tree, finding)
        statement: Optional[ast.AST] = node
        while statement is not None and not isinstance(statement, ast.stmt):
            if outermost and isinstance(statement, ast.expr) and _is_value(statement):
                node = statement
            statement = parents.get(statement)
        if node is not None and isinstance(statement, ast.stmt) and _is_possible(statement, lines, form):
            chosen.setdefault(statement, node)
    made = code
    for statement in sorted(chosen, key=lambda item: item.lineno, reverse=True):
        text = _in_form(made, statement, chosen[statement], form)
        try:
            compile(text, "before.py", "exec")
        except (SyntaxError, ValueError):  # no place for it: a target, or quotes in an f-string before Python 3.12
            continue
        made = text
    return None if made == code else made


def _expression(tree: ast.Module, lines: list[str], finding: Finding) -> Optional[ast.expr]:
    """The smallest expression that a finding's place is in."""
    where = finding.location
    found: Optional[ast.expr] = None
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and _is_value(node):
            start, end = start_of(node), end_of(node)
            first = (where.line, _bytes(lines, where.line, where.column))
            last = (where.end_line, _bytes(lines, where.end_line, where.end_column))
            if start <= first and last <= end and (found is None or (start_of(found), end) <= (start, end_of(found))):
                found = node
    return found


def _assigned(tree: ast.Module, finding: Finding) -> Optional[ast.expr]:
    """What is assigned in the line that a finding points at."""
    statements = (node for node in ast.walk(tree) if isinstance(node, (ast.Assign, ast.AugAssign)))
    return next((node.value for node in statements if node.lineno == finding.location.line), None)


def _call_of(node: ast.expr, parents: dict[ast.AST, ast.AST]) -> ast.expr:
    """The call that an expression is called by, or an argument of; itself where there is none."""
    above = parents.get(node)
    if isinstance(above, (ast.keyword, ast.Tuple, ast.List, ast.UnaryOp)):
        above = parents.get(above)
    return above if isinstance(above, ast.Call) else node


def _is_value(node: ast.expr) -> bool:
    return not isinstance(node, (ast.Starred, ast.Slice)) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)


def _is_possible(statement: ast.stmt, lines: list[str], form: Form) -> bool:
    """Whether a statement has a line of its own, or is none of several lines where that does not matter."""
    if form.statement or form.replaced or form.is_folded:
        margin = lines[statement.lineno - 1].encode()[: statement.col_offset]
        return not margin.strip() and not any(hasattr(statement, name) for name in ("body", "cases"))
    return True


def _in_form(code: str, statement: ast.stmt, node: ast.expr, form: Form) -> str:
    margin = code.splitlines()[statement.lineno - 1].encode()[: statement.col_offset].decode()
    start, end = _offset(code, start_of(node)), _offset(code, end_of(node))
    first, last = _offset(code, start_of(statement)), _offset(code, end_of(statement))
    text = f"({code[start:end]})" if isinstance(node, ast.Tuple) else code[start:end]
    inner = form.before + text + form.behind.replace("{margin}", margin)
    if form.replaced:
        middle = inner + code[first:start] + form.replaced + code[end:last]
    else:
        middle = form.statement + code[first:start] + inner + code[end:last] + form.end
    return code[:first] + (_folded(middle) if form.is_folded else middle) + code[last:]


def _folded(text: str) -> str:
    """A statement whose line ends behind a backslash wherever there is a space in it."""
    lines = text.splitlines(keepends=True)
    before: Optional[tokenize.TokenInfo] = None
    places = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_inside = tokenize.tok_name[token.type].startswith("FSTRING")
        is_apart = before is not None and token.start[0] == before.end[0] and token.start[1] > before.end[1]
        if before is not None and is_apart and token.type != tokenize.COMMENT and not is_inside:
            places.append(before.end)
        before = token
    for row, column in reversed(places):
        line = lines[row - 1]
        lines[row - 1] = line[:column] + " \\\n          " + line[column:].lstrip(" ")
    return "".join(lines)


def _offset(code: str, at: _At) -> int:
    lines = code.splitlines(keepends=True)
    return sum(map(len, lines[: at[0] - 1])) + len(lines[at[0] - 1].encode()[: at[1]].decode())


def _bytes(lines: list[str], line: int, column: int) -> int:
    return len(lines[line - 1][: column - 1].encode())


class _Bare(ast.NodeTransformer):
    """Takes the forms off."""

    def __init__(self) -> None:
        self.latest: Optional[ast.expr] = None

    def visit_Assign(self, node: ast.Assign) -> Optional[ast.AST]:
        if [getattr(target, "id", "") for target in node.targets] == ["retained"]:
            return None
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Optional[ast.AST]:
        if node.name != "retained_value":
            return self.generic_visit(node)
        decorator = node.decorator_list[0]
        assert isinstance(decorator, ast.Call)
        self.latest = self.visit(decorator.args[0])
        return None

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id != "retained_value":
            return node
        assert self.latest is not None
        return self.latest

    def visit_Call(self, node: ast.Call) -> ast.AST:
        func = node.func
        if isinstance(func, ast.Lambda) and [item.arg for item in func.args.args] == ["retained"]:
            return cast(ast.AST, self.visit(func.body))
        return self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        value = node.value
        if isinstance(value, ast.Call) and [item.arg for item in value.keywords][:1] == ["retained"]:
            return cast(ast.AST, self.visit(value.keywords[1].value))
        first = value.elts[0] if isinstance(value, ast.Tuple) and value.elts else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value.startswith("retained"):
            assert isinstance(value, ast.Tuple)
            return cast(ast.AST, self.visit(value.elts[1]))
        return self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.AST:
        return cast(ast.AST, self.visit(node.value) if node.target.id == "retained" else self.generic_visit(node))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        if len(node.values) == 3 and isinstance(node.values[1], ast.FormattedValue):
            last = node.values[2]
            if isinstance(last, ast.Constant) and last.value == " retained":
                return cast(ast.AST, self.visit(node.values[1].value))
        return self.generic_visit(node)


def bare(code: str) -> str:
    """Code whose expressions are in a form, without that."""
    return ast.unparse(_Bare().visit(ast.parse(code)))
