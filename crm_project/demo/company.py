"""The demo company: the same every time, dated from today."""

from datetime import timedelta

from activities.company_settings import CONTACT_REPORT
from activities.domain import followup_days
from activities.domain.receptions import default_levels
from activities.models import ReceptionLevel, ReceptionRoom
from contracts.domain.numbers import default_series
from contracts.domain.texts import default_texts
from contracts.models import ContractText, NumberSeries
from crm_project.accounts.domain import default_roles, settings_store
from crm_project.accounts.models import Role
from crm_project.violations.domain import kinds as violation_kinds
from crm_project.violations.models import ViolationKind
from customers.domain import default_lists
from customers.domain.changes import default_kinds
from customers.domain.feedback import default_kinds as feedback_kinds
from customers.models import FeedbackKind, ListItem, MajorChangeKind
from deals.domain import default_pipelines
from deals.models import DiscountLimit, Pipeline, Stage
from service.domain import default_lists as service_lists
from service.models import OrderCategory, OrderCause, OrderKind, VisitAspect

from .archive_folders import ArchiveFolders
from .contradictions import Contradictions
from .customers import Maker
from .deals import Deals
from .feedback import Feedback
from .file_reviews import FileReviews
from .further_rights import FurtherRights
from .information import Information
from .mailings import Mailings
from .major_changes import MajorChanges
from .matters import Matters
from .money import Money
from .outings import Outings
from .people import hire
from .questionnaires import Questionnaires
from .ratings import Raters
from .receptions import Receptions
from .remedial_plans import RemedialPlans
from .return_visits import ReturnVisits
from .scores import Scores
from .service_orders import ServiceOrders
from .settings_changes import SettingsChanges
from .spot_checks import SpotChecks
from .story import Story
from .targets import Targets
from .trips import Trips
from .violations import Violations
from .work_reports import WorkReports


def found(now):
    """Fill an empty database; a few seconds."""
    _furnish(now)
    people, departments = hire(now, now - timedelta(days=400))
    made = Maker(now, people, departments).run()
    # The demo company follows rule book M: the story's contacts with important new customers ask for reports.
    settings_store.set_value(setting=CONTACT_REPORT, value=True, by=None, at=now - timedelta(days=30))
    Story(now, people, made).run()
    Deals(now, people, departments).run()
    Money(now, people).run()
    Raters(now, people).run()
    ServiceOrders(now, people).run()
    ReturnVisits(now, people).run()
    RemedialPlans(now, people).run()
    Questionnaires(now, people).run()
    WorkReports(now, people).run()
    Scores(now, people).run()
    SpotChecks(now, people).run()
    Mailings(now, people).run()
    Targets(now, people, departments).run()
    FileReviews(now, people).run()
    ArchiveFolders(now, people).run()
    FurtherRights(now, people).run()
    SettingsChanges(now, people).run()
    Violations(now, people).run()
    Information(now, people).run()
    Matters(now, people).run()
    Feedback(now, people).run()
    MajorChanges(now, people).run()
    Trips(now, people).run()
    Outings(now, people).run()
    Receptions(now, people).run()
    # What trips and field visits told afterwards of days that were counted already.
    followup_days.count_all(at=now)
    Contradictions(now, people).run()


def _furnish(now):
    """What migrations enter into a new database, where it was emptied since."""
    default_roles.ensure(Role)
    default_lists.ensure(ListItem)
    default_kinds.ensure(MajorChangeKind)
    feedback_kinds.ensure(FeedbackKind)
    violation_kinds.ensure(ViolationKind)
    default_levels.ensure(ReceptionLevel, ReceptionRoom)
    default_pipelines.ensure(Pipeline, Stage)
    default_pipelines.ensure_limits(DiscountLimit, Role)
    default_texts.ensure(ContractText, now)
    default_series.ensure(NumberSeries)
    service_lists.ensure(OrderKind, OrderCategory, OrderCause)
    service_lists.ensure_aspects(VisitAspect)
