"""Finding a department by what people write down: its name, or A/B for one below another."""

from crm_project.accounts.models import Department


def find_department(text: object) -> Department | None:
    """The department "A/B"; its first name may also stand deeper where it is the only one of that name. None if there is none."""
    parts = [p.strip() for p in str(text).split("/") if p.strip()]
    if not parts:
        return None
    found = Department.objects.filter(name=parts[0], parent__isnull=True).first()
    if found is None:
        deeper = list(Department.objects.filter(name=parts[0])[:2])
        found = deeper[0] if len(deeper) == 1 else None
    for part in parts[1:]:
        found = found and Department.objects.filter(name=part, parent=found).first()
    return found
