"""The customer file, its contacts and the row that says who owns it; lists, duplicates, files in and out."""

from .changes import Follow, MajorChange, MajorChangeKind
from .contact import Contact
from .custody import FolderEntry, FolderLoan, FolderPages, PaperFolder, StockTake, StockTakeLine
from .customer import Customer
from .feedback import CustomerFeedback, FeedbackEntry, FeedbackKind
from .finding import FormerName, NameGram
from .imports import HeadingSynonym, ImportedRow, RememberedHeadings
from .information import InformationReport
from .jobs import BulkJob, ExportJob, ImportJob, RefusedRow
from .lists import ClassRhythm, ClassRule, FileMinimum, ListItem, Series
from .lookups import Lookup
from .matters import Matter, MatterEntry
from .numbers import PhoneNumber
from .ownership import Collaborator, Ownership
from .reviews import FileReview, ReviewDate, ReviewRules
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
    "CustomerFeedback",
    "DuplicatePair",
    "ExportJob",
    "FeedbackEntry",
    "FeedbackKind",
    "FileMinimum",
    "FileReview",
    "FilterTab",
    "FolderEntry",
    "FolderLoan",
    "FolderPages",
    "Follow",
    "FormerName",
    "HeadingSynonym",
    "ImportJob",
    "ImportedRow",
    "InformationReport",
    "ListItem",
    "Lookup",
    "MajorChange",
    "MajorChangeKind",
    "Matter",
    "MatterEntry",
    "MergeRecord",
    "NameDoubt",
    "NameGram",
    "NoServiceCalls",
    "Ownership",
    "PaperFolder",
    "PhoneNumber",
    "RefusedRow",
    "RememberedHeadings",
    "ReviewDate",
    "ReviewRules",
    "SavedFilter",
    "Series",
    "ServiceCallReason",
    "StockTake",
    "StockTakeLine",
    "TidyRun",
]
