"""Types for what comes out of JSON: bodies of policies, evidence, arguments of requests."""

from typing import Any, TypeAlias

# Anything that JSON can say; whoever reads it checks it.
Json: TypeAlias = Any
JsonObject: TypeAlias = dict[str, Json]
