"""Changes of settings by people who are not admins: two wait for the admin, one was refused."""

from datetime import timedelta

from django.urls import reverse

from crm_project.approvals.domain.requests import decide
from crm_project.settings_changes.domain import asking, replaying
from crm_project.settings_changes.presenters.changes import title
from customers.models import ListItem

from .steps import attempt


class SettingsChanges:
    """Sends the forms as the keeper of the lists and the manager of service, tries them, and asks the admin."""

    def __init__(self, now, people):
        self.now, self.people = now, people

    def run(self):
        lists = f"{reverse('customers:lists')}?kind=trade"
        self._ask("keeper", 1, lists, name="Wind power", name_zh="风电")
        rules = {"report_days": "5", "bad_score": "2", "ahead_days": "21", "order_kind": ""}
        self._ask("service.manager", 2, reverse("service:visit_rules"), **rules)
        trade = ListItem.objects.filter(kind="trade").first()
        if trade:
            switch = reverse("customers:list_item_do", args=[trade.pk, "switch"])
            refused = self._ask("keeper", 6, switch, page=reverse("customers:lists"))
            if refused:
                words = "仍有客户使用该行业，请先调整客户档案。"
                at = self.now - timedelta(days=5)
                attempt(decide, request_id=refused.pk, by=refused.decider, approve=False, decision=words, at=at)

    def _ask(self, who, days, path, page="", **fields):
        by, data = self.people[who], {name: [value] for name, value in fields.items()}
        outcome, _refusal = replaying.sent(path, data, by=by, asked_by=None, keep=False)
        if outcome is None or not outcome.wrote:
            return None
        return attempt(
            asking.ask_for_change,
            path=path,
            module=replaying.module_of(path),
            data=data,
            entries=outcome.entries,
            subject=title(outcome.entries, "en"),
            subject_zh=title(outcome.entries, "zh-hans"),
            page=page or path.partition("?")[0],
            by=by,
            at=self.now - timedelta(days=days),
        )
