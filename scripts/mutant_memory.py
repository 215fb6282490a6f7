"""What stands in memory of the product while `make mutants` runs: its functions, its caches, and which file draws on which."""

import ast
import functools
import gc
import sys
from collections import defaultdict
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from scripts.mutations import code_of, functions

ROOT = Path(__file__).resolve().parent.parent
Key = tuple[str, str]  # file, function


def noting(source: str, path: str) -> list[tuple[str, CodeType]]:
    """(name, code) of every function, which notes that it was called."""
    tree = ast.parse(source)
    names = [name for name, _function in functions(tree)]
    for name, function in functions(tree):
        call = ast.parse(f"__note__({path!r}, {name!r})").body[0]
        documented = ast.get_docstring(function) is not None
        function.body.insert(int(documented), ast.copy_location(call, function.body[0]))
    module = compile(ast.fix_missing_locations(tree), path, "exec")
    return [(name, code_of(module, name)) for name in names]


def made_from(files: dict[str, Path]) -> tuple[dict[Key, list[FunctionType]], list[Any]]:
    """Every function made from a definition in these files, and every cache of the product (by exact type: a lazy object
    would wake if it were asked what it is)."""
    found: dict[Key, list[FunctionType]] = defaultdict(list)
    remembering = []
    folders = tuple(str(path) for path in ROOT.iterdir() if path.is_dir() and path.name[0] != ".")
    gc.unfreeze()  # what was frozen once all tests were collected is not among the objects
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename in files:
            found[one.__code__.co_filename, one.__code__.co_qualname].append(one)
        elif type(one) is functools._lru_cache_wrapper:
            code = getattr(one.__wrapped__, "__code__", None)
            if code and code.co_filename.startswith(folders):
                remembering.append(one)
    return found, remembering


def file_of(cache: Any) -> str:
    return cache.__wrapped__.__code__.co_filename


@functools.cache
def files_behind(path: str) -> set[str]:
    """The files of a module and of everything that it imports, as far as the product goes."""
    found, left = set(), {path}
    named = {getattr(module, "__file__", None): module for module in list(sys.modules.values())}
    while left:
        found.add(one := left.pop())
        for value in vars(named[one]).values() if one in named else ():
            module = value if isinstance(value, ModuleType) else sys.modules.get(str(getattr(value, "__module__", "")))
            file = str(getattr(module, "__file__", ""))
            if file.startswith(str(ROOT)) and "/.venv/" not in file and file not in found:
                left.add(file)
    return found
