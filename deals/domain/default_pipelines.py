"""The pipelines and discount limits a new company starts with; an admin edits them in the browser (rows Na9, Na11, Ni17, D7)."""

from crm_project.accounts.models import Role
from deals.models import DiscountLimit, Pipeline, Stage

# (number, name, Chinese name, won in %, conditions, update every so many days)
STAGES = [
    (0, "Lead", "线索", 5, [], 14),
    (1, "First contact", "初次接触", 10, ["followup"], 14),
    (2, "Need known", "明确需求", 20, ["products"], 14),
    (3, "Decision makers known", "锁定决策人", 30, ["products", "key_contact"], 14),
    (4, "Solution shown", "方案展示", 40, ["products", "key_contact", "next_step"], 10),
    (5, "Quoted", "已报价", 50, ["amount", "products", "quote"], 10),
    (6, "Shortlisted", "入围", 60, ["amount", "quote", "next_step"], 7),
    (7, "Negotiating", "商务谈判", 70, ["amount", "quote", "key_contact"], 7),
    (8, "Agreed by word", "口头同意", 80, ["amount", "quote"], 7),
    (9, "Contract being signed", "签约中", 90, ["amount", "accepted"], 3),
    (10, "Won", "赢单", 100, ["amount"], 30),
]
STEPS = [
    (0, "Call", "电话", 5, [], 7),
    (1, "Appointment", "约见", 15, ["followup"], 7),
    (2, "Follow-up", "跟进", 25, ["next_step"], 7),
    (3, "Meeting", "面谈", 40, ["products", "next_step"], 7),
    (4, "Objections", "异议处理", 60, ["amount", "products"], 5),
    (5, "Closing", "促成", 80, ["amount", "products", "key_contact"], 3),
    (6, "Signed and paid", "签约回款", 100, ["amount"], 30),
]
PIPELINES = [
    ("standard", "Standard process", "标准销售流程", True, STAGES),
    ("d7", "Direct sales steps", "直销开发步骤", False, STEPS),
]
# role -> percent off the list price that needs nobody's approval
LIMITS = {"rep": 5, "manager": 10, "director": 20, "general_manager": 100}


def ensure(pipeline_model: type[Pipeline], stage_model: type[Stage]) -> None:
    """Create the pipelines where there are none; what an admin changed is left alone."""
    if pipeline_model.objects.exists():
        return
    for key, name, name_zh, standard, stages in PIPELINES:
        pipeline = pipeline_model.objects.create(key=key, name=name, name_zh=name_zh, standard=standard)
        stage_model.objects.bulk_create(
            stage_model(
                pipeline=pipeline, number=n, name=en, name_zh=zh, probability=won, conditions=needs, update_days=days
            )
            for n, en, zh, won, needs, days in stages
        )


def ensure_limits(limit_model: type[DiscountLimit], role_model: type[Role]) -> None:
    """The discount limits of the built-in roles, where none is set at all."""
    if limit_model.objects.exists():
        return
    roles = {role.key: role for role in role_model.objects.filter(key__in=LIMITS)}
    limit_model.objects.bulk_create(
        limit_model(role=roles[key], percent=percent) for key, percent in LIMITS.items() if key in roles
    )
