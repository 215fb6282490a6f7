"""The triggers that fill PhoneNumber, and the index that finds four digits anywhere.

SQLite loses the triggers of a table that a migration builds anew: such a migration calls `put_up` at its end.
"""

POSTGRES = r"""
CREATE OR REPLACE FUNCTION phone_digits(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    translate(written, '０１２３４５６７８９＋', '0123456789+'),
    '[^0-9+]', '', 'g'), '^(\+86|\+0086|0086)', ''), '[^0-9]', '', 'g'), '^86(1[3-9][0-9]{9})$', '\1')
$$;
CREATE OR REPLACE FUNCTION phone_grams(digits text) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(substr(digits, n, 4)::integer), '{}') FROM generate_series(1, length(digits) - 3) AS n
$$;
CREATE INDEX IF NOT EXISTS phone_anywhere ON customers_phonenumber USING gin (phone_grams(digits));

CREATE OR REPLACE FUNCTION phone_of_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO customers_phonenumber (customer_id, contact_id, digits)
    SELECT id, NULL, dialled FROM (SELECT id, phone_digits(phone) AS dialled FROM added WHERE phone <> '') AS n WHERE dialled <> '';
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION phone_of_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO customers_phonenumber (customer_id, contact_id, digits)
    SELECT customer_id, id, dialled FROM (
      SELECT customer_id, id, phone_digits(mobile) AS dialled FROM added WHERE mobile <> ''
      UNION ALL SELECT customer_id, id, phone_digits(phone) FROM added WHERE phone <> '') AS n WHERE dialled <> '';
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION phone_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'customers_customer' THEN
    DELETE FROM customers_phonenumber WHERE customer_id = OLD.id AND contact_id IS NULL;
    IF TG_OP = 'UPDATE' AND phone_digits(NEW.phone) <> '' THEN
      INSERT INTO customers_phonenumber (customer_id, contact_id, digits) VALUES (NEW.id, NULL, phone_digits(NEW.phone));
    END IF;
  ELSE
    DELETE FROM customers_phonenumber WHERE contact_id = OLD.id;
    IF TG_OP = 'UPDATE' THEN
      INSERT INTO customers_phonenumber (customer_id, contact_id, digits)
        SELECT NEW.customer_id, NEW.id, dialled FROM (
          SELECT phone_digits(NEW.mobile) AS dialled UNION ALL SELECT phone_digits(NEW.phone)) AS n WHERE dialled <> '';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER phone_added AFTER INSERT ON customers_customer
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION phone_of_customers();
CREATE TRIGGER phone_added AFTER INSERT ON customers_contact
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION phone_of_contacts();
CREATE TRIGGER phone_changed AFTER UPDATE OF phone ON customers_customer
  FOR EACH ROW WHEN (OLD.phone IS DISTINCT FROM NEW.phone) EXECUTE FUNCTION phone_changed();
CREATE TRIGGER phone_changed AFTER UPDATE OF mobile, phone, customer_id ON customers_contact
  FOR EACH ROW WHEN ((OLD.mobile, OLD.phone, OLD.customer_id) IS DISTINCT FROM (NEW.mobile, NEW.phone, NEW.customer_id))
  EXECUTE FUNCTION phone_changed();
CREATE TRIGGER phone_removed AFTER DELETE ON customers_customer FOR EACH ROW EXECUTE FUNCTION phone_changed();
CREATE TRIGGER phone_removed AFTER DELETE ON customers_contact FOR EACH ROW EXECUTE FUNCTION phone_changed();
"""
TRIGGERS = ("phone_added", "phone_changed", "phone_removed")
TABLES = ("customers_customer", "customers_contact")
FUNCTIONS = (
    "phone_changed()",
    "phone_of_contacts()",
    "phone_of_customers()",
    "phone_grams(text)",
    "phone_digits(text)",
)

_LONGEST = 40  # signs of a stored number


def _sqlite_digits(column):
    """SQL: the digits and plus signs of a column, sign by sign: SQLite has no expressions to look for."""
    half = column
    for full, plain in zip("０１２３４５６７８９＋", "0123456789+", strict=True):
        half = f"replace({half}, '{full}', '{plain}')"
    places = ", ".join(f"({n})" for n in range(1, _LONGEST + 1))
    signs = f"SELECT substr({half}, column1, 1) AS sign FROM (VALUES {places}) WHERE column1 <= length({column}) ORDER BY column1"
    return f"(SELECT coalesce(group_concat(sign, ''), '') FROM ({signs}) WHERE sign GLOB '[0-9+]')"


def _sqlite_insert(customer, contact, column):
    """SQL: an INSERT of the number of one column, without +86."""
    return f"""
      INSERT INTO customers_phonenumber (customer_id, contact_id, digits)
      SELECT {customer}, {contact}, dialled FROM (SELECT CASE
          WHEN plain LIKE '+86%' THEN replace(substr(plain, 4), '+', '')
          WHEN plain LIKE '+0086%' THEN replace(substr(plain, 6), '+', '')
          WHEN plain LIKE '0086%' THEN replace(substr(plain, 5), '+', '')
          WHEN length(plain) = 13 AND plain GLOB '861[3-9]*' THEN substr(plain, 3)
          ELSE replace(plain, '+', '') END AS dialled FROM (SELECT {_sqlite_digits(column)} AS plain)) WHERE dialled <> '';"""


def _sqlite():
    own = _sqlite_insert("NEW.id", "NULL", "NEW.phone")
    theirs = "".join(_sqlite_insert("NEW.customer_id", "NEW.id", f"NEW.{name}") for name in ("mobile", "phone"))
    gone = "DELETE FROM customers_phonenumber WHERE customer_id = OLD.id AND contact_id IS NULL;"
    left = "DELETE FROM customers_phonenumber WHERE contact_id = OLD.id;"
    return [
        f"CREATE TRIGGER phone_added_customer AFTER INSERT ON customers_customer WHEN NEW.phone <> '' BEGIN {own} END",
        f"CREATE TRIGGER phone_added_contact AFTER INSERT ON customers_contact WHEN NEW.phone <> '' OR NEW.mobile <> '' BEGIN {theirs} END",
        f"CREATE TRIGGER phone_changed_customer AFTER UPDATE OF phone ON customers_customer WHEN OLD.phone <> NEW.phone BEGIN {gone} {own} END",
        f"CREATE TRIGGER phone_changed_contact AFTER UPDATE OF mobile, phone, customer_id ON customers_contact BEGIN {left} {theirs} END",
        f"CREATE TRIGGER phone_removed_customer AFTER DELETE ON customers_customer BEGIN {gone} END",
        f"CREATE TRIGGER phone_removed_contact AFTER DELETE ON customers_contact BEGIN {left} END",
    ]


def put_up(database):
    """Make the triggers, anew where they are there."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            _drop_triggers(cursor)
            cursor.execute(POSTGRES.replace("%", "%%"))
            return
        for statement in _sqlite():
            name = statement.split()[2]
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(statement.replace("%", "%%"), [])


def _drop_triggers(cursor):
    for table in TABLES:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def take_down(database):
    """Remove them."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            _drop_triggers(cursor)
            cursor.execute("DROP INDEX IF EXISTS phone_anywhere")
            for name in FUNCTIONS:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}")
            return
        for statement in _sqlite():
            cursor.execute(f"DROP TRIGGER IF EXISTS {statement.split()[2]}")


def fill(database):
    """Enter the numbers that are there already."""
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM customers_phonenumber")
        if database.vendor == "postgresql":
            cursor.execute(
                "INSERT INTO customers_phonenumber (customer_id, contact_id, digits) SELECT * FROM ("
                "SELECT id, NULL::bigint, phone_digits(phone) AS dialled FROM customers_customer WHERE phone <> ''"
                " UNION ALL SELECT customer_id, id, phone_digits(mobile) FROM customers_contact WHERE mobile <> ''"
                " UNION ALL SELECT customer_id, id, phone_digits(phone) FROM customers_contact WHERE phone <> '') n"
                " WHERE dialled <> ''"
            )
            return
        # Their own triggers do it.
        cursor.execute("UPDATE customers_contact SET mobile = mobile WHERE mobile <> '' OR phone <> ''")
        cursor.execute("UPDATE customers_customer SET phone = phone || ' ' WHERE phone <> ''")
        cursor.execute("UPDATE customers_customer SET phone = substr(phone, 1, length(phone) - 1) WHERE phone <> ''")
