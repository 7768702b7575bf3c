from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone


def written(expression, **values):
    return Template("{% load vietnamese %}{{ " + expression + " }}").render(Context(values))


MOMENT = datetime(2023, 10, 1, 3, 51, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("at|long_datetime", "Chủ nhật, 01/10/2023 10:51 GMT+7"),
        ("at|short_datetime", "01/10/2023 10:51"),
        ("at|short_date", "01/10/2023"),
        ("day|short_date", "03/03/1959"),
        ("at|iso", "2023-10-01T10:51:00+07:00"),
        ("at|relative:later", "3 giờ trước"),
        ("at|ago:later", "3 giờ trước"),
        ("5000|number", "5.000"),
        ("1.25|number:1", "1,2"),
        ("1572864|file_size", "1,5 MB"),
    ],
)
def test_filter(expression, text):
    later = MOMENT + timedelta(hours=3)
    assert written(expression, at=MOMENT, day=date(1959, 3, 3), later=later) == text


@pytest.mark.parametrize(
    "name",
    [
        *("long_datetime", "short_datetime", "short_date", "iso", "relative", "ago"),
        *("number", "file_size"),
    ],
)
@pytest.mark.parametrize("nothing", [None, "", "không"])
def test_filter_of_nothing_prints_nothing(name, nothing):
    assert written(f"value|{name}", value=nothing) == ""


def test_relative_counts_from_now():
    at = timezone.now() - timedelta(minutes=5)
    assert written("at|relative", at=at) == "5 phút trước"
    assert written("at|ago", at=at) == "5 phút trước"
