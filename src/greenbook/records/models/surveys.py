"""What customers answer when asked."""

from __future__ import annotations

from greenbook.records.fields import Code, Day, Decimal, of_account, ref
from greenbook.records.models.base import Record


class SurveyResponse(Record):
    """One answer to a survey."""

    account = of_account("survey_responses")
    contact = ref("Contact", known_as="survey_responses")
    kind = Code("nps csat", null=False)
    score = Decimal()
    answered_on = Day()

    class Meta(Record.Meta):
        db_table = "records_survey_response"

    def __str__(self) -> str:
        return f"{self.kind} {self.score} of {self.account}"
