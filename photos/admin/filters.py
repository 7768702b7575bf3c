"""What the library's list can be narrowed to."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone

from authors.models import Author, Unit
from photos.models import Collection, Consent, Photo
from photos.models.photo import PhotoQuerySet
from photos.rights import LAPSING


class KnownChoice(admin.SimpleListFilter):
    """An address somebody mistyped narrows nothing."""

    def value(self) -> str | None:
        value = super().value()
        return value if value in dict(self.lookup_choices) else None


class ShelfFilter(KnownChoice):
    """What was thrown away is seen only where it is asked for."""

    title = "ngăn"
    parameter_name = "ngan"
    OWN, UNCHECKED, TRASH = "cua-toi", "chua-soat", "thung-rac"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        shelves = [(self.OWN, "Tôi tải lên"), (self.UNCHECKED, "Chưa soát")]
        # Nobody chooses from the trash what a piece is to show.
        return shelves if IS_POPUP_VAR in request.GET else [*shelves, (self.TRASH, "Thùng rác")]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for number, choice in enumerate(super().choices(changelist)):
            yield choice if number else {**choice, "display": "Cả kho"}

    def queryset(self, request: HttpRequest, queryset: PhotoQuerySet) -> PhotoQuerySet:
        if self.value() == self.TRASH:
            return queryset.trashed()
        found = queryset.in_library()
        if self.value() == self.OWN:
            return found.filter(uploaded_by=request.user.pk)
        return found.filter(checked=False) if self.value() == self.UNCHECKED else found


def usable(day: date) -> Q:
    """As photos.rights.blocks says of one photo, the trash aside."""
    return (
        Q(for_online=True)
        & (Q(usable_until=None) | Q(usable_until__gte=day))
        & ~without_consent()
        & ~Q(caption="")
        & ~Q(credit="")
    )


def without_consent() -> Q:
    return Q(consent=Consent.MISSING) | Q(minors=True) & ~Q(consent=Consent.GIVEN)


class RightsFilter(KnownChoice):
    title = "quyền sử dụng"
    parameter_name = "quyen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("duoc-dung", "Được dùng"),
            ("sap-het-han", f"Sắp hết hạn ({LAPSING.days} ngày)"),
            ("khong-dien-tu", "Không được đăng báo điện tử"),
            ("thieu-dong-y", "Thiếu sự đồng ý"),
            ("co-tre-em", "Có trẻ em"),
        ]

    def queryset(self, request: HttpRequest, queryset: PhotoQuerySet) -> PhotoQuerySet:
        today = timezone.localdate()
        wanted = {
            None: Q(),
            "duoc-dung": usable(today),
            "sap-het-han": Q(usable_until__range=(today, today + LAPSING)),
            "khong-dien-tu": Q(for_online=False),
            "thieu-dong-y": without_consent(),
            "co-tre-em": Q(minors=True),
        }
        return queryset.filter(wanted[self.value()])


class OneOfMany(KnownChoice):
    """Chosen from a drop-down list: there are too many to print them all."""

    template = "admin/photos/photo/one_of_many.html"
    lookup = ""
    kept: list[tuple[str, str]]
    """The rest of the address, (name, value)."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        params = changelist.params.items()
        self.kept = [(name, value) for name, value in params if name != self.parameter_name]
        for value, display in (("", "Tất cả"), *self.lookup_choices):
            yield {"value": value, "display": display, "selected": value == (self.value() or "")}

    def queryset(self, request: HttpRequest, queryset: PhotoQuerySet) -> PhotoQuerySet:
        value = self.value()
        return queryset if value is None else queryset.filter(**{self.lookup: value})


class CollectionFilter(OneOfMany):
    title, parameter_name, lookup = "bộ ảnh", "bo", "collections"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            (str(pk), name) for pk, name in Collection.objects.in_use().values_list("pk", "name")
        ]


class PhotographerFilter(OneOfMany):
    title, parameter_name, lookup = "tác giả trong hồ sơ", "tac-gia", "photographer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        own = Exists(Photo.objects.filter(photographer=OuterRef("pk")))
        rows = Author.objects.filter(own).order_by("sort_name").values_list("pk", "name")
        return [(str(pk), name) for pk, name in rows]


class UnitFilter(OneOfMany):
    title, parameter_name, lookup = "đơn vị trong ảnh", "don-vi", "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        shown = Exists(Photo.objects.filter(unit=OuterRef("pk")))
        rows = Unit.objects.filter(shown).order_by("name").values_list("pk", "name")
        return [(str(pk), name) for pk, name in rows]


class YearFilter(OneOfMany):
    title, parameter_name, lookup = "năm chụp", "nam", "taken_on__year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = Photo.objects.order_by().dates("taken_on", "year", order="DESC")
        return [(str(day.year), str(day.year)) for day in years]
