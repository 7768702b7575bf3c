"""A finding that holds back, one let pass for a reason, and who may set which is which."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles.models import PublishedVersion
from articles.publishing import publish
from audit.models import Entry
from newsroom.checks.judging import findings
from newsroom.checks.views import RulesForm
from newsroom.models import CheckRule, Dismissal
from tests.factories.articles import chief, make_article
from tests.factories.people import make_user
from tests.factories.photos import make_photo
from tests.newsroom.desk import change, fields, page_of

pytestmark = pytest.mark.django_db

RULES = reverse("admin:check-rules")
PLACE = "Cột mốc ở 21.02851, 105.80482."


@pytest.fixture
def secret():
    return make_article(body=f"<p>{PLACE}</p>")


@pytest.fixture
def careless():
    return make_article(body="<p>Cán bộ của của đồn.</p>")


def checks_of(article):
    return reverse("admin:article-checks", args=[article.pk])


def pass_over(client, article, reason="Đã hỏi đồn.", **forged):
    [one] = findings(article)
    sent = {"kind": one.kind, "field": one.field, "passage": one.key, "reason": reason}
    return client.post(checks_of(article), {**sent, **forged})


def test_coordinates_keep_a_piece_from_readers_until_they_are_gone(secret):
    with pytest.raises(ValidationError) as refused:
        publish(secret, by=chief())
    sentence = f"Có tọa độ của một nơi. Hãy bỏ đi. (“{PLACE}”)"
    assert refused.value.message_dict == {"body": [sentence]}
    secret.body = "<p>Cột mốc ở đầu bản.</p>"
    secret.save(update_fields=["body"])
    publish(secret, by=chief())
    assert PublishedVersion.objects.live().count() == 1


def test_page_of_publishing_says_it_beside_the_field(client, secret):
    client.force_login(chief())
    [(field, _label, sentences)] = client.get(page_of(secret, "publish")).context["refusals"]
    assert (field, len(sentences)) == ("body", 1)


def test_finding_that_does_not_block_lets_the_piece_go(careless):
    publish(careless, by=chief())
    assert PublishedVersion.objects.live().count() == 1


def test_finding_let_pass_is_named_with_its_reason_and_stands_in_the_log(client, secret):
    client.force_login(chief())
    assert pass_over(client, secret).status_code == 302
    [one] = findings(secret)
    assert (one.dismissal.by, one.dismissal.reason) == (chief(), "Đã hỏi đồn.")
    entry = Entry.objects.order_by("number").last()
    facts = {"check": "Tọa độ trong bài", "reason": "Đã hỏi đồn."}
    assert (entry.act, entry.facts) == ("newsroom.check_dismissed", facts)
    assert "Đã hỏi đồn." in client.get(checks_of(secret)).content.decode()
    publish(secret, by=chief())


def test_other_words_are_asked_anew(client, secret):
    client.force_login(chief())
    pass_over(client, secret)
    secret.body = "<p>Đồn ở 22.02851, 105.80482.</p>"
    secret.save(update_fields=["body"])
    [one] = findings(secret)
    assert one.holds_back


def let_pass_all(client, article, *kinds):
    """By the page, as often as it shows some."""
    while standing := [
        one for one in page_findings(client, article) if one.kind in kinds and not one.dismissal
    ]:
        for one in standing:
            sent = {"kind": one.kind, "field": one.field, "passage": one.key, "reason": "Được."}
            assert client.post(checks_of(article), sent).status_code == 302


def page_findings(client, article):
    return client.get(checks_of(article)).context["findings"]


LONG = "Đồn Biên phòng cửa khẩu nằm ở nơi rất xa, " * 4


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (
            "coordinates",
            {"body": f"<p>{LONG} 22.7012, 106.2345.</p>"},
            {"body": f"<p>{LONG} 22.9999, 106.1111.</p>"},
        ),
        ("sapo-length", {"sapo": "a" * 500}, {"sapo": "a" * 1000}),
        ("title-length", {"title": "a" * 121}, {"title": "b" * 121}),
        ("capitals", {"title": "GIỮ BÌNH YÊN BIÊN CƯƠNG"}, {"title": "BÍ MẬT CỦA BIÊN CƯƠNG"}),
    ],
)
def test_what_was_let_pass_holds_for_those_words_alone(client, kind, before, after):
    CheckRule.objects.update_or_create(kind=kind, defaults={"blocking": True})
    article = make_article(**before)
    client.force_login(chief())
    let_pass_all(client, article, kind)
    assert [one.holds_back for one in findings(article) if one.kind == kind] == [False]
    for name, value in after.items():
        setattr(article, name, value)
    article.save()
    assert [one.holds_back for one in findings(article) if one.kind == kind] == [True]


def test_another_photo_in_its_place_is_asked_about_anew(client):
    CheckRule.objects.create(kind="minors", blocking=True)
    first, second = (make_photo(caption="Các cháu học sinh vùng cao.") for _number in range(2))
    article = make_article(lead_photo=first)
    client.force_login(chief())
    let_pass_all(client, article, "minors")
    article.lead_photo = second
    article.save(update_fields=["lead_photo"])
    [one] = [one for one in findings(article) if one.kind == "minors"]
    assert (one.holds_back, one.passage) == (
        True,
        f"ảnh số {second.pk}: Các cháu học sinh vùng cao.",
    )


def test_ten_of_a_kind_are_shown_and_the_eleventh_still_holds_back(client):
    CheckRule.objects.create(kind="doubled-words", blocking=True)
    lines = "".join(f"<p>Câu số {number} của của nó.</p>" for number in range(12))
    article = make_article(body=lines)
    client.force_login(chief())
    page = client.get(checks_of(article)).context
    assert (len(page["findings"]), page["holding_back"]) == (10, 12)
    for one in page["findings"]:
        sent = {"kind": one.kind, "field": one.field, "passage": one.key, "reason": "Được."}
        client.post(checks_of(article), sent)
    page = client.get(checks_of(article)).context
    assert [one.holds_back for one in page["findings"]].count(True) == 2
    with pytest.raises(ValidationError):
        publish(article, by=chief())


def test_who_may_let_pass_what(client, secret, careless):
    editor, reporter = make_user("Biên tập viên"), secret.created_by
    answers = {}
    for person in (reporter, editor):
        client.force_login(person)
        answers[person] = [pass_over(client, one).status_code for one in (secret, careless)]
    assert answers == {reporter: [403, 403], editor: [403, 302]}
    assert Dismissal.objects.count() == 1


@pytest.mark.parametrize(
    ("forged", "status"),
    [
        ({"reason": "  "}, 422),
        ({"reason": "ă" * 301}, 422),
        ({"kind": "photo-rights"}, 422),
        ({"passage": "chữ khác"}, 422),
        ({"kind": ""}, 422),
    ],
)
def test_forged_or_unfounded_dismissal_changes_nothing(client, secret, forged, status):
    client.force_login(chief())
    response = pass_over(client, secret, **forged)
    assert (response.status_code, Dismissal.objects.count()) == (status, 0)


def test_what_readiness_refuses_anyway_is_not_let_pass(client):
    article = make_article(genre="phong-van", facts={"interviewee": "Bà Hoa"})
    client.force_login(chief())
    assert pass_over(client, article).status_code == 403


def test_stranger_to_the_piece_sees_no_findings(client, secret):
    for role in ("Phóng viên", "Quản trị hệ thống"):
        client.force_login(make_user(role))
        assert client.get(checks_of(secret)).status_code == 403


def test_panel_stands_beside_the_form_and_leads_to_the_field(client, secret):
    client.force_login(chief())
    page = client.get(change(secret)).content.decode()
    assert f'<a href="#id_body" data-passage="{PLACE}">' in page
    assert "1 điều chặn việc đăng." in page


# --- how strict -----------------------------------------------------------------------------------


def test_secretary_makes_a_check_hold_back_and_another_rest(client, secret, careless):
    client.force_login(make_user("Thư ký tòa soạn"))
    sent = {**fields(client.get(RULES)), "doubled-words-blocking": "on"}
    sent.pop("coordinates-used")
    assert client.post(RULES, sent).status_code == 302
    assert [one.holds_back for one in findings(careless)] == [True]
    assert findings(secret) == []
    kept = set(CheckRule.objects.values_list("kind", flat=True))
    assert kept == {"coordinates", "doubled-words"}
    entry = Entry.objects.order_by("number").last()
    assert (entry.act, set(entry.facts["checks"])) == ("newsroom.settings_changed", kept)


@pytest.mark.parametrize("typed", ["9", "2001", "x", "-1", "9" * 40])
def test_limit_out_of_reason_is_refused(client, typed):
    client.force_login(make_user("Thư ký tòa soạn"))
    sent = {**fields(client.get(RULES)), "title-length-limit": typed}
    response = client.post(RULES, sent)
    assert (response.status_code, CheckRule.objects.count()) == (200, 0)
    assert response.context["form"].errors.keys() == {"title-length-limit"}


@pytest.mark.parametrize("role", ["Phóng viên", "Biên tập viên", "Trưởng ban", "Quản trị hệ thống"])
def test_others_set_nothing(client, role):
    client.force_login(make_user(role))
    assert client.get(RULES).status_code == 403
    assert client.post(RULES, {"eth-used": "on"}).status_code == 403
    assert CheckRule.objects.count() == 0


def test_page_of_settings_has_a_row_for_each_check_that_can_be_set():
    labels = [label for label, _fields in RulesForm().rows()]
    assert ("Tọa độ trong bài" in labels, "Quyền và chú thích ảnh" in labels) == (True, False)
