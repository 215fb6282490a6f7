"""Templates without their indentation: it is for who reads the file, and would be a fifth of each page."""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader as FilesystemLoader

_INDENTATION = re.compile(r"\n[ \t]+")


class Loader(FilesystemLoader):
    """Lines stay (errors name them), the spaces before them go; texts for mail are left as they are."""

    def get_contents(self, origin: Origin) -> str:
        text = super().get_contents(origin)
        return _INDENTATION.sub("\n", text) if str(origin.name).endswith(".html") else text
