"""docs/requirements.md says what the tests show."""

from scripts import requirements_table


def test_every_marked_row_exists_and_the_table_is_up_to_date():
    known = {row for row, _sentence in requirements_table.rows()}
    assert set(requirements_table.tests()) <= known
    assert requirements_table.TARGET.read_text(encoding="utf-8") == requirements_table.table(), (
        "run scripts/requirements_table.py"
    )


def test_every_row_with_a_place_has_a_test():
    shown = requirements_table.tests()
    assert [row for row, place in requirements_table.PLACES.items() if place and not shown.get(row)] == []
