"""What people of the demo company have asked for, and wait to be decided."""

from datetime import datetime, timedelta

from assignment.domain.collaborators import register_collaborator
from assignment.domain.disputes.conflict import ask_conflict, ask_validity
from assignment.domain.forecast import jobs as forecast_jobs
from assignment.domain.ownership.extend import ask_extension
from assignment.domain.policies.versions import save_draft, submit_draft
from assignment.models import Policy
from assignment.rules.presets import PRESETS
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import decide
from crm_project.lib.time import local_date
from customers.domain.stages import ask_intent

from . import texts
from .steps import at_hour, attempt, customers_of


def ask_for_decisions(now: datetime, people: dict[str, User]) -> None:
    """Extensions, stages, disputes and a changed policy wait for their deciders; one extension was granted."""
    p, today = people, local_date(now)

    def ago(hours: int) -> datetime:
        return now - timedelta(hours=hours)

    # Asked about what the next sweeps leave alone, so that the requests still wait tomorrow.
    later = {"release_at__gt": at_hour(today + timedelta(days=1), 11)}
    for n, username in enumerate(("sun.yue", "zhu.min", "hu.bin", "rep", "guo.jun", "lin.xia")):
        rows = [r for r in customers_of(p[username], **later) if r.stage != "official"]
        if rows:
            days = 7 if username == "hu.bin" else 4
            attempt(
                ask_extension,
                customer_id=rows[0].pk,
                days=days,
                reason=texts.REASONS[n % 4],
                by=p[username],
                at=ago(5 + 22 * n),
            )
    for username in ("ma.li", "xu.kai", "guo.jun"):
        rows = [r for r in customers_of(p[username], **later) if r.stage == "potential"]
        if rows:
            attempt(
                ask_intent,
                customer_id=rows[0].pk,
                reason="客户已要求正式报价，并约定下周来公司考察",
                by=p[username],
                at=ago(9),
            )
    decided = [r for r in customers_of(p["gao.fei"]) if r.stage != "official"]
    if decided:
        asked = attempt(
            ask_extension, customer_id=decided[0].pk, days=3, reason=texts.REASONS[0], by=p["gao.fei"], at=ago(50)
        )
        if asked:
            attempt(decide, request_id=asked.pk, by=asked.decider, approve=True, decision="同意，请抓紧", at=ago(40))
    attempt(
        ask_validity,
        customer_id=customers_of(p["zhao.lei"], **later)[0].pk,
        reason="我认识他们的采购总监，两周没人联系过",
        by=p["zhang.wei"],
        at=ago(30),
    )
    row = customers_of(p["liu.yang"], **later)[2]
    attempt(
        ask_conflict,
        customer_id=row.pk,
        other_id=p["liu.yang"].pk,
        reason="我们在展会上同时接触了这家客户",
        by=p["huang.ting"],
        at=ago(75),
    )
    row = customers_of(p["rep"])[3]
    attempt(
        register_collaborator,
        customer_id=row.pk,
        user=p["huang.ting"],
        note="技术方案",
        by=p["manager"],
        at=ago(200),
    )
    body = {
        **PRESETS["tracking"],
        "rules": [{**PRESETS["tracking"]["rules"][0], "days": 12}, *PRESETS["tracking"]["rules"][1:]],
    }
    version = save_draft(
        policy=Policy.objects.get(key="tracking"), body=body, note="缩短跟进周期", by=p["manager"], at=ago(26)
    )
    forecast_jobs.run_forecast(
        forecast_jobs.start_forecast(policy=version.policy, body=version.body, by=p["manager"], at=ago(26)).pk
    )
    submit_draft(
        version_id=version.pk,
        holds_from=today + timedelta(days=7),
        reason="近两个月客户流失在第 12 到 15 天之间",
        by=p["manager"],
        at=ago(25),
    )
