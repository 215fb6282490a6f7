"""The choice of tests for PostgreSQL: every statement stays, what only repeats is left out."""

from random import Random

from tests.statements import enough, shape_of


def test_statements_that_differ_by_values_alone_have_one_shape():
    plain = shape_of('SELECT "x" FROM "t" WHERE "x" IN (%s, %s, %s) LIMIT 21')
    assert plain == shape_of('SELECT "x" FROM "t" WHERE "x" IN (%s) LIMIT 1')
    assert plain != shape_of('SELECT "x" FROM "t" WHERE "y" IN (%s) LIMIT 1')
    assert shape_of("INSERT INTO t (a, b) VALUES (%s, %s), (%s, %s)") == shape_of(
        "INSERT INTO t (a, b) VALUES (%s, %s)"
    )
    assert shape_of("SAVEPOINT s139_x1") == shape_of("SAVEPOINT s7_x22")


def test_what_sends_nothing_of_its_own_is_left_out_and_the_dear_one_first():
    sent = {
        "long": (9.0, ["a", "b"]),
        "short": (0.1, ["a"]),
        "again": (0.1, ["b"]),
        "own": (30.0, ["c"]),
        "idle": (0.1, []),
    }
    assert enough(sent) == {"short", "again", "own"}
    assert enough(sent, already={"a", "c"}) == {"again"}


def test_every_statement_is_sent_by_what_is_chosen():
    dice = Random(7)
    for _round in range(50):
        sent = {
            f"test {n}": (dice.random(), [str(dice.randint(0, 60)) for _n in range(dice.randint(0, 9))])
            for n in range(40)
        }
        chosen = enough(sent)
        everything = {shape for _seconds, shapes in sent.values() for shape in shapes}
        assert {shape for test in chosen for shape in sent[test][1]} == everything
        for test in chosen:
            assert sent[test][1], "nobody is asked for nothing"
