"""What visit sheets are made of in tests: a done order, its sheet, a drawn signature."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from service.domain.orders import working
from service.domain.sheets import preparing
from service.presenters.sheets import text
from tests.cast import NOW, customer
from tests.service.orders import order
from tests.service.questionnaires.asked import contact

HOUR = timedelta(hours=1)
WORK = {"content": "更换了启动电容", "material": "电容 CBB65 ×1", "hours": Decimal(2), "charge": Decimal(350)}


def done(cast, row=None, *, who=True, **fields):
    """An order of service whose work is done, with a contact that has an address."""
    row = row or customer(cast.rep)
    given = {"contact": contact(row, mobile="13800138000")} if who else {}
    made = order(row, cast.service, assigned_to=cast.service, **given, **fields)
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW)
    return working.finish_order(order_id=made.pk, by=cast.service, at=NOW + HOUR, **WORK)


def sheet(cast, made, *, by=None, at=NOW + 2 * HOUR, **fields):
    """A sheet by the verb."""
    given = {
        "arrived_at": NOW - HOUR,
        "left_at": NOW,
        "people": "王经理、李工",
        "language": "zh-hans",
        "contact": made.contact,
        **WORK,
        **fields,
    }
    return preparing.prepare_sheet(order_id=made.pk, text=text.body, by=by or cast.service, at=at, **given)


def drawn(*, name="signature.png", size=(600, 240), lines=True, kind="PNG"):
    """What the page posts: a transparent picture with a line on it."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    if lines:
        ImageDraw.Draw(picture).line([(40, 180), (200, 40), (320, 200), (560, 60)], fill="#10204a", width=4)
    out = BytesIO()
    (picture if kind == "PNG" else picture.convert("RGB")).save(out, kind)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")
