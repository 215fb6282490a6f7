"""Contacts are found by how their name, their given name or its sound begins."""

from crm_project.lib.database.beginning import create_indexes, drop_indexes

_TWO = "欧阳 司马 诸葛 上官 司徒 东方 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 端木 歐陽 諸葛 東方".split()
INDEXES = {
    "contact_name_begin": "lower(name)",
    "contact_given_begin": (
        r"CASE WHEN name ~ '\s' THEN lower(regexp_replace(name, '^.*\s', ''))"
        f" WHEN left(name, 2) IN ({', '.join(repr(two) for two in _TWO)}) THEN lower(substr(name, 3))"
        " ELSE lower(substr(name, 2)) END"
    ),
    "contact_sound_begin": "regexp_replace(sort_name, '[^a-z]', '', 'g')",
}


def put_up(schema_editor):
    """Make the indexes where they are missing."""
    create_indexes(schema_editor.connection, "customers_contact", INDEXES)


def take_down(schema_editor):
    """Remove them."""
    drop_indexes(schema_editor.connection, INDEXES)
