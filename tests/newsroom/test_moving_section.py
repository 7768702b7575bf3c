"""A piece carried into another section goes by the rules of both: by the form, and many at once."""

import pytest

from articles import workflow
from articles.models import Article, PublishedVersion
from newsroom.bulk import plans, running
from newsroom.bulk.kinds import KINDS
from tests.factories.articles import chief, make_article, make_published, make_section
from tests.factories.people import make_user
from tests.newsroom.desk import change, errors, send

pytestmark = pytest.mark.django_db

BOTH = "Chỉ người được xuất bản ở cả hai chuyên mục mới chuyển được bài này."
ELSEWHERE = "Bài này đang ở chuyên mục bạn không phụ trách: hãy nhờ nơi ấy chuyển."
TWO = "Chuyên mục này cần hai người: người viết hoặc người đã sửa bài không được duyệt."


@pytest.fixture
def places():
    return make_section(), make_section()


@pytest.fixture
def head(places):
    person = make_user("Trưởng ban")
    places[1].heads.create(user=person)
    return person


def moved(by, article, section, *, republish=False):
    """(refused in the preview, note there, outcome)"""
    kind = KINDS["section"]({"section": section.pk, "republish": republish}, by)
    preview = plans.preview(kind, [article.pk])
    job = running.start(plans.read(preview.signed(), by=by), by=by)
    [line] = preview.lines
    return line.refused, line.note, [step.said for step in job.steps.all()]


def test_head_carries_nothing_of_another_into_his_section(client, places, head):
    live = make_published(section=places[0]).article
    waiting = make_article(section=places[0], created_by=make_user("Phóng viên"))
    workflow.move(waiting, "submitted", by=chief())
    assert moved(head, live, places[1], republish=True) == (BOTH, "", [])
    assert moved(head, waiting, places[1]) == (ELSEWHERE, "", [])
    client.force_login(head)
    answer = send(client, change(waiting), section=str(places[1].pk))
    assert errors(answer) == {"section": [ELSEWHERE]}
    assert not Article.objects.filter(section=places[1]).exists()


def test_head_of_both_and_chief_do(places, head):
    places[0].heads.create(user=head)
    article = make_published(section=places[0]).article
    assert moved(head, article, places[1], republish=True)[2] == ["Đã đăng lại."]
    assert moved(chief(), article, places[0], republish=True)[2] == ["Đã đăng lại."]
    assert PublishedVersion.objects.live().get().section == places[0]


def test_editor_sorts_what_nobody_has_approved(places):
    editor, draft = make_user("Biên tập viên"), make_article(section=places[0])
    live = make_published(section=places[0]).article
    assert moved(editor, draft, places[1])[2] == [""]
    assert moved(editor, live, places[1])[0] == BOTH


def test_moving_lifts_no_rule_of_two_people(places):
    deputy = make_user("Phó Tổng biên tập")
    article = make_article(section=make_section(two_people=True), created_by=deputy)
    assert moved(deputy, article, places[0])[0] == TWO
    assert moved(chief(), article, places[0])[2] == [""]


def test_preview_asks_the_section_the_piece_goes_to(places):
    full = make_section(full_route=True)
    article = make_published(section=places[0]).article
    refused, note, said = moved(chief(), article, full, republish=True)
    waits = "Chuyên mục đòi duyệt đủ bước: bạn đọc thấy sau khi duyệt lại."
    assert (refused, note, said) == ("", waits, [""])
    assert PublishedVersion.objects.live().get().section == places[0]
