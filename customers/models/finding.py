"""What customers are found by: tokens of their names, names they had before."""

from django.db import models

from .customer import Customer


class NameGram(models.Model):
    """Search tokens of a customer's name, apart from the customer so that an owner's change does not touch them."""

    gram = models.CharField(max_length=16)
    # No constraint: a dozen rows for each name, and checking every one costs an import a second in ten thousand names.
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        indexes = [
            models.Index(fields=["gram", "customer"], name="name_gram"),
            models.Index(fields=["customer"], name="name_gram_customer"),
        ]

    def __str__(self):
        return self.gram


class FormerName(models.Model):
    """A name that a customer had before it was renamed: it is still found by it. `name_key` as in Customer."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=200)
    until = models.DateTimeField()

    class Meta:
        ordering = ["-until", "-id"]

    def __str__(self):
        return self.name
