"""What others have relied on does not change: published versions of questionnaires, and sheets that customers confirmed (as in the audit)."""

# {table: (what the trigger is called, from when on nothing changes)}
TABLES = {
    "service_questionnaireversion": ("published_version", "published_at", "a published questionnaire does not change"),
    "service_visitsheet": ("signed_sheet", "signed_at", "a signed visit sheet does not change"),
}
POSTGRES = """
CREATE OR REPLACE FUNCTION {name}_unchangeable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.{since} IS NOT NULL THEN RAISE EXCEPTION '{said}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {name}_unchangeable BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION {name}_unchangeable();
"""
SQLITE = """CREATE TRIGGER {name}_no_{what} BEFORE {WHAT} ON {table} WHEN OLD.{since} IS NOT NULL
    BEGIN SELECT RAISE(ABORT, '{said}'); END"""


def put_up(schema_editor):
    """Make the triggers on tables that have none."""
    for table, (name, since, said) in TABLES.items():
        given = {"table": table, "name": name, "since": since, "said": said}
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRES.format(**given))
            continue
        for what in ("update", "delete"):
            schema_editor.execute(SQLITE.format(what=what, WHAT=what.upper(), **given))


def take_down(schema_editor):
    """Without them."""
    for table, (name, *_rest) in TABLES.items():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name}_unchangeable ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}_unchangeable()")
            continue
        for what in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {name}_no_{what}")
