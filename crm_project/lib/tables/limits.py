"""How large a table may be, and why one is refused as a whole."""

ROWS = 200_000
COLUMNS = 104  # to column CZ; something further right is a stray value
CELLS = 8_000_000
# What a spreadsheet shows in place of a value.
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#ERROR!"})
# Cells under a merged one that reaches over several columns: nobody can say what stands in them.
MERGED = "#MERGED!"
# A formula whose result nobody has saved: a program wrote the file, and no spreadsheet has opened it since.
UNSAVED = "#FORMULA!"


class Unreadable(Exception):
    """The file as such can't be taken: a code, and values for its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def letters(index: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    found, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found
