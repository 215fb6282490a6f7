"""rights: in the table."""

from django.core.files.uploadedfile import SimpleUploadedFile

from crm_project.rights.presenters.offered import offered

from .activities_table import reads_request
from .page import Page, about
from .rights import HELD, OTHER, OWN, both, either, everybody, has, manages_all, mine

heads = either(has("request.decide"), has("people.manage"))
reviews = either(both(mine(), heads), manages_all)
reads = either(mine(), manages_all, reads_request)


def asked(world, case):
    """The first right that this role may ask for."""
    (_group, ((action, _label), *_more)), *_groups = offered(world.viewer(case))
    return {
        "action": action,
        "scope": "all",
        "until": "2026-04-01",
        "reason": "the yearly review",
        "files": SimpleUploadedFile("order.txt", b"an order"),
    }


RIGHTS = [
    Page("rights:mine", get=everybody),
    Page("rights:new", get=everybody, post=everybody, data=asked),
    Page("rights:list", get=manages_all),
    about("right request", "rights:request", HELD, get=reads),
    about("proof", "rights:proof", HELD, get=reads, notes=True),
    Page("rights:reviews", get=heads),
    Page("rights:reviews_begin", post=manages_all, words=True),
    about("rights review", "rights:review", (OWN, OTHER), get=reviews),
    about("reviewed person", "rights:review_confirm", (OWN, OTHER), post=both(mine(), heads), words=True),
    about(
        "reviewed person",
        "rights:review_end",
        (OWN, OTHER),
        post=both(mine(), heads),
        data=lambda w, c: {"what": "role", "reason": "works elsewhere"},
        words=True,
    ),
]
