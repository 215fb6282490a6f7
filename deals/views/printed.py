"""How a printed document goes out: shown in the browser, kept by nobody in between."""

from django.http import HttpResponse


def printed(content, name):
    """The answer with a PDF of ours."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
