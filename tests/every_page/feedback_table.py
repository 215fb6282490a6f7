"""feedback: in the table."""

from .page import Page, about
from .rights import OTHER, OWN, either, everybody, has, manages_all, mine

handles = either(manages_all, has("lists.manage"))

FEEDBACK = [
    Page("feedback:mine", get=everybody),
    Page("feedback:list", get=handles),
    Page(
        "feedback:new",
        get=everybody,
        post=everybody,
        query={"page": "/customers/7/", "request_id": "abc"},
        data=lambda w, c: {
            "kind": "problem",
            "text": "The list stays empty",
            "page": "/customers/",
            "request_id": "a1",
        },
    ),
    about(
        "report",
        "feedback:report",
        (OWN, OTHER),
        get=either(mine(), handles),
        post=handles,
        data=lambda w, c: {"state": "done", "answer": "Mended, thank you."},
    ),
]
