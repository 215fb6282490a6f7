"""The file room: folders of some customers on two shelves, one lent, one overdue, one to be fetched, one asked for, and a stock-take."""

from datetime import timedelta

from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.time import local_date
from customers.domain.custody import asking, filing, handing, stock_takes
from customers.domain.lists import save_item
from customers.models import ListItem

from .steps import attempt, customers_of

PLACES = (("Cabinet 1, shelf 2", "1 号柜 2 层"), ("Cabinet 2, shelf 1", "2 号柜 1 层"))
# (whose customer, kind, title, contents)
FOLDERS = (
    ("rep", "contract", "销售合同 2024—2025", "框架协议一份，采购订单六份，补充协议两份。"),
    ("rep", "basic", "客户基本档案", "营业执照复印件、开票资料、信息采集表。"),
    ("sun.yue", "contract", "Contracts and orders", "Framework agreement, four orders."),
    ("sun.yue", "letters", "往来函件", "质量异议函及双方会议纪要。"),
    ("anna", "finance", "对账单与发票", "2025 年各季度对账单。"),
    ("anna", "basic", "客户基本档案", "营业执照复印件、法定代表人变更通知。"),
)


class ArchiveFolders:
    """Calls the verbs of the file keeper, of borrowers and of those who decide."""

    def __init__(self, now, people):
        self.now, self.people = now, people

    def run(self):
        begun, keeper = self.now - timedelta(days=120), self.people["keeper"]
        for name, name_zh in PLACES:
            attempt(save_item, kind="place", name=name, name_zh=name_zh, by=keeper, at=begun)
        places = list(ListItem.objects.filter(kind="place", name__in=[name for name, _zh in PLACES]))
        folders = [self._file(n, places[n % len(places)], begun, *row) for n, row in enumerate(FOLDERS)]
        if not places or None in folders:
            return
        self._lend(folders[0], "rep", 5, 10, "续签谈判，需要核对原合同条款。")
        self._lend(folders[3], "sun.yue", 20, 7, "质量异议的处理，需要原始函件。")
        self._approve(self._ask(folders[4], "anna", 1, 7, "与客户核对上季度账目。"), 1)
        self._ask(folders[0], "manager", 0, 7, "审核续签条件。")
        self._count(places[0], folders)

    def _file(self, n, place, at, owner, kind, title, contents):
        held = customers_of(self.people[owner])
        if not held:
            return None
        return attempt(
            filing.file_folder,
            customer=held[n // 2 % len(held)],
            kind=kind,
            title=title,
            contents=contents,
            place=place,
            by=self.people["keeper"],
            at=at,
        )

    def _ask(self, folder, who, ago, days, reason):
        at = self.now - timedelta(days=ago, hours=4)
        first = local_date(at)
        return attempt(
            asking.ask_for_loan,
            folder_id=folder.pk,
            form="paper",
            reason=reason,
            from_on=first,
            until_on=first + timedelta(days=days - 1),
            agreed=True,
            by=self.people[who],
            at=at,
        )

    def _approve(self, loan, ago):
        request = Request.objects.filter(about=asking.about(loan)).select_related("decider").first() if loan else None
        if request:
            at = self.now - timedelta(days=ago, hours=3)
            attempt(decide, request_id=request.pk, by=request.decider, approve=True, decision="", at=at)

    def _lend(self, folder, who, ago, days, reason):
        loan = self._ask(folder, who, ago, days, reason)
        self._approve(loan, ago)
        if loan:
            at = self.now - timedelta(days=ago, hours=2)
            attempt(handing.hand_out, loan_id=loan.pk, by=self.people["keeper"], at=at)

    def _count(self, place, folders):
        """Last month: one folder of the other shelf stood here."""
        keeper, at = self.people["keeper"], self.now - timedelta(days=30)
        taken = attempt(stock_takes.open_stock_take, place=place, by=keeper, at=at)
        if taken is None:
            return
        for folder in (folders[0], folders[2], folders[1]):
            attempt(stock_takes.note_folder, stock_take_id=taken.pk, folder=folder, by=keeper, at=at)
        attempt(stock_takes.close_stock_take, stock_take_id=taken.pk, by=keeper, at=at + timedelta(minutes=20))
