"""The token of a form: a double click records once, and whoever opened it keeps her text if the customer is lost meanwhile."""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac


def _seal(nonce, user, customer_id):
    return salted_hmac("activities.once", f"{nonce}:{user.pk}:{customer_id}", algorithm="sha256").hexdigest()[:16]


def token(user, customer_id):
    """A fresh token (39 characters) for this person's form about this customer."""
    nonce = secrets.token_urlsafe(16)
    return f"{nonce}.{_seal(nonce, user, customer_id)}"


def fits(text, user, customer_id):
    """Whether the token was given to this person for this customer."""
    nonce, dot, seal = (text or "").rpartition(".")
    return bool(dot) and len(text) <= 40 and constant_time_compare(seal, _seal(nonce, user, customer_id))
