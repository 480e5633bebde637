"""The tables, by topic."""

from service.storage.tables.access import ApiKey, LoginSession, RateCounter, SignIn
from service.storage.tables.base import Table
from service.storage.tables.batches import Batch, BatchItem, BatchResult
from service.storage.tables.judgements import Decision, Disagreement, Marking, Release
from service.storage.tables.operations import AuditEvent, IdempotencyKey, Webhook, WebhookDelivery, Worker
from service.storage.tables.people import Group, GroupMember, Institution, User
from service.storage.tables.work import (
    Assignment,
    Draft,
    Report,
    RubricVersion,
    SelfAssessment,
    Submission,
    WorkingCopy,
)

__all__ = [
    "ApiKey",
    "Assignment",
    "AuditEvent",
    "Batch",
    "BatchItem",
    "BatchResult",
    "Decision",
    "Disagreement",
    "Draft",
    "Group",
    "GroupMember",
    "IdempotencyKey",
    "Institution",
    "LoginSession",
    "Marking",
    "RateCounter",
    "Release",
    "Report",
    "RubricVersion",
    "SelfAssessment",
    "SignIn",
    "Submission",
    "Table",
    "User",
    "Webhook",
    "WebhookDelivery",
    "Worker",
    "WorkingCopy",
]
