"""The process that reads one file: `python crm_project/lib/tables FILE SUFFIX WANTED MEMORY SECONDS`; rows go to standard output.

It is started by its path, so that the project is not loaded: this takes 0.1 s and leaves nothing to steal in its memory.
"""

import importlib.util
import json
import resource
import sys
from pathlib import Path


def _package() -> None:
    """This folder as the package `tables`, without what lies above it."""
    folder = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        "tables", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["tables"] = module
    spec.loader.exec_module(module)


def main() -> None:
    path, suffix, wanted, memory, seconds = sys.argv[1:]
    # Before the file is touched. A process killed by one of these limits is told as a file that is too much to read.
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _package()
    writing = importlib.import_module("tables.writing")
    writing.write_table(path, suffix, **json.loads(wanted), out=sys.stdout)


if __name__ == "__main__":
    sys.path.pop(0)
    main()
