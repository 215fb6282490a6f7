"""Telephone numbers as they are dialled."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Replace


def digits(column):
    """A stored column with the number as it is dialled (no spaces, dashes, brackets, +86): what a number is found by."""
    plain = column
    for sign in ("+86", "-", " ", "(", ")"):
        plain = Replace(plain, Value(sign), Value(""))
    return models.GeneratedField(expression=plain, output_field=models.CharField(max_length=40), db_persist=True)
