from datetime import date

from authors.models import Author, Posting, Succession, Unit


def make_unit(name: str = "Đồn Biên phòng Trà Lĩnh", short_name: str = "", **facts: object) -> Unit:
    return Unit.objects.create(name=name, short_name=short_name, **facts)


def rename(old: Unit, new: Unit, on: date = date(2025, 7, 1), note: str = "") -> Succession:
    return Succession.objects.create(predecessor=old, successor=new, on=on, note=note)


def make_officer(unit: Unit | None, *, since: date = date(2020, 1, 1), **facts: object) -> Author:
    """Somebody from outside the newsroom who serves with a unit."""
    name = facts.pop("name", "Trần Văn Khởi")
    author = Author.objects.create(name=name, staff=False)
    held = {"rank": "Đại úy", "post": "Đồn trưởng", **facts}
    Posting.objects.create(author=author, since=since, unit=unit, **held)
    return author
