"""The small faults that `make mutants` puts into a function, one at a time: a comparison moved by one, a sign turned, a condition negated."""

import ast
import copy
import os
from collections.abc import Iterator
from types import CodeType
from typing import Any

COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
SIGNS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
TWINS = {"min": "max", "max": "min", "any": "all", "all": "any"}
# Words for people, and for whoever reads a traceback: other tests hold them.
WORDED = {
    "_",
    "gettext",
    "ngettext",
    "gettext_lazy",
    "pgettext",
    "Refused",
    "ValueError",
    "TypeError",
    "ValidationError",
}
AROUND = 34  # characters shown before and after what a fault changes
Function = ast.FunctionDef | ast.AsyncFunctionDef


def faults(node: ast.AST) -> Iterator[ast.AST]:
    """What takes the place of this node, one fault at a time; a statement that is left out is `pass`."""
    yield from _operator_faults(node)
    yield from _value_faults(node)
    if isinstance(node, ast.AugAssign) or isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()


def _operator_faults(node: ast.AST) -> Iterator[ast.AST]:
    """Comparisons, signs, and, or, not."""
    match node:
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                yield _with(node, ops=[*ops[:at], COMPARISONS[type(op)](), *ops[at + 1 :]])
        case ast.BoolOp(op=op, values=values):
            yield _with(node, op=ast.And() if isinstance(op, ast.Or) else ast.Or())
            for at in range(len(values)):
                rest = values[:at] + values[at + 1 :]
                yield rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(op=op) if type(op) in SIGNS:
            yield _with(node, op=SIGNS[type(op)]())
        case ast.AugAssign(op=op) if type(op) in SIGNS:
            yield _with(node, op=SIGNS[type(op)]())


def _value_faults(node: ast.AST) -> Iterator[ast.AST]:
    """Constants, conditions, what is returned or called, ways out of a loop."""
    match node:
        case ast.Constant(value=bool(value)):
            yield _with(node, value=not value)
        case ast.Constant(value=int() | float() as value):
            yield _with(node, value=value + 1)
        case ast.Constant(value=str(value)):
            yield _with(node, value=f"{value}?")
        case ast.If() | ast.While() | ast.IfExp():
            yield _with(node, test=ast.UnaryOp(op=ast.Not(), operand=node.test))
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=node.ifs[1:])
        case ast.Return(value=ast.expr() as value) if not _is_empty(value):
            yield _with(node, value=ast.Constant(value=None))
        case ast.Call(func=ast.Name(id=name)) if name in TWINS:
            yield _with(node, func=ast.Name(id=TWINS[name], ctx=ast.Load()))
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()


def _is_empty(value: ast.expr) -> bool:
    """None, and False, which nobody tells from None; that it becomes True is a fault of its own."""
    return isinstance(value, ast.Constant) and value.value in (None, False) and type(value.value) is not int


def _with(node: ast.AST, **changes: object) -> ast.AST:
    made = copy.copy(node)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def _places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """(parent, field, index) of every part that runs: no docstring, no annotation, no words for people."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "ctx", "defaults", "kw_defaults", "format_spec"):
            continue
        for at, part in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(part, ast.AST) or _is_words(part):
                continue
            yield node, field, at if isinstance(value, list) else None
            yield from _places(part)


def _is_words(part: ast.AST) -> bool:
    if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant):
        return True
    called = part.func if isinstance(part, ast.Call) else None
    name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
    return name in WORDED


def functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """(qualified name, function) of each outermost function and method."""
    for node in tree.body:
        if isinstance(node, Function):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, Function):
                    yield f"{node.name}.{inner.name}", inner


def mutants(source: str, filename: str) -> Iterator[tuple[str, str, str, CodeType]]:
    """(function, how it reads, how it reads with the fault, the function's code with that fault)."""
    tree = ast.parse(source)
    for top in tree.body:
        alone = ast.Module(body=[top], type_ignores=[])
        for name, function in functions(alone):
            for parent, field, at in list(_places(function)):
                for shown, holder, changed in _changes(parent, field, at):
                    before = _read(shown)
                    setattr(parent, field, changed)
                    try:
                        # The fault itself, where it stands: a statement that is left out is none.
                        after = _read(shown if shown is parent else _there(parent, field, at))
                        compiled = compile(ast.fix_missing_locations(alone), filename, "exec")
                    except (
                        SyntaxError,
                        ValueError,
                    ):  # a break outside its loop, a negative key in a pattern: no program
                        continue
                    finally:
                        setattr(parent, field, holder)
                    yield name, *_shortened(before, after), code_of(compiled, name)


def _changes(parent: ast.AST, field: str, at: int | None) -> Iterator[tuple[ast.AST, Any, Any]]:
    """(what is shown of the place, what stands there, what stands there instead) for each fault."""
    holder = getattr(parent, field)
    part = holder if at is None else holder[at]
    for other in faults(part):
        if other is not part:
            ast.copy_location(other, part)
        # A number or a text says nothing without what stands around it.
        shown = parent if isinstance(part, ast.Constant) else part
        yield shown, holder, other if at is None else [*holder[:at], other, *holder[at + 1 :]]


def _there(parent: ast.AST, field: str, at: int | None) -> ast.AST:
    holder = getattr(parent, field)
    return holder if at is None else holder[at]


def _read(node: ast.AST) -> str:
    return ast.unparse(node).strip().splitlines()[0]


def _shortened(before: str, after: str) -> tuple[str, str]:
    """Both texts, of long ones only what lies around the difference."""
    same = len(os.path.commonprefix([before, after]))
    rest = len(os.path.commonprefix([before[same:][::-1], after[same:][::-1]]))
    start = max(same - AROUND, 0)

    def cut(text: str) -> str:
        end = min(len(text) - rest + AROUND, len(text))
        return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")

    return cut(before), cut(after)


def code_of(module: CodeType, name: str) -> CodeType:
    """The code of the function of this qualified name; where it is defined twice, of the last."""
    code = module
    for step in name.split("."):
        code = [one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == step][-1]
    return code
