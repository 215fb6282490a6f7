"""Settings. All that differs between installations comes from the environment (docs: README)."""

from .apps_and_pages import *
from .background import *
from .browser import *
from .installation import *
from .signing_in import *
from .storage import *
