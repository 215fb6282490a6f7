"""The drawn signature, judged by its bytes: a PNG of reasonable size on which something is drawn (rows Ni21, M12)."""

from io import BytesIO

from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image

from crm_project.lib.file_kinds import check_files, is_kind
from crm_project.lib.refused import Refused

LARGEST = 2 * 1024 * 1024  # bytes
MOST_PIXELS = 8_000_000  # four times a screen: unpacked in the web process, where memory is shared
LEAST_INK = 60  # dark pixels: a dot is no signature
SHOWN = (900, 400)


def read_signature(upload: File) -> bytes:
    """The picture as a PNG of our own making: cut to what is drawn, nothing else of the upload in it.

    Refuses with code file or many (as any upload), png (another kind, or damaged), large, empty.
    """
    check_files([upload])
    if upload.size > LARGEST:
        raise Refused(
            _("The picture of the signature is larger than 2 MB: draw it on this page."),
            code="large",
            field="signature",
        )
    if not is_kind(upload, "png"):
        raise _no_png()
    upload.seek(0)
    try:
        with Image.open(BytesIO(upload.read()), formats=("PNG",)) as given:
            if given.width * given.height > MOST_PIXELS:
                raise Refused(
                    _("The picture of the signature has too many pixels: draw it on this page."), code="large"
                )
            drawn = given.convert("LA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _no_png() from None
    picture = Image.new("L", drawn.size, "white")
    picture.paste(drawn.getchannel("L"), mask=drawn.getchannel("A"))
    ink = picture.point(lambda shade: 255 if shade < 160 else 0)
    box = ink.getbbox()
    if box is None or ink.histogram()[255] < LEAST_INK:
        raise Refused(_("Nothing is drawn: let the customer sign in the field."), code="empty", field="signature")
    picture = picture.crop(box)
    picture.thumbnail(SHOWN)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _no_png() -> Refused:
    return Refused(_("The signature is no PNG picture: draw it on this page."), code="png", field="signature")
