"""Every record of Greenbook, by subject."""

from __future__ import annotations

from greenbook.records.models.accounts import (
    Account,
)
from greenbook.records.models.base import (
    Record,
)
from greenbook.records.models.calls import (
    PlannedCall,
)
from greenbook.records.models.collaboration import (
    CollaborationProject,
)
from greenbook.records.models.contacts import (
    Contact,
)
from greenbook.records.models.ctas import (
    Cta,
    CtaSnooze,
)
from greenbook.records.models.desk import (
    Follow,
    SavedView,
    Submission,
    Visit,
)
from greenbook.records.models.exceptions import (
    PriorityException,
)
from greenbook.records.models.handbooks import (
    HandbookVersion,
)
from greenbook.records.models.history import (
    RecordHistory,
)
from greenbook.records.models.imports import (
    ImportRun,
    RefusedRow,
)
from greenbook.records.models.objectives import (
    Objective,
)
from greenbook.records.models.onboarding import (
    Onboarding,
    OnboardingDelay,
)
from greenbook.records.models.opportunities import (
    CommandPlan,
    CommandPlanObjective,
    Opportunity,
    OpportunityStage,
)
from greenbook.records.models.overrides import (
    Override,
)
from greenbook.records.models.partners import (
    Partner,
    PartnerEbrSync,
    PartnerEngagement,
)
from greenbook.records.models.people import (
    Absence,
    Cover,
    User,
)
from greenbook.records.models.plans import (
    GrowthPlan,
    PlanValidation,
    SuccessPlan,
)
from greenbook.records.models.priority import (
    PriorityAssessment,
    PriorityReview,
    PriorityReviewItem,
)
from greenbook.records.models.programs import (
    ProgramEnrolment,
    ProgramStep,
)
from greenbook.records.models.reviews import (
    Ebr,
)
from greenbook.records.models.risk import (
    Escalation,
    Ticket,
    Triage,
)
from greenbook.records.models.runs import (
    AccountStatus,
    Changed,
    DecisionChange,
    FactsSeen,
    Run,
    RunStep,
    StandingCount,
    SubjectStatus,
)
from greenbook.records.models.sharing import (
    PlanShare,
    PlanVersion,
)
from greenbook.records.models.subscriptions import (
    Instance,
    Subscription,
)
from greenbook.records.models.surveys import (
    SurveyResponse,
)
from greenbook.records.models.tasks import (
    PlaybookRun,
    Task,
)
from greenbook.records.models.team import (
    AccountTeam,
    CsmClaim,
)
from greenbook.records.models.timeline import (
    EntryAttendee,
    TimelineEntry,
)
from greenbook.records.models.workshops import (
    Roundtable,
    RoundtableAccount,
    RoundtableIndustry,
    Workshop,
    WorkshopAccount,
)

__all__ = [
    "Absence",
    "Account",
    "AccountStatus",
    "AccountTeam",
    "Changed",
    "CollaborationProject",
    "CommandPlan",
    "CommandPlanObjective",
    "Contact",
    "Cover",
    "CsmClaim",
    "Cta",
    "CtaSnooze",
    "DecisionChange",
    "Ebr",
    "EntryAttendee",
    "Escalation",
    "FactsSeen",
    "Follow",
    "GrowthPlan",
    "HandbookVersion",
    "ImportRun",
    "Instance",
    "Objective",
    "Onboarding",
    "OnboardingDelay",
    "Opportunity",
    "OpportunityStage",
    "Override",
    "Partner",
    "PartnerEbrSync",
    "PartnerEngagement",
    "PlanShare",
    "PlanValidation",
    "PlanVersion",
    "PlannedCall",
    "PlaybookRun",
    "PriorityAssessment",
    "PriorityException",
    "PriorityReview",
    "PriorityReviewItem",
    "ProgramEnrolment",
    "ProgramStep",
    "Record",
    "RecordHistory",
    "RefusedRow",
    "Roundtable",
    "RoundtableAccount",
    "RoundtableIndustry",
    "Run",
    "RunStep",
    "SavedView",
    "StandingCount",
    "SubjectStatus",
    "Submission",
    "Subscription",
    "SuccessPlan",
    "SurveyResponse",
    "Task",
    "Ticket",
    "TimelineEntry",
    "Triage",
    "User",
    "Visit",
    "Workshop",
    "WorkshopAccount",
]
