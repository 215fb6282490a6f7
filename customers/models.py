"""The customer file, its contacts and the row that says who owns it (design §3, rows Z1-Z10, M4, T3, Ni8)."""

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Replace
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .choices import Kind, Level, ListKind, PoolReason, Segment, Stage, ValueRating

USER = settings.AUTH_USER_MODEL


class ListItem(models.Model):
    """One value of a managed list; switched off rather than deleted."""

    kind = models.CharField(_("list"), max_length=12, choices=ListKind)
    name = models.CharField(_("name"), max_length=60)
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("offered"), default=True)

    class Meta:
        ordering = ["kind", "position", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="list_item_once")]

    def __str__(self):
        return self.name_zh if self.name_zh and (get_language() or "").startswith("zh") else self.name


class Series(models.Model):
    """Next number of a series; its row lock makes numbers unique."""

    name = models.CharField(max_length=40, primary_key=True)
    next = models.PositiveBigIntegerField(default=1)

    def __str__(self):
        return f"{self.name} {self.next}"


def _list_field(kind, label):
    return models.ForeignKey(
        ListItem, models.PROTECT, null=True, blank=True, related_name="+",
        limit_choices_to={"kind": kind, "active": True}, verbose_name=label,
    )  # fmt: skip


def _digits(column):
    """A stored column with the number as it is dialled (no spaces, dashes, brackets, +86): what a number is found by."""
    plain = column
    for sign in ("+86", "-", " ", "(", ")"):
        plain = Replace(plain, Value(sign), Value(""))
    return models.GeneratedField(
        expression=plain, output_field=models.CharField(max_length=40), db_persist=True
    )


class Customer(models.Model):
    """One company or person. Who owns it stands in `Ownership`; without that row it is in the public pool.

    `pooled_at`, `pool_reason`, `last_owner` and `former_owners` are written by `assignment` only,
    `last_followup_at` by `activities` only.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(pgettext_lazy("company", "full name"), max_length=160)
    name_key = models.CharField(
        max_length=200, unique=True, editable=False,
        error_messages={"unique": _("A customer of this name exists already.")},
    )  # fmt: skip
    name_confirmed = models.BooleanField(default=False, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.COMPANY)
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="customers", verbose_name=_("department"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.POTENTIAL)
    stage_since = models.DateTimeField(_("in this stage since"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="branches", verbose_name=_("branch of"))
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False)
    # What it is
    type = _list_field(ListKind.TYPE, _("company type"))
    site = _list_field(ListKind.SITE, _("company site"))
    trade = _list_field(ListKind.TRADE, _("trade"))
    category = _list_field(ListKind.CATEGORY, _("product category"))
    source = _list_field(ListKind.SOURCE, _("source"))
    regions = models.ManyToManyField(ListItem, blank=True, related_name="+", verbose_name=_("regions of operation"))
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, blank=True)
    level = models.CharField(_("class"), max_length=12, choices=Level, blank=True)
    file_number = models.CharField(_("file number"), max_length=20, blank=True, editable=False)
    value_rating = models.CharField(_("value rating"), max_length=10, choices=ValueRating, blank=True)
    vip = models.BooleanField(_("VIP"), default=False)
    restricted = models.BooleanField(_("restricted file"), default=False)
    bad_debt = models.BooleanField(default=False, editable=False)
    # Where and how to reach it
    address = models.CharField(_("address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_digits = _digits("phone")
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.CharField(_("website"), max_length=120, blank=True)
    # What the file says
    introduction = models.CharField(_("introduction"), max_length=500, blank=True)
    profile = models.CharField(_("profile"), max_length=50, blank=True, help_text=_("At most 50 characters."))
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    business_scope = models.TextField(_("business scope"), blank=True)
    registered_capital = models.DecimalField(_("registered capital (CNY)"), max_digits=16, decimal_places=2, null=True, blank=True)
    cooperating_since = models.DateField(_("cooperating since"), null=True, blank=True)
    producer = models.CharField(
        _("manufacturer or distributor"), max_length=12, blank=True,
        choices=[("manufacturer", _("Manufacturer")), ("distributor", _("Distributor")), ("both", _("Both"))],
    )  # fmt: skip
    varieties = models.CharField(_("varieties bought"), max_length=200, blank=True)
    main_products = models.CharField(_("main products"), max_length=200, blank=True)
    downstream = models.CharField(_("downstream market"), max_length=200, blank=True)
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(_("entered"), editable=False)
    changed_at = models.DateTimeField(editable=False)
    # An invalid entry is removed from every list, kept for its creator's account (Ni4)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    removal_reason = models.CharField(max_length=200, blank=True, editable=False)
    # Written by others, see above
    pooled_at = models.DateTimeField(_("in the pool since"), null=True, editable=False)
    pool_reason = models.CharField(max_length=12, choices=PoolReason, blank=True, editable=False)
    last_owner = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    former_owners = models.PositiveSmallIntegerField(default=0, editable=False)
    last_followup_at = models.DateTimeField(_("last follow-up"), null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["department", "-id"], name="customer_department"),
            models.Index(fields=["department", "-last_followup_at", "-id"], name="customer_followed"),
            models.Index(
                fields=["department", "-pooled_at", "-id"], name="customer_pool", condition=models.Q(pooled_at__isnull=False)
            ),
            models.Index(fields=["-pooled_at", "-id"], name="customer_pool_all", condition=models.Q(pooled_at__isnull=False)),
            models.Index(fields=["file_number"], name="customer_file_number", condition=~models.Q(file_number="")),
            models.Index(fields=["department", "-id"], name="customer_vip", condition=models.Q(vip=True)),
            models.Index(fields=["level", "id"], name="customer_class", condition=~models.Q(level="")),
            models.Index(fields=["id"], name="customer_official", condition=models.Q(stage="official")),
            models.Index(fields=["phone_digits"], name="customer_digits", condition=~models.Q(phone="")),
            models.Index(
                fields=["created_by", "-removed_at"],
                name="customer_removed",
                condition=models.Q(removed_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["file_number"], name="customer_file_once", condition=~models.Q(file_number=""))
        ]

    def __str__(self):
        return self.name


class Contact(models.Model):
    """A person at the customer; `key` marks whoever decides there (Nd8)."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=60)
    title = models.CharField(_("position"), max_length=60, blank=True)
    department = models.CharField(_("department"), max_length=60, blank=True)
    mobile = models.CharField(_("mobile"), max_length=40, blank=True)
    mobile_digits = _digits("mobile")
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_digits = _digits("phone")
    email = models.EmailField(_("e-mail"), blank=True)
    im = models.CharField(_("QQ / WeChat"), max_length=60, blank=True)
    key = models.BooleanField(_("key contact"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    active = models.BooleanField(_("still there"), default=True)
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["-key", "id"]
        indexes = [
            models.Index(fields=["customer"], name="contact_key", condition=models.Q(key=True, active=True)),
            models.Index(fields=["mobile_digits"], name="contact_mobile", condition=~models.Q(mobile="")),
            models.Index(fields=["phone_digits"], name="contact_phone", condition=~models.Q(phone="")),
        ]

    def __str__(self):
        return self.name


class Ownership(models.Model):
    """Who holds the customer. No row: it is in the public pool. Written by `assignment` only.

    The last block is derived: `assignment.clocks.refresh` computes it, nobody else writes it.
    `policy.NEVER` stands for "no deadline", so that every sort and range is served by an index.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="ownership")
    owner = models.ForeignKey(USER, models.PROTECT, related_name="holdings", verbose_name=_("owner"))
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+")
    since = models.DateTimeField(_("owned since"))
    extended_until = models.DateTimeField(null=True)
    review_after = models.DateTimeField(null=True, help_text=_("a granted review silences reviews until then"))
    counts_after = models.DateTimeField(null=True, help_text=_("invalid follow-ups count from then"))
    spared_until = models.DateTimeField(null=True, help_text=_("put back by an undo and not taken again before then"))
    reminded_for = models.DateTimeField(null=True, help_text=_("the deadline the owner was reminded of"))

    release_at = models.DateTimeField(_("deadline"))
    remind_at = models.DateTimeField()
    review_at = models.DateTimeField()
    rule = models.CharField(max_length=20, blank=True)
    contacted_at = models.DateTimeField(null=True)
    policy_version = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["release_at", "customer"], name="ownership_release"),
            models.Index(fields=["remind_at", "customer"], name="ownership_remind"),
            models.Index(fields=["review_at", "customer"], name="ownership_review"),
            models.Index(fields=["owner", "release_at", "customer"], name="ownership_owner"),
            models.Index(fields=["department", "release_at", "customer"], name="ownership_department"),
        ]

    def __str__(self):
        return f"{self.customer_id} → {self.owner_id}"


class Collaborator(models.Model):
    """Somebody registered to work on a colleague's customer (D8, Z11)."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="collaborators")
    user = models.ForeignKey(USER, models.PROTECT, related_name="collaborations", verbose_name=_("collaborator"))
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("what for"), max_length=200, blank=True)
    registered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "user"], name="collaborator_once", condition=models.Q(until__isnull=True))
        ]

    def __str__(self):
        return f"{self.customer_id} + {self.user_id}"


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


class SavedFilter(models.Model):
    """A named filter of the customer list; shared ones are seen by everybody, published ones come with the product (Z17)."""

    owner = models.ForeignKey(USER, models.CASCADE, null=True, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(_("shared"), default=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_filter_once")]

    def __str__(self):
        return self.name


class FileMinimum(models.Model):
    """What a department asks of a new customer before it may be saved; departments below inherit (Nc3, Nf10)."""

    department = models.OneToOneField(
        "accounts.Department", models.CASCADE, primary_key=True, related_name="+"
    )
    fields = models.JSONField(default=list)
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self):
        return f"{self.department_id}: {len(self.fields)}"


class ClassRhythm(models.Model):
    """How many customers of a class a rep should hold at least, and how often each is to be contacted; 0: not asked (Ni13)."""

    level = models.CharField(_("class"), max_length=10, choices=Level, primary_key=True)
    least = models.PositiveSmallIntegerField(_("at least"))
    every_days = models.PositiveSmallIntegerField(_("contact every … days"))
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self):
        return f"{self.level}: {self.least}, {self.every_days}"


class DuplicatePair(models.Model):
    """Two customers that may be one, found at night or by a person; `one` is the earlier (rows Nc1, Ni7)."""

    class How(models.TextChoices):
        CORE = "core", _("Same core of the name")
        SIMILAR = "similar", _("Similar name")
        PHONE = "phone", _("Same phone number")

    class State(models.TextChoices):
        OPEN = "open", _("To be checked")
        DIFFERENT = "different", _("Not a duplicate")
        MERGED = "merged", _("Merged")

    one = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    other = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    score = models.PositiveSmallIntegerField(default=0)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-score", "-id"], name="duplicate_open", condition=models.Q(state="open"))
        ]
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="duplicate_once")]

    def __str__(self):
        return f"{self.one_id} = {self.other_id}"


class NameDoubt(models.Model):
    """A stored name that does not look like a full one: the codes of `names.questions`, kept by the nightly search (Nc1)."""

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="+")
    codes = models.JSONField(default=list)
    found_at = models.DateTimeField()

    def __str__(self):
        return f"{self.customer_id}: {', '.join(self.codes)}"


class TidyRun(models.Model):
    """One nightly search for duplicates and doubtful names."""

    at = models.DateTimeField()
    pairs = models.PositiveIntegerField(default=0)
    doubts = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.at:%F %T}"


class MergeRecord(models.Model):
    """A merge as it was made: what moved from `merged` to `kept`, so that an undo puts exactly that back (Ni7)."""

    kept = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kept", "-id"], name="merge_kept")]

    def __str__(self):
        return f"{self.merged_id} → {self.kept_id}"


class ImportJob(models.Model):
    """An uploaded file and what became of it; rows refused are kept to be downloaded and brought back."""

    class State(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        READY = "ready", _("Ready to import")
        RUNNING = "running", _("Importing")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=12)
    file = models.FileField(upload_to="imports/%Y/%m/")
    filename = models.CharField(max_length=200)
    history = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text=_("rows dealt with; committed with them"))
    summary = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    touched_at = models.DateTimeField(null=True, help_text=_("last sign of a worker"))
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["by", "-id"], name="import_by"),
            models.Index(
                fields=["touched_at"],
                name="import_unfinished",
                condition=models.Q(state__in=["checking", "running"]),
            ),
        ]

    def __str__(self):
        return self.filename


class RefusedRow(models.Model):
    """A row of an imported file that was not taken, and why: to be mended and brought back."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="refused_rows")
    number = models.PositiveIntegerField()
    sentence = models.TextField()

    class Meta:
        ordering = ["job", "number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="refused_row_once")]

    def __str__(self):
        return f"{self.number}: {self.sentence}"


class ExportJob(models.Model):
    """A list somebody took out of the house: what, how much, who, when, from where (Na4)."""

    class State(models.TextChoices):
        RUNNING = "running", _("Being written")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        REMOVED = "removed", _("File removed")

    what = models.CharField(max_length=20)
    query = models.CharField(max_length=1000, blank=True)
    format = models.CharField(max_length=4)
    more = models.BooleanField(default=False, help_text=_("with columns that can't be imported again"))
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    rows = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="exports/%Y/%m/", blank=True)
    reason = models.CharField(max_length=200, blank=True)
    problem = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    touched_at = models.DateTimeField(null=True, help_text=_("last sign of a worker"))
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["by", "-id"], name="export_by"),
            models.Index(
                fields=["touched_at"], name="export_unfinished", condition=models.Q(state="running")
            ),
        ]

    def __str__(self):
        return f"{self.what} {self.at:%F}"
