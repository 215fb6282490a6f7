"""One company for all cases: a viewer of every role in the department Stages, and one of everything at every place."""

from datetime import date, timedelta

from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile

from activities.models import Attachment, ContactReport, Task
from assignment.domain import ownership
from assignment.domain.policies import versions
from assignment.models import ForecastJob, Handover, HandoverItem, Policy, SweepLine, SweepRun
from contracts.models import Contract
from contracts.ratings.models import Care, KeyStatus, PaperFile, Round, YearlyStatement
from crm_project.accounts.domain import invitations
from crm_project.accounts.models import DayOverride, Department, Role, User
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.feedback.models import Report
from crm_project.notices.models import Notice
from crm_project.ops.models import Backup
from customers.domain import removal
from customers.domain.duplicates import merge
from customers.models import (
    BulkJob,
    Collaborator,
    Contact,
    Customer,
    CustomerFeedback,
    DuplicatePair,
    ExportJob,
    FeedbackKind,
    HeadingSynonym,
    ImportedRow,
    ImportJob,
    InformationReport,
    ListItem,
    MajorChange,
    MajorChangeKind,
    Matter,
    MatterEntry,
    SavedFilter,
)
from tests.cast import NOW, assemble, customer, followup, person

from .contracts_world import Selling
from .deals_world import furnish
from .folders_world import furnish_folders
from .questionnaires_world import furnish_questionnaires
from .receptions_world import furnish_lists, furnish_receptions
from .remedial_world import furnish_remedial
from .reports_world import furnish_reports
from .rights import BELOW, DEPT, FAR, GRANTS, OPEN, OTHER, OWN, POOL
from .rights_world import furnish_rights
from .service_world import furnish_service
from .violations_world import furnish_violations

BEFORE = NOW - timedelta(days=3)
SECRET = "Quetzalcoatl"
RECEIVED = "received"  # a handover from elsewhere in which the viewer receives a customer


class World:
    """`world.get("contract", case)` is the contract that lies at the place of this case."""

    def __init__(self):
        self.cast = assemble()
        self.departments = self.cast.departments
        stages = self.departments["stages"]
        north = Department.objects.create(name="North", parent=stages)
        self.departments["north"] = north
        self.viewers = {role: person(f"the_{role}", role, stages) for role in GRANTS}
        self.north_rep = person("north_rep", "rep", north)
        self.taker = person("taker", "rep", stages)
        self.owners = {DEPT: self.cast.stages_rep, BELOW: self.north_rep, OTHER: self.cast.solar_rep}
        self.homes = {
            OWN: stages,
            DEPT: stages,
            BELOW: north,
            OTHER: self.departments["solar"],
            POOL: stages,
            FAR: self.departments["solar"],
            OPEN: self.departments["sales"],
        }
        self.bosses = {
            OWN: self.cast.stages_manager,
            DEPT: self.cast.stages_manager,
            BELOW: self.cast.stages_manager,
            OTHER: self.cast.solar_manager,
        }
        self.trade = ListItem.objects.get_or_create(kind="trade", name="Trade of tests")[0].pk
        self.things = {}
        self.selling = Selling(self)
        for role in GRANTS:
            self._held(OWN, self.viewers[role], role)
        for place in (DEPT, BELOW, OTHER):
            self._held(place, self.owners[place])
        for place in (POOL, FAR, OPEN):
            self._pooled(place)
        self._handovers()
        self._policies()
        self._jobs()
        self._platform()
        Round.objects.create(pk="2025Q4", opened_at=BEFORE, closes_on=date(2026, 3, 20))
        furnish(self)
        furnish_service(self)
        furnish_remedial(self)
        furnish_questionnaires(self)
        furnish_reports(self)
        furnish_rights(self)
        furnish_violations(self)
        furnish_folders(self)

    def get(self, kind, case):
        """The thing of this kind at the place of this case."""
        things = self.things[kind]
        return things.get((case.role, case.place)) or things[None, case.place]

    def get_at(self, kind, place, role=None):
        """The thing of this kind at a place, while the world is built."""
        return self.things[kind][role, place]

    def keep(self, kind, place, thing, role=None):
        self.things.setdefault(kind, {})[role, place] = thing
        return thing

    def viewer(self, case):
        """Who looks."""
        return self.viewers[case.role]

    # --- customers and what hangs on them -------------------------------------------------------------
    def _customer(self, kind, place, role=None, owner=None, **fields):
        fields = {"since": BEFORE, "email": "info@example.com", **fields}
        row = customer(owner, department=None if owner else self.homes[place], **fields)
        return self.keep(kind, place, row, role)

    def _held(self, place, owner, role=None):
        main = self._customer("customer", place, role, owner)
        self._around(place, main, owner, role)
        self._customer("restricted", place, role, owner, restricted=True)
        entry = followup(main, owner, NOW - timedelta(hours=20))
        self.keep("followup", place, entry, role)
        report = ContactReport(followup=entry, author=owner, demanded_at=BEFORE, due_at=NOW)
        self.keep("contact report", place, report, role).save()
        self.keep(
            "late",
            place,
            followup(main, owner, NOW - timedelta(days=2), recorded_at=NOW - timedelta(hours=1), late=True),
            role,
        )
        upload = Attachment(customer=main, name="offer.txt", size=5, by=owner, at=NOW)
        upload.file.save("offer.txt", ContentFile(b"offer"))
        self.keep("attachment", place, upload, role)
        self.keep(
            "task",
            place,
            Task.objects.create(
                title="Call", customer=main, due_at=NOW, assignee=owner, created_by=owner, created_at=BEFORE
            ),
            role,
        )
        self.keep(
            "collaborator",
            place,
            Collaborator.objects.create(customer=main, user=self.cast.east_rep, since=BEFORE, registered_by=owner),
            role,
        )
        asked = {
            "asked_at": BEFORE,
            "due_at": NOW,
            "department": self.homes[place],
            "reason": "more time",
            "subject": main.name,
        }
        arguments = {"customer_id": main.pk, "days": 3}
        self.keep(
            "request",
            place,
            Request.objects.create(
                kind="extension",
                customer_id=main.pk,
                asked_by=owner,
                decider=self.bosses[place],
                arguments=arguments,
                **asked,
            ),
            role,
        )
        decider = owner if place == OWN else self.bosses[place]
        self.keep(
            "waiting",
            place,
            Request.objects.create(
                kind="extension",
                customer_id=main.pk,
                asked_by=self.taker,
                decider=decider,
                arguments=arguments,
                **asked,
            ),
            role,
        )
        lost = customer(owner, since=BEFORE)
        ownership.release(customer_id=lost.pk, by=None, reason="test", at=NOW - timedelta(hours=2))
        self.keep("event", place, lost.ownership_events.order_by("-id").first(), role)
        run = SweepRun.objects.create(at=BEFORE, started_at=BEFORE, finished_at=BEFORE, figures={"release": 1})
        SweepLine.objects.create(run=run, customer=main, owner=owner, outcome="release")
        self.keep("run", place, run, role)

    def _pooled(self, place):
        main = self._customer("customer", place)
        self._around(place, main, self.cast.mate)
        if place == OPEN:
            return
        self._customer("restricted", place, restricted=True)
        gone = customer(department=self.homes[place], since=BEFORE)
        removal.remove_customer(customer_id=gone.pk, reason="not a company", by=self.cast.general_manager, at=BEFORE)
        self.keep("removed", place, Customer.objects.get(pk=gone.pk))

    def _around(self, place, main, author, role=None):
        """What hangs on owned and pooled customers alike."""
        owner = None if place in (POOL, FAR, OPEN) else author
        self.keep(
            "contact",
            place,
            Contact.objects.create(customer=main, name="Wang", mobile="13800000000", created_at=BEFORE),
            role,
        )
        self.keep(
            "information",
            place,
            InformationReport.objects.create(
                customer=main,
                customer_name=main.name,
                text="They build a second plant",
                source="Trade fair",
                proposed={"address": "New street 5"},
                given_by=self.cast.mate,
                given_at=BEFORE,
            ),
            role,
        )
        for name, reporter, answerer, more in (
            ("matter", self.cast.mate, author, {}),
            ("answered matter", author, self.cast.mate, {"status": Matter.Status.ANSWERED}),
            ("confidential matter", author, self.cast.mate, {"confidential": True}),
        ):
            matter = Matter.objects.create(
                customer=main,
                customer_name=main.name,
                # Confidential ones of others: no page tells any role their word.
                title="A dispute about the last delivery" if role or not more.get("confidential") else SECRET,
                department=self.cast.departments["sales"],
                answerer=answerer,
                reported_by=reporter,
                reported_at=BEFORE,
                due_at=NOW + timedelta(days=3),
                **more,
            )
            MatterEntry.objects.create(
                matter=matter, kind="reported", text="They refuse to pay", by=reporter, at=BEFORE
            )
            self.keep(name, place, matter, role)
        Customer.objects.filter(pk=main.pk).update(needs="Storage", needs_on=BEFORE.date())
        told = {"status": "answered", "answer": "In May", "answered_how": "phone", "answered_at": BEFORE}
        for name, recorder, answerer, more in (
            ("feedback", self.cast.mate, author, {}),
            ("answered feedback", author, self.cast.mate, told),
        ):
            said = CustomerFeedback.objects.create(
                customer=main,
                customer_name=main.name,
                kind=FeedbackKind.objects.get(name="Wish"),
                channel="phone",
                received_at=BEFORE,
                text="They want a report each month",
                recorded_by=recorder,
                recorded_at=BEFORE,
                department=main.department,
                answerer=answerer,
                answered_by=answerer if more else None,
                due_at=NOW + timedelta(days=3),
                **more,
            )
            said.entries.create(kind="recorded", text=said.text, by=recorder, at=BEFORE)
            self.keep(name, place, said, role)
        self.keep(
            "major change",
            place,
            MajorChange.objects.create(
                customer=main,
                kind=MajorChangeKind.objects.get(name="Address"),
                happened_on=BEFORE.date(),
                text="They moved to the new park",
                source="A call",
                recorded_by=self.cast.mate,
                recorded_at=BEFORE,
            ),
            role,
        )
        furnish_receptions(self, place, main, author, role)
        second = self._customer("second", place, role, owner)
        one, other = sorted((main.pk, second.pk))
        self.keep(
            "pair",
            place,
            DuplicatePair.objects.create(one_id=one, other_id=other, how="core", score=90, found_at=BEFORE),
            role,
        )
        self.keep(
            "contract",
            place,
            Contract.objects.create(
                customer=main,
                number=f"K-{main.pk}",
                signed_at=BEFORE,
                amount=1000,
                recorded_by=author,
                recorded_at=BEFORE,
                promises="none",
            ),
            role,
        )
        self.selling.around(place, main, author, role)
        self._graded(place, author, role, owner)
        kept, merged = (
            customer(owner, department=self.homes[place], since=BEFORE),
            customer(owner, department=self.homes[place], since=BEFORE),
        )
        self.keep(
            "record",
            place,
            merge.merge_customers(
                one_id=kept.pk, other_id=merged.pk, reason="", by=self.cast.general_manager, at=BEFORE
            ),
            role,
        )

    def _graded(self, place, author, role, owner):
        """What hangs on a customer that is rated."""
        rated = self._customer("rated", place, role, owner, segment="direct")
        self.keep(
            "care",
            place,
            Care.objects.create(customer=rated, kind="support", text="samples", by=author, at=BEFORE),
            role,
        )
        statement = YearlyStatement(
            customer=rated, year=2023, revenue=1, document_name="figures.pdf", by=author, at=BEFORE
        )
        statement.document.save("figures.pdf", ContentFile(b"%PDF-"))
        self.keep("statement", place, statement, role)
        paper = PaperFile(
            customer=rated, kind="licence", dated_on=date(2020, 5, 1), name="licence.pdf", size=5, by=author, at=BEFORE
        )
        paper.file.save("licence.pdf", ContentFile(b"%PDF-"))
        self.keep("paper copy", place, paper, role)
        listed = self._customer("potential", place, role, owner, segment="direct")
        KeyStatus.objects.create(customer=listed, kind="potential", since=BEFORE, reason="large", by=author)

    # --- the core ---------------------------------------------------------------------------------------
    def _handovers(self):
        for place in (DEPT, BELOW, OTHER):
            leaver = person(f"leaver_{place}", "rep", self.homes[place])
            this = self._handover(leaver, self.taker)
            self._keep_handover(place, this)
        leaver = person("leaver_far", "rep", self.departments["solar"])
        for role, viewer in self.viewers.items():
            self._keep_handover(RECEIVED, self._handover(leaver, viewer), role)

    def _handover(self, leaver, to):
        this = Handover.objects.create(leaver=leaver, reason="moves", started_at=BEFORE)
        HandoverItem.objects.create(
            handover=this, customer=customer(to, since=BEFORE, email="a@example.com"), to=to, moved_at=BEFORE
        )
        HandoverItem.objects.create(handover=this, customer=customer(leaver, since=BEFORE), to=to)
        return this

    def _keep_handover(self, place, this, role=None):
        moved, waiting = this.items.order_by("id")
        self.keep("handover", place, this, role)
        self.keep("moved", place, moved, role)
        self.keep("unmoved", place, waiting, role)

    def _policies(self):
        for place, key in ((DEPT, "stages"), (OTHER, "solar")):
            policy = Policy.objects.get(key=key)
            self.keep("policy", place, policy)
            held = policy.versions.get()
            versions.save_draft(policy=policy, body=held.body, note="as before", by=self.cast.admin, at=NOW)
            self.keep(
                "forecast",
                place,
                ForecastJob.objects.create(policy=policy, body=held.body, at=NOW, until=NOW + timedelta(days=30)),
            )

    def _jobs(self):
        for role, viewer in self.viewers.items():
            self._job(OWN, viewer, role)
        self._job(OTHER, self.cast.file_keeper)

    def _job(self, place, by, role=None):
        brought = ImportJob(
            kind="customers",
            filename="customers.csv",
            state=ImportJob.State.READY,
            total=1,
            by=by,
            at=NOW,
            touched_at=NOW,
            mapping={"columns": ["full_name", "department"], "fixed": {}},
            summary={"counts": {"new": 1}, "found": {"headings": ["full_name", "department"], "samples": [[], []]}},
        )
        brought.file.save(
            "customers.csv", ContentFile("full_name,department\n杭州导入科技有限公司,Company/Stages\n".encode())
        )
        taken = ExportJob(
            what="customers", format="csv", state=ExportJob.State.DONE, reason="a letter", by=by, at=NOW, touched_at=NOW
        )
        taken.file.save("customers.csv", ContentFile(b"code"))
        # Another one is in already, with a row that an undo takes back.
        done = ImportJob(
            kind="customers",
            filename="done.csv",
            state=ImportJob.State.DONE,
            total=1,
            by=by,
            at=NOW,
            touched_at=NOW,
            summary={"counts": {"new": 1}, "at": NOW.isoformat()},
        )
        done.file.save("done.csv", ContentFile(b"full_name"))
        ImportedRow.objects.create(job=done, number=2, result="new", subject_id=0)
        self.keep("done import", place, done, role)
        self.keep("import", place, brought, role)
        self.keep("export", place, taken, role)
        moved = BulkJob.objects.create(what="transfer", ids=[0], state="done", total=1, done=1, by=by, at=NOW)
        self.keep("bulk", place, moved, role)

    # --- the platform ---------------------------------------------------------------------------------------
    def _platform(self):
        self._people()
        for role, viewer in self.viewers.items():
            self.keep(
                "notice",
                OWN,
                Notice.objects.create(user=viewer, kind="task_due", params={"title": "x"}, at=NOW, url="/"),
                role,
            )
            self.keep(
                "report", OWN, Report.objects.create(kind="correction", text="Wrong phone", by=viewer, at=NOW), role
            )
            self.keep("filter", OWN, SavedFilter.objects.create(owner=viewer, name="mine", query="stage=intent"), role)
        self.keep(
            "notice",
            OTHER,
            Notice.objects.create(user=self.cast.mate, kind="task_due", params={"title": "x"}, at=NOW, url="/"),
        )
        self.keep(
            "filter", OTHER, SavedFilter.objects.create(owner=self.cast.mate, name="theirs", query="stage=intent")
        )
        self.keep(
            "report", OTHER, Report.objects.create(kind="correction", text="Wrong name", by=self.cast.mate, at=NOW)
        )
        made = {
            "department": self.departments["stages"],
            "role": Role.objects.get(key="rep"),
            "list item": ListItem.objects.first(),
            "change kind": MajorChangeKind.objects.last(),
            "feedback kind": FeedbackKind.objects.last(),
            "heading": HeadingSynonym.objects.create(
                kind="customers", column="address", text="开票地址", key="开票地址", added_at=BEFORE
            ),
            "spare role": Role.objects.create(key="spare", name="Spare"),
            "empty department": Department.objects.create(name="Empty"),
            "closed department": Department.objects.create(name="Gone", closed_at=BEFORE),
            "entry": Entry.objects.order_by("id").first(),
            "backup": Backup.objects.create(at=NOW, ended_at=NOW, file="crm-20260302-033000.zip", size=1),
            "day": DayOverride.objects.create(day=date(2026, 3, 7), working=True),
        }
        for kind, thing in made.items():
            self.keep(kind, "", thing)
        furnish_lists(self)

    def _people(self):
        for role, viewer in self.viewers.items():
            for kind in ("person", "session"):
                self.keep(kind, OWN, viewer, role)
            self._session(viewer)
        for place in (DEPT, BELOW, OTHER):
            home = self.homes[place]
            self.keep("person", place, self.owners[place])
            self.keep("session", place, self.owners[place])
            self._session(self.owners[place])
            User.objects.filter(pk=self.keep("closed", place, person(f"closed_{place}", "rep", home)).pk).update(
                is_active=False
            )
            invited = person(f"invited_{place}", "rep", home)
            self.keep("invited", place, invitations.issue(person_id=invited.pk, by=None, at=NOW))
            second = person(f"second_{place}", "rep", home)
            TOTP.activate(second, "JBSWY3DPEHPK3PXP")
            self.keep("second factor", place, second)

    @staticmethod
    def _session(who):
        UserSession.objects.create(user=who, ip="10.0.0.1", session_key=f"key{who.pk}", user_agent="test", data={})
