"""Is every text translated to Chinese? `--write` renews the .po from code and templates instead.

Says of each text what is missing; exits 1 if anything is.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib
import services

ROOT = Path(__file__).resolve().parent.parent
PO = Path("locale/zh_Hans/LC_MESSAGES/django.po")
# Nothing in these is shown to a user of the CRM.
IGNORED = [".venv", "node_modules", "var", "tests", "scripts", "docs", "static", ".git"]


def main(arguments: list[str]) -> int:
    """Check or write."""
    services.install(services.GETTEXT)
    if arguments == ["--extract"]:
        extract()
        return 0
    if arguments == ["--write"]:
        extract_in(ROOT)
        problems = [f"{text!r} {what}" for text, what in untranslated(polib.pofile(str(ROOT / PO)))]
        print(f"{PO}: {len(problems)} to translate")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=ignored, symlinks=True)
        before = polib.pofile(str(copy / PO)) if (copy / PO).exists() else polib.POFile()
        extract_in(copy)
        after = polib.pofile(str(copy / PO)) if (copy / PO).exists() else polib.POFile()
    problems = list(untranslated(after))
    needed = {key(entry) for entry in after if not entry.obsolete}
    problems += [(entry.msgid, "is used nowhere any more") for entry in before if key(entry) not in needed]
    for text, what in problems:
        print(f"{text!r} {what}")
    wrong_formats = 0
    if (ROOT / PO).exists():
        wrong_formats = subprocess.run(["msgfmt", "--check-format", "-o", os.devnull, ROOT / PO]).returncode
    hint = " (mend: make messages, then translate)" if problems else ""
    print(f"{len(needed)} texts, {len(problems)} problems{hint}")
    return 1 if problems or wrong_formats else 0


def untranslated(po: polib.POFile) -> list[tuple[str, str]]:
    """The texts that a Chinese user would see in English, or wrongly."""
    found = []
    for entry in po:
        if entry.obsolete:
            continue
        forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if "fuzzy" in entry.flags:
            found.append((entry.msgid, "is marked fuzzy"))
        elif not forms or not all(forms):
            places = ", ".join(name for name, _ in entry.occurrences)
            found.append((entry.msgid, f"is not translated ({places})"))
    return found


def key(entry: polib.POEntry) -> tuple[str | None, str, str]:
    """What makes a text one text."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def ignored(folder: str, names: list[str]) -> list[str]:
    """What need not be copied."""
    top = Path(folder) == ROOT
    return [name for name in names if (top and name in IGNORED) or name == "__pycache__"]


def extract_in(folder: Path) -> None:
    """Renew the .po of a tree, in a process of its own: Django looks where it stands."""
    (folder / PO).parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {"CRM_DATA": data, "PYTHONPATH": str(folder)}
        for name in ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "DEBUG"):
            environment.pop(name, None)
        subprocess.run([sys.executable, __file__, "--extract"], cwd=folder, env=environment, check=True)


def extract() -> None:
    """Renew the .po of the tree we stand in."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "crm_project.settings"
    import django
    from django.core.management import call_command
    from django.core.management.commands import makemessages

    class Command(makemessages.Command):
        # A guess at a translation is worse than none: it looks finished.
        msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
        xgettext_options = [*makemessages.Command.xgettext_options, "--sort-output"]

    django.setup()
    call_command(
        Command(),
        locale=["zh_Hans"],
        ignore_patterns=[pattern for name in IGNORED for pattern in (name, f"{name}/*")],
        add_location="file",
        no_wrap=True,
        no_obsolete=True,
        verbosity=0,
    )


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except services.Unavailable as reason:
        sys.exit(str(reason))
