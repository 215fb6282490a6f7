"""The small faults that `make mutants` puts into a function, one at a time: a comparison moved by one, a sign turned, a condition negated."""

import ast
import copy
from collections.abc import Iterator
from types import CodeType

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
Function = ast.FunctionDef | ast.AsyncFunctionDef


def faults(node: ast.AST) -> Iterator[tuple[str, ast.AST | None]]:
    """(what is changed, the node that takes the place of this one; None: the statement is left out)."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            yield "comparison", _with(node, ops=[COMPARISONS[type(op)]()])
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                yield "comparison", _with(node, ops=[*ops[:at], COMPARISONS[type(op)](), *ops[at + 1 :]])
        case ast.BoolOp(op=op, values=values):
            yield "and/or", _with(node, op=ast.And() if isinstance(op, ast.Or) else ast.Or())
            for at in range(len(values)):
                rest = values[:at] + values[at + 1 :]
                yield f"condition {at + 1} left out", rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield "not or minus left out", operand
        case ast.BinOp(op=op) if type(op) in SIGNS:
            yield "sign", _with(node, op=SIGNS[type(op)]())
        case ast.AugAssign(op=op) if type(op) in SIGNS:
            yield "sign", _with(node, op=SIGNS[type(op)]())
        case ast.Constant(value=bool(value)):
            yield "true/false", _with(node, value=not value)
        case ast.Constant(value=int() | float() as value):
            yield "number", _with(node, value=value + 1)
        case ast.Constant(value=str(value)):
            yield "text", _with(node, value=f"{value}?")
        case ast.If() | ast.While() | ast.IfExp():
            yield "condition", _with(node, test=ast.UnaryOp(op=ast.Not(), operand=node.test))
        case ast.comprehension(ifs=[_, *_]):
            yield "filter left out", _with(node, ifs=node.ifs[1:])
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "returns nothing", _with(node, value=ast.Constant(value=None))
        case ast.Call(func=ast.Name(id=name)) if name in TWINS:
            yield name, _with(node, func=ast.Name(id=TWINS[name], ctx=ast.Load()))
        case ast.Break():
            yield "break", ast.Continue()
        case ast.Continue():
            yield "continue", ast.Break()
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield "statement left out", None
    if isinstance(node, ast.AugAssign):
        yield "statement left out", None


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


def mutants(source: str, filename: str) -> Iterator[tuple[str, int, str, CodeType]]:
    """(function, line, what is changed, the function's code with that fault)."""
    tree = ast.parse(source)
    for name, function in functions(tree):
        for parent, field, at in list(_places(function)):
            holder = getattr(parent, field)
            part = holder if at is None else holder[at]
            for what, other in faults(part):
                if other is None:
                    other = ast.Pass()
                if other is not part:
                    ast.copy_location(other, part)
                changed = other if at is None else [*holder[:at], other, *holder[at + 1 :]]
                setattr(parent, field, changed)
                try:
                    text = ast.unparse(other) if not isinstance(other, ast.Pass) else "pass"
                    compiled = compile(ast.fix_missing_locations(tree), filename, "exec")
                except (SyntaxError, ValueError):  # a break outside its loop, a negative key in a pattern: no program
                    continue
                finally:
                    setattr(parent, field, holder)
                line = getattr(part, "lineno", function.lineno)
                yield name, line, f"{what}: {_short(part)} -> {text.splitlines()[0][:70]}", code_of(compiled, name)


def _short(part: ast.AST) -> str:
    return ast.unparse(part).splitlines()[0][:70]


def code_of(module: CodeType, name: str) -> CodeType:
    """The code of the function of this qualified name; where it is defined twice, of the last."""
    code = module
    for step in name.split("."):
        code = [one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == step][-1]
    return code
