import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.fixture
def upload_text():
    """A letter that a customer sent."""
    return SimpleUploadedFile("letter.txt", b"Dear all, we wait for the invoice.")
