"""The customer file, its contacts and the row that says who owns it; lists, duplicates, files in and out."""

from .contact import Contact
from .customer import Customer
from .finding import FormerName, NameGram
from .imports import HeadingSynonym, ImportedRow, RememberedHeadings
from .jobs import BulkJob, ExportJob, ImportJob, RefusedRow
from .lists import ClassRhythm, ClassRule, FileMinimum, ListItem, Series
from .lookups import Lookup
from .numbers import PhoneNumber
from .ownership import Collaborator, Ownership
from .saved_filters import FilterTab, SavedFilter
from .service_calls import NoServiceCalls, ServiceCallReason
from .tidying import DuplicatePair, MergeRecord, NameDoubt, TidyRun

__all__ = [
    "BulkJob",
    "ClassRhythm",
    "ClassRule",
    "Collaborator",
    "Contact",
    "Customer",
    "DuplicatePair",
    "ExportJob",
    "FileMinimum",
    "FilterTab",
    "FormerName",
    "HeadingSynonym",
    "ImportJob",
    "ImportedRow",
    "ListItem",
    "Lookup",
    "MergeRecord",
    "NameDoubt",
    "NameGram",
    "NoServiceCalls",
    "Ownership",
    "PhoneNumber",
    "RefusedRow",
    "RememberedHeadings",
    "SavedFilter",
    "Series",
    "ServiceCallReason",
    "TidyRun",
]
