"""Pieces that wait for the person interviewed: held back, let through, overridden by name."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from articles import publishing
from articles.models import Article, PublishedVersion
from articles.readiness import refusals
from audit.models import Entry
from newsroom.models import ReviewDemand
from newsroom.review import links
from newsroom.review.answering import answer
from newsroom.review.demands import MISSING, demand, override
from photos.models import Photo
from tests.factories.articles import chief, make_article, make_section
from tests.factories.people import make_user
from tests.factories.photos import make_photo
from tests.newsroom.review.test_review_links import in_days

pytestmark = pytest.mark.django_db


def interview(**facts):
    told = {"interviewee": "Ông Nông Văn Slíu", "consent": True}
    return make_article(**{"genre": "phong-van", "facts": told, **facts})


def held(article):
    return refusals(Article.objects.for_snapshot().get(pk=article.pk)).get("body") == [MISSING]


def sent_to(article, purpose="interview"):
    words = {"recipient": "Ông Slíu", "purpose": purpose, "expires": in_days(3)}
    return links.make(article, by=chief(), **words)[0]


def test_a_section_holds_back_its_interviews_alone():
    parent = make_section()
    section = make_section(parent=parent)
    ReviewDemand.objects.create(section=parent)
    assert held(interview(section=section))
    assert held(interview(section=parent))
    assert not held(make_article(section=section))
    assert not held(interview(section=make_section()))


def test_publishing_waits_until_these_words_were_agreed_to():
    article = interview()
    demand(article, True, by=chief())
    with pytest.raises(ValidationError) as refused:
        publishing.publish(article, by=chief())
    assert refused.value.message_dict == {"body": [MISSING]}
    assert PublishedVersion.objects.count() == 0
    answer(sent_to(article), kind="approved")
    assert publishing.publish(article, by=chief()).number == 1
    Article.objects.filter(pk=article.pk).update(body="<p>Câu trả lời khác.</p>")
    assert held(article)
    Article.objects.filter(pk=article.pk).update(body=article.body, short_title="Tít ngắn")
    assert not held(article)


@pytest.mark.parametrize("said", [[], ["comment"], ["changes"], ["approved", "changes"]])
def test_less_than_an_agreement_does_not_do(said):
    article = interview()
    demand(article, True, by=chief())
    link = sent_to(article)
    for kind in said:
        answer(link, kind=kind, text="Cần sửa.")
    assert held(article)
    answer(link, kind="approved")
    answer(link, kind="comment", text="Cảm ơn.")
    assert not held(article)


def test_a_revoked_link_or_one_for_other_ends_is_no_agreement():
    article = interview()
    demand(article, True, by=chief())
    answer(sent_to(article, "facts"), kind="approved")
    link = sent_to(article)
    answer(link, kind="approved")
    assert not held(article)
    links.revoke(link, by=chief())
    assert held(article)


def test_words_of_the_library_under_a_photo_are_agreed_to_as_well():
    lead, inside = (make_photo(caption="Cột mốc 5.") for _number in range(2))
    article = interview(lead_photo=lead, body=f'<figure data-photo="{inside.pk}"></figure>')
    demand(article, True, by=chief())
    for photo in (lead, inside):
        answer(sent_to(Article.objects.for_snapshot().get(pk=article.pk)), kind="approved")
        assert not held(article)
        Photo.objects.filter(pk=photo.pk).update(caption="Lời khác hẳn.")
        assert held(article)


def test_another_genre_lifts_no_demand_from_what_somebody_said_to_us():
    section = make_section()
    sent, printed, never = (interview(section=section) for _number in range(3))
    sent_to(sent)
    publishing.publish(printed, by=chief())
    ReviewDemand.objects.create(section=section)
    Article.objects.update(genre="bai-phan-anh")
    assert [held(article) for article in (sent, printed, never)] == [True, True, False]


def test_override_is_by_name_with_a_reason_for_these_words():
    article = interview()
    demand(article, True, by=chief())
    with pytest.raises(PermissionDenied):
        override(article, by=make_user("Biên tập viên"), reason="Gấp")
    with pytest.raises(ValidationError):
        override(article, by=chief(), reason=" \u200b ")
    assert held(article)
    override(article, by=chief(), reason="Đã đọc qua điện thoại.")
    assert not held(article)
    entry = Entry.objects.get(act="newsroom.review_overridden")
    assert (entry.by, entry.facts["reason"]) == (chief(), "Đã đọc qua điện thoại.")
    Article.objects.filter(pk=article.pk).update(sapo="Sapo khác.")
    assert held(article)


def test_desk_pages_demand_and_override_by_right(client):
    article = interview()
    addresses = {
        name: reverse(f"admin:article-review-{name}", args=[article.pk])
        for name in ("demand", "override")
    }
    client.force_login(make_user("Biên tập viên"))
    for address in addresses.values():
        assert client.post(address, {"wanted": "1", "reason": "x"}).status_code == 403
        assert client.post(address, {"reason": ""}).status_code == 403
        assert client.get(address).status_code == 405
    assert ReviewDemand.objects.count() == 0
    client.force_login(chief())
    assert client.post(addresses["demand"], {"wanted": "1"}).status_code == 302
    assert held(article)
    assert client.post(addresses["override"], {"reason": ""}).status_code == 422
    assert client.post(addresses["override"], {"reason": "Gấp"}).status_code == 302
    assert not held(article)
    assert client.post(addresses["demand"], {"wanted": "0", "reason": " "}).status_code == 422
    assert ReviewDemand.objects.count() == 1
    off = {"wanted": "0", "reason": "Ông Slíu trả lời bằng văn bản."}
    assert client.post(addresses["demand"], off).status_code == 302
    entry = Entry.objects.order_by("number").last()
    assert entry.facts == {"demanded": False, "reason": "Ông Slíu trả lời bằng văn bản."}
    assert ReviewDemand.objects.count() == 0


@pytest.mark.parametrize(("role", "may"), [("Tổng biên tập", True), ("Trưởng ban", False)])
def test_chiefs_say_which_sections_wait(client, role, may):
    section = make_section()
    client.force_login(make_user(role))
    answered = client.post("/admin/newsroom/reviewdemand/add/", {"section": section.pk})
    assert answered.status_code == (302 if may else 403)
    assert ReviewDemand.objects.filter(section=section).exists() == may
