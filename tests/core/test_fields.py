import unicodedata
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import isolate_apps

from core.dates import HANOI
from core.fields import (
    LineField,
    ProseField,
    VietnameseDateField,
    VietnameseDateTimeField,
)

TITLE = "Đột phá ở Đồn Biên phòng"
DIRTY_TITLE = " " + unicodedata.normalize("NFD", TITLE).replace("Đ", "Ð") + "\u200b\u00a0 "
TEXT = "Một dòng\nhai dòng"
DIRTY_TEXT = unicodedata.normalize("NFD", "Một\u00a0dòng\r\nhai dòng\x00")


@pytest.fixture(scope="module")
def note_model():
    with isolate_apps("core"):

        class Note(models.Model):
            title = LineField("tít", max_length=24)
            text = ProseField("nội dung", blank=True)
            source = LineField("nguồn", max_length=24, null=True)

            class Meta:
                app_label = "core"

            def __str__(self):
                return self.title

        yield Note


@pytest.fixture
def notes(note_model, db):
    # The schema editor of SQLite refuses to work inside a test's transaction.
    with connection.cursor() as cursor:
        key = "integer PRIMARY KEY" if connection.vendor == "sqlite" else "bigserial PRIMARY KEY"
        columns = f"id {key}, title varchar(24), text text, source varchar(24)"
        cursor.execute(f"CREATE TABLE core_note ({columns})")
    return note_model.objects


@pytest.fixture
def note_form(note_model):
    return forms.modelform_factory(note_model, fields=["title", "text"])


# --- models -----------------------------------------------------------------------------------


def test_full_clean_cleans_the_instance_and_measures_the_result(note_model):
    note = note_model(title=DIRTY_TITLE, text=DIRTY_TEXT, source="x")
    note.full_clean()
    assert (note.title, note.text) == (TITLE, TEXT)


def test_full_clean_refuses_what_is_blank_once_clean(note_model):
    with pytest.raises(ValidationError) as refusal:
        note_model(title="\u200b \u00a0", source="x").full_clean()
    assert list(refusal.value.message_dict) == ["title"]


def test_save_cleans_the_instance_and_the_row(notes):
    note = notes.create(title=DIRTY_TITLE, text=DIRTY_TEXT)
    assert (note.title, note.text, note.source) == (TITLE, TEXT, None)
    assert notes.values_list("title", "text", "source").get() == (TITLE, TEXT, None)


def test_bulk_create_cleans(notes, note_model):
    notes.bulk_create([note_model(title=DIRTY_TITLE, text=DIRTY_TEXT)])
    assert notes.values_list("title", "text").get() == (TITLE, TEXT)


def test_update_cleans(notes):
    notes.create(title="cũ")
    notes.update(title=DIRTY_TITLE, text=DIRTY_TEXT)
    assert notes.values_list("title", "text").get() == (TITLE, TEXT)


def test_save_of_an_expression(notes):
    note = notes.create(title="Đồn")
    note.title = Concat("title", Value(" Biên phòng"))
    note.save()
    assert notes.values_list("title", flat=True).get() == "Đồn Biên phòng"


def test_save_of_a_deferred_field_asks_nothing(notes, django_assert_num_queries):
    notes.create(title=TITLE)
    note = notes.only("title").get()
    with django_assert_num_queries(1):
        note.save()


def test_lookups_by_equality_clean(notes):
    note = notes.create(title=TITLE)
    assert notes.get(title=DIRTY_TITLE) == note
    assert notes.get(title__in=[DIRTY_TITLE]) == note
    assert notes.get_or_create(title=DIRTY_TITLE) == (note, False)


@pytest.mark.parametrize("field", [LineField(max_length=24), ProseField(blank=True)])
def test_field_deconstructs_to_itself(field):
    _name, path, args, kwargs = field.deconstruct()
    assert path == f"core.fields.{type(field).__name__}"
    assert type(field)(*args, **kwargs).deconstruct()[1:] == field.deconstruct()[1:]


# --- forms ------------------------------------------------------------------------------------


def test_form_cleans_before_it_measures(note_form):
    form = note_form({"title": DIRTY_TITLE, "text": DIRTY_TEXT})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"title": TITLE, "text": TEXT}


def test_form_refuses_what_is_too_long_once_clean(note_form):
    form = note_form({"title": TITLE + "!"})
    assert form.errors.keys() == {"title"}


def test_form_requires_more_than_unseen_characters(note_form):
    assert note_form({"title": "\u200b\u00ad"}).has_error("title", "required")


def test_form_has_not_changed_by_encoding(note_form, note_model):
    form = note_form({"title": DIRTY_TITLE}, instance=note_model(title=TITLE))
    assert not form.has_changed()


def test_form_lets_no_browser_cut_a_paste(note_form):
    html = note_form().as_p()
    assert "maxlength" not in html
    assert "<textarea" in html


# --- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "01/10/2023 10:51",
        "1-10-2023 10h51",
        datetime(2023, 10, 1, 3, 51, tzinfo=UTC),
        datetime(2023, 10, 1, 10, 51),
    ],
)
def test_datetime_field_gives_an_aware_moment_in_hanoi(value):
    moment = VietnameseDateTimeField().clean(value)
    assert (moment, moment.tzinfo) == (datetime(2023, 10, 1, 10, 51, tzinfo=HANOI), HANOI)


def test_datetime_field_takes_a_day_for_its_midnight():
    midnight = datetime(2023, 10, 1, tzinfo=HANOI)
    assert VietnameseDateTimeField().clean("1/10/2023") == midnight
    assert VietnameseDateTimeField().clean(date(2023, 10, 1)) == midnight


@pytest.mark.parametrize("value", ["01/10/2023", date(2023, 10, 1), "1.10.2023 23:59"])
def test_date_field_reads_the_day_first(value):
    assert VietnameseDateField().clean(value) == date(2023, 10, 1)


def test_date_field_takes_the_day_in_hanoi():
    late = datetime(2023, 9, 30, 17, 0, tzinfo=UTC)
    assert VietnameseDateField().clean(late) == date(2023, 10, 1)


@pytest.mark.parametrize("field", [VietnameseDateField, VietnameseDateTimeField])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2023", "Lịch không có ngày 31/2/2023."),
        ("01/10/23", "Hãy viết năm đủ bốn chữ số, ví dụ 01/10/2023."),
    ],
)
def test_date_fields_refuse_in_vietnamese(field, typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        field().clean(typed)
    assert refusal.value.messages == [sentence]


@pytest.mark.parametrize("field", [VietnameseDateField, VietnameseDateTimeField])
@pytest.mark.parametrize("nothing", [None, "", " \u200b"])
def test_date_fields_may_be_empty(field, nothing):
    assert field(required=False).clean(nothing) is None
    with pytest.raises(ValidationError):
        field().clean(nothing)


class Schedule(forms.Form):
    day = VietnameseDateField(required=False)
    at = VietnameseDateTimeField(required=False)


INITIAL = {
    "day": date(2023, 10, 1),
    "at": datetime(2023, 10, 1, 3, 51, 37, tzinfo=UTC),
}


def test_date_fields_show_vietnamese_dates():
    form = Schedule(initial=INITIAL)
    assert (form["day"].value(), form["at"].value()) == ("01/10/2023", "01/10/2023 10:51")
    assert 'placeholder="ngày/tháng/năm"' in str(form["day"])
    assert 'value="01/10/2023 10:51"' in str(form["at"])
    assert 'placeholder="ngày/tháng/năm giờ:phút"' in str(form["at"])


def test_date_fields_show_again_what_was_typed():
    assert 'value="hôm qua"' in str(Schedule({"at": "hôm qua"})["at"])


@pytest.mark.parametrize(
    ("data", "changed"),
    [
        ({"day": "01/10/2023", "at": "01/10/2023 10:51"}, []),
        ({"day": "1-10-2023", "at": "10h51 ngày 1/10/2023"}, []),
        ({"day": "02/10/2023", "at": "01/10/2023 10:52"}, ["day", "at"]),
        ({"day": "", "at": "?"}, ["day", "at"]),
    ],
)
def test_has_changed_compares_what_is_shown(data, changed):
    saigon = {**INITIAL, "at": INITIAL["at"].astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))}
    assert Schedule(data, initial=INITIAL).changed_data == changed
    assert Schedule(data, initial=saigon).changed_data == changed


def test_has_changed_from_nothing():
    assert Schedule({"day": "", "at": " "}).changed_data == []
    assert Schedule({"day": "1/10/2023"}).changed_data == ["day"]


def test_has_changed_of_a_disabled_field():
    field = VietnameseDateField(disabled=True)
    assert not field.has_changed(None, "01/10/2023")
