"""Forms to print: in the table."""

from .customers_table import contact_args
from .page import Page, about
from .ratings_table import grade
from .rights import EVERYWHERE, HELD, OWN, at, either, has, sees
from .service_table import seen

PRINTED_FORMS = [
    Page("reports:print_forms", get=has("customer.view")),
    Page("reports:blank_form", args=lambda w, c: {"kind": "profile"}, get=has("customer.view")),
    Page("reports:blank_rating", args=lambda w, c: {"segment": "direct"}, get=has("rating.view")),
    about("customer", "reports:forms_of_customer", EVERYWHERE, get=sees("customer.view")),
    about("customer", "reports:print_information", EVERYWHERE, get=sees("customer.view"), notes=True),
    about("customer", "reports:print_file", EVERYWHERE, get=sees("customer.view"), notes=True),
    about("rated", "reports:print_rating", EVERYWHERE, get=grade, notes=True),
    Page("reports:print_profile", args=contact_args, places=EVERYWHERE, get=sees("customer.view"), notes=True),
    about("followup", "reports:print_visit", HELD, get=sees("customer.view"), notes=True),
    about("visit", "reports:print_return_visit", EVERYWHERE, get=seen, notes=True),
    about("reception", "reports:print_reception", EVERYWHERE, get=either(sees(), at(OWN)), notes=True),
]
