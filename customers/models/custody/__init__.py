"""Archive folders of customers, and who has them (row T6)."""

from .folders import FolderEntry, FolderPages, PaperFolder
from .loans import FolderLoan
from .stock_takes import StockTake, StockTakeLine

__all__ = ["FolderEntry", "FolderLoan", "FolderPages", "PaperFolder", "StockTake", "StockTakeLine"]
