"""The project a customer and we work in together."""

from __future__ import annotations

from greenbook.records.fields import Code, Day, Text, of_account, ref
from greenbook.records.models.base import Record


class CollaborationProject(Record):
    """The shared project of an account: with pre-sales first, with the CSM after payment."""

    account = of_account("collaboration_projects")
    template = Code("enterprise commercial")
    group_name = Code("pre_sales post_sales")
    url = Text()
    owner = ref("User", known_as="collaboration_projects")
    need = Code("required csm_decides none")
    decision_note = Text()
    state = Code("not_needed pending pre_sales post_sales archived", null=False, default="pending")
    compliant_on = Day()

    class Meta(Record.Meta):
        db_table = "records_collaboration_project"

    def __str__(self) -> str:
        return self.url or f"Project of {self.account}"
