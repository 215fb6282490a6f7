"""Actions, scopes and the roles a new company starts with (rows Na1, Ne5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """How far a right reaches, narrowest first."""

    OWN = "own", _("Own")
    DEPARTMENT = "department", _("Department")
    BELOW = "below", _("Department and lower departments")
    ALL = "all", _("All")


SCOPE_ORDER = [s.value for s in Scope]


class Action(models.TextChoices):
    """Everything that can be permitted; a role grants each with a scope or not at all."""

    CUSTOMER_VIEW = "customer.view", _("See customers")
    CUSTOMER_CREATE = "customer.create", _("Enter customers")
    CUSTOMER_EDIT = "customer.edit", _("Edit customer files")
    CUSTOMER_CLASSIFY = "customer.classify", _("Tidy and classify any file")
    CUSTOMER_MERGE = "customer.merge", _("Merge duplicates")
    CUSTOMER_REVIEW = "customer.review", _("Review customer files")
    CUSTOMER_IMPORT = "customer.import", _("Import")
    CUSTOMER_EXPORT = "customer.export", _("Export")
    CUSTOMER_RESTRICTED = "customer.restricted", _("Open restricted files")
    FOLDER_KEEP = "folder.keep", _("Keep archive folders: file, lend, count")
    POOL_VIEW = "pool.view", _("See the public pool")
    CUSTOMER_CLAIM = "customer.claim", _("Hold customers: claim and receive")
    CUSTOMER_TRANSFER = "customer.transfer", _("Transfer and release customers")
    FOLLOWUP_CREATE = "followup.create", _("Record follow-ups")
    FOLLOWUP_OTHERS = "followup.others", _("Log contacts on others' customers")
    FOLLOWUP_REVIEW = "followup.review", _("Check follow-ups")
    CONTRACT_VIEW = "contract.view", _("See contracts")
    CONTRACT_RECORD = "contract.record", _("Record contracts")
    CONTRACT_CONFIRM = "contract.confirm", _("Confirm and void contracts")
    DEAL_VIEW = "deal.view", _("See deals")
    DEAL_WORK = "deal.work", _("Work on deals, quotes and sales plans")
    PRODUCT_MANAGE = "product.manage", _("Manage products, prices and deal stages")
    TEXT_APPROVE = "text.approve", _("Approve standard contract texts")
    PAYMENT_RECORD = "payment.record", _("Enter payments, deliveries and bad debts")
    EXPENSE_RECORD = "expense.record", _("Claim expenses")
    RATING_VIEW = "rating.view", _("See credit grades")
    RATING_SALES = "rating.sales", _("Rate the sales indicators of a customer")
    RATING_FINANCE = "rating.finance", _("Rate the finance indicators of a customer")
    RATING_MANAGE = "rating.manage", _("Edit scorecards and run the rating")
    AFTER_SALES = "after_sales.work", _("Look after official customers and work on service orders")
    SERVICE_VIEW = "service.view", _("See service orders and remedial plans")
    SERVICE_RECORD = "service.record", _("Record service orders")
    SERVICE_MANAGE = "service.manage", _("Assign and cancel service orders, set their targets")
    REMEDIAL_DRAFT = "remedial.draft", _("Draft remedial plans and report on them")
    REMEDIAL_REVIEW = "remedial.review", _("Review remedial plans")
    REMEDIAL_APPROVE = "remedial.approve", _("Approve remedial plans")
    QUESTIONNAIRE_MANAGE = "questionnaire.manage", _("Build and publish questionnaires")
    QUESTIONNAIRE_SEND = "questionnaire.send", _("Send questionnaires to customers")
    QUESTIONNAIRE_RESULTS = "questionnaire.results", _("See the results of questionnaires")
    QUESTIONNAIRE_ANSWERS = "questionnaire.answers", _("Read single answers and free text of questionnaires")
    QUESTIONNAIRE_EXPORT = "questionnaire.export", _("Export the results of questionnaires")
    REQUEST_DECIDE = "request.decide", _("Review requests")
    EXTENSION_BEYOND = "extension.beyond", _("Grant extensions beyond the manager's limit")
    POLICY_VIEW = "policy.view", _("See policies")
    POLICY_EDIT = "policy.edit", _("Draft policies")
    POLICY_APPROVE = "policy.approve", _("Approve policies")
    SWEEP_VIEW = "sweep.view", _("See releases and ownership changes")
    SWEEP_UNDO = "sweep.undo", _("Run and undo automatic release")
    FIGURES_VIEW = "figures.view", _("See the figures of people's work")
    ANALYSIS_VIEW = "analysis.view", _("See analyses")
    WORK_REPORT_WRITE = "report.write", _("Write work reports")
    WORK_REPORT_READ = "report.read", _("Read the work reports of others")
    WORK_REPORT_TEMPLATES = "report.templates", _("Set which work reports are due and what they ask for")
    TRIP_WRITE = "trip.write", _("Plan and report trips")
    TRIP_READ = "trip.read", _("Read the trips of others")
    TRIP_RULES = "trip.rules", _("Set the rules of trips")
    OUTING_WRITE = "outing.write", _("Register field visits")
    OUTING_READ = "outing.read", _("Read the field visits of others")
    OUTING_POSITIONS = "outing.positions", _("See positions of field visits of others")
    CONTRADICTION_DECIDE = "contradiction.decide", _("Decide about contradictions between records")
    CONTRADICTION_RULES = "contradiction.rules", _("Set the rules of contradictions")
    TARGET_VIEW = "target.view", _("See targets")
    TARGET_MANAGE = "target.manage", _("Set targets and leaderboards")
    SPOT_CHECK_VIEW = "spot_check.view", _("See spot checks")
    SPOT_CHECK_MANAGE = "spot_check.manage", _("Draw spot checks and verify rows")
    SPOT_CHECK_DECIDE = "spot_check.decide", _("Decide what spot checks found")
    APPRAISAL_VIEW = "appraisal.view", _("See the month's scores")
    APPRAISAL_SCHEME = "appraisal.scheme", _("Set what the month's scores are made of")
    APPRAISAL_CORRECT = "appraisal.correct", _("Correct closed scores")
    APPRAISAL_EXPORT = "appraisal.export", _("Export the month's scores for payroll")
    VIOLATION_OPEN = "violation.open", _("Open violations")
    VIOLATION_VIEW = "violation.view", _("See violations")
    VIOLATION_DECIDE = "violation.decide", _("Decide about violations")
    PEOPLE_VIEW = "people.view", _("See people")
    PEOPLE_MANAGE = "people.manage", _("Manage people, departments and rights")
    HANDOVER_RUN = "handover.run", _("Hand over the customers of people who leave")
    FILTER_SHARE = "filter.share", _("Share saved filters")
    LISTS_MANAGE = "lists.manage", _("Manage lists and the working-day calendar")
    AUDIT_VIEW = "audit.view", _("Read the audit")


# Rights over everything or nothing: there is no audit of one department, and one list of trades for all.
WHOLE = (
    Action.AUDIT_VIEW,
    Action.LISTS_MANAGE,
    Action.PRODUCT_MANAGE,
    Action.TEXT_APPROVE,
    Action.RATING_MANAGE,
    Action.AFTER_SALES,
    Action.SERVICE_MANAGE,
    Action.REMEDIAL_DRAFT,
    Action.REMEDIAL_REVIEW,
    Action.REMEDIAL_APPROVE,
    Action.QUESTIONNAIRE_MANAGE,
    Action.WORK_REPORT_TEMPLATES,
    Action.TRIP_RULES,
    Action.APPRAISAL_SCHEME,
    Action.CONTRADICTION_RULES,
)

# Rights that may be given beside a role, on a request. What makes a position comes with the role alone: who holds customers, decides,
# plans or does service work, heads people.
ASKABLE = (
    Action.CUSTOMER_VIEW,
    Action.CUSTOMER_CREATE,
    Action.CUSTOMER_EDIT,
    Action.CUSTOMER_CLASSIFY,
    Action.CUSTOMER_MERGE,
    Action.CUSTOMER_IMPORT,
    Action.CUSTOMER_EXPORT,
    Action.CUSTOMER_RESTRICTED,
    Action.POOL_VIEW,
    Action.FOLLOWUP_OTHERS,
    Action.CONTRACT_VIEW,
    Action.DEAL_VIEW,
    Action.PRODUCT_MANAGE,
    Action.EXPENSE_RECORD,
    Action.RATING_VIEW,
    Action.SERVICE_VIEW,
    Action.QUESTIONNAIRE_RESULTS,
    Action.QUESTIONNAIRE_ANSWERS,
    Action.QUESTIONNAIRE_EXPORT,
    Action.POLICY_VIEW,
    Action.SWEEP_VIEW,
    Action.FIGURES_VIEW,
    Action.ANALYSIS_VIEW,
    Action.WORK_REPORT_READ,
    Action.TRIP_READ,
    Action.OUTING_READ,
    Action.SPOT_CHECK_VIEW,
    Action.APPRAISAL_VIEW,
    Action.APPRAISAL_EXPORT,
    Action.PEOPLE_VIEW,
    Action.FILTER_SHARE,
)

# Who sees or changes everything signs in with a second factor, until an admin decides otherwise.
SECOND_FACTOR_ROLES = ("admin", "finance", "general_manager")

A = Action
S = Scope


READER = {A.CUSTOMER_VIEW: S.ALL, A.POOL_VIEW: S.ALL, A.PEOPLE_VIEW: S.ALL, A.POLICY_VIEW: S.ALL}


# How a role reads what a rule of masking hides: at once, or after giving a reason.
AT_ONCE, WITH_REASON = "shown", "asked"
