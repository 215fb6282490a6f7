"""What a kind of request says of itself."""

from crm_project.approvals.rules.kinds import RequestKind


def test_the_notice_to_the_person_who_decides_is_named_after_the_kind_unless_it_says_otherwise():
    kind = {"key": "extension", "label": "Extension", "approve": None, "withdraw": None}
    assert RequestKind(**kind).notice_kind == "request_extension"
    assert RequestKind(**kind, notice="longer").notice_kind == "longer"
