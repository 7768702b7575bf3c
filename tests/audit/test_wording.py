"""What the log's page says of an act: Vietnamese, or nothing."""

import pytest

from audit.log import record
from audit.wording import facts, kind_name, raw
from tests.factories.articles import make_article
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"from": "draft", "to": "submitted"}, ["Bản nháp", "Chờ biên tập"]),
        ({"verdict": "approved"}, ["Đã đăng"]),
        ({"priority": 99}, ["99"]),
        ({"due": "2026-11-28T02:00:00+00:00"}, ["28/11/2026 09:00"]),
        ({"columns": ["title", "no-column"]}, ["tít"]),
        ({"rows": {"articles.byline": 2, "gone.model": 1}}, ["người thực hiện: 2; hàng khác: 1"]),
        ({"asked": {"viec": "articles.approved", "q": "tuần tra"}}, ["Duyệt, tuần tra"]),
        ({"reason": "", "unknown": "english"}, []),
    ],
)
def test_facts_are_told_in_words(told, said):
    entry = record("articles.moved", by=None, about=make_article(), facts=told)
    assert [value for _name, value in facts(entry)] == said


def test_rights_are_told_by_groups_and_numbers():
    given = {"groups": ["Kế toán"], "user_permissions": ["add_article", "add_tag"], "is_staff": []}
    entry = record("accounts.rights_changed", by=None, about=make_user(), facts={"given": given})
    assert [name for name, _value in facts(entry)] == ["Được thêm"]
    assert facts(entry)[0][1].endswith(": 2")
    assert "Kế toán" in facts(entry)[0][1]


def test_what_has_no_words_stands_as_it_was_written():
    entry = record("articles.moved", by=None, facts={"unknown": "english"})
    assert facts(entry) == []
    assert "english" in raw(entry)
    assert kind_name(entry) == ""
