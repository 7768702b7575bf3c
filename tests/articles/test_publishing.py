"""The acts that change what readers see, one after the other on one desk."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from articles import signals
from articles.models import Byline, PublishedVersion, PublishingAct
from articles.publishing import publish, publish_archive, withdraw
from articles.snapshots import next_version
from core.dates import long_datetime
from tests.factories.articles import (
    Article,
    chief,
    make_article,
    make_published,
    make_section,
    make_topic,
)
from tests.factories.people import make_author, make_user
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

REASON = "Theo yêu cầu của cơ quan chủ quản."


def shown(article, at):
    """The title a reader sees at a moment, or None."""
    return (
        PublishedVersion.objects.live(at)
        .filter(article=article)
        .values_list("title", flat=True)
        .first()
    )


def refused(act, *args, **kwargs):
    """The sentences of a refusal by field."""
    with pytest.raises(ValidationError) as caught:
        act(*args, **kwargs)
    return caught.value.message_dict


def retitle(article, title):
    article.title = title
    article.save()


def history(article):
    """(number, from, until) of all versions, the oldest first."""
    rows = article.versions.order_by("number")
    return list(rows.values_list("number", "valid_from", "valid_until"))


# --- publish ----------------------------------------------------------------------------------


def test_publish_puts_the_piece_before_readers_now(clock):
    article = make_article(title="Ngày hội biên giới")
    version = publish(article, by=chief())
    assert history(article) == [(1, clock.now, None)]
    assert version.first_published_at == clock.now
    assert version.updated_at is None
    assert shown(article, clock.after(microseconds=-1)) is None
    assert shown(article, clock.now) == "Ngày hội biên giới"
    assert shown(article, clock.after(days=9999)) == "Ngày hội biên giới"


def test_publish_again_ends_the_version_before_it(clock):
    article = make_article(title="Một")
    first = publish(article, by=chief())
    retitle(article, "Hai")
    later = clock.forward(hours=2)
    second = publish(article, by=chief())
    assert history(article) == [(1, first.valid_from, later), (2, later, None)]
    assert second.first_published_at == first.valid_from
    assert second.updated_at == later
    assert shown(article, clock.after(microseconds=-1)) == "Một"
    assert shown(article, clock.now) == "Hai"


def test_publish_at_a_later_time_is_seen_from_then_on(clock):
    article = make_article(title="Hẹn giờ")
    start = clock.after(hours=3)
    version = publish(article, by=chief(), at=start)
    assert (version.valid_from, version.first_published_at) == (start, start)
    assert shown(article, clock.now) is None
    assert shown(article, start - timedelta(microseconds=1)) is None
    assert shown(article, start) == "Hẹn giờ"


def test_publish_update_of_a_live_piece_at_a_later_time(clock):
    article = make_article(title="Một")
    opened = publish(article, by=chief()).valid_from
    retitle(article, "Hai")
    start = clock.after(hours=3)
    clock.forward(minutes=5)
    version = publish(article, by=chief(), at=start)
    assert shown(article, clock.now) == "Một"
    assert shown(article, start - timedelta(microseconds=1)) == "Một"
    assert shown(article, start) == "Hai"
    assert version.first_published_at == opened
    assert version.updated_at == start


def test_publish_until_a_time_is_gone_from_then_on(clock):
    article = make_article(title="Có hạn")
    end = clock.after(days=2)
    publish(article, by=chief(), until=end)
    assert shown(article, end - timedelta(microseconds=1)) == "Có hạn"
    assert shown(article, end) is None


def test_publish_now_cancels_what_was_scheduled(clock):
    article = make_article(title="Một")
    publish(article, by=chief(), at=clock.after(hours=3))
    retitle(article, "Hai")
    scheduled = publish(article, by=chief(), at=clock.after(hours=6))
    assert shown(article, clock.after(hours=4)) == "Một"
    retitle(article, "Ba")
    clock.forward(hours=1)
    version = publish(article, by=chief())
    assert [v.cancelled for v in article.versions.order_by("number")] == [True, True, False]
    assert [shown(article, clock.after(hours=n)) for n in range(8)] == ["Ba"] * 8
    assert version.first_published_at == clock.now
    assert scheduled.valid_from > clock.now


def test_publish_before_a_scheduled_time_keeps_the_live_text_until_then(clock):
    article = make_article(title="Một")
    publish(article, by=chief())
    retitle(article, "Hai")
    publish(article, by=chief(), at=clock.after(hours=6))
    retitle(article, "Ba")
    publish(article, by=chief(), at=clock.after(hours=3))
    titles = [shown(article, clock.after(hours=n)) for n in (0, 2, 3, 5, 6, 9)]
    assert titles == ["Một", "Một", "Ba", "Ba", "Ba", "Ba"]


def test_publish_at_the_very_time_of_a_scheduled_version_takes_its_place(clock):
    article = make_article(title="Một")
    start = clock.after(hours=3)
    publish(article, by=chief(), at=start)
    retitle(article, "Hai")
    version = publish(article, by=chief(), at=start)
    assert shown(article, start) == "Hai"
    assert version.first_published_at == start
    assert [v.cancelled for v in article.versions.order_by("number")] == [True, False]


def test_publish_after_withdrawal_keeps_the_first_time(clock):
    article = make_article()
    opened = publish(article, by=chief()).valid_from
    clock.forward(days=1)
    withdraw(article, by=chief(), reason=REASON)
    back = clock.forward(days=30)
    version = publish(article, by=chief())
    assert (version.first_published_at, version.valid_from) == (opened, back)
    assert version.updated_at == back
    assert shown(article, clock.after(days=-10)) is None


def test_publish_after_a_cancelled_schedule_begins_anew(clock):
    article = make_article()
    publish(article, by=chief(), at=clock.after(hours=3))
    withdraw(article, by=chief(), reason=REASON)
    clock.forward(days=1)
    assert publish(article, by=chief()).first_published_at == clock.now


def test_publish_within_a_minute_past_means_now(clock):
    article = make_article()
    version = publish(article, by=chief(), at=clock.after(seconds=-60))
    assert version.valid_from == clock.now


def test_publish_at_this_very_moment_is_published_not_scheduled(clock):
    article = make_article()
    publish(article, by=chief(), at=clock.now)
    assert article.publishing_acts.get().act == PublishingAct.Act.PUBLISHED


@pytest.mark.parametrize("seconds", [61, 3600, 10**8])
def test_publish_in_the_past_is_refused_beside_its_field(clock, seconds):
    article = make_article()
    sentence = f"Giờ đã qua. Bây giờ là {long_datetime(clock.now)}. Để trống nếu muốn làm ngay."
    past = clock.after(seconds=-seconds)
    assert refused(publish, article, by=chief(), at=past) == {"at": [sentence]}
    assert history(article) == []


@pytest.mark.parametrize("hours", [0, -1])
def test_publish_until_before_the_start_is_refused_beside_its_field(clock, hours):
    article = make_article()
    start = clock.after(hours=5)
    end = start + timedelta(hours=hours)
    sentences = refused(publish, article, by=chief(), at=start, until=end)
    assert sentences == {"until": ["Giờ gỡ phải sau giờ xuất bản."]}
    now_sentences = refused(publish, article, by=chief(), until=clock.now)
    assert now_sentences == {"until": ["Giờ gỡ phải sau giờ xuất bản."]}
    assert history(article) == []


@pytest.mark.parametrize("role", ["", "Phóng viên", "Biên tập viên", "Kế toán"])
def test_publish_without_the_right_is_refused(role):
    article = make_article()
    with pytest.raises(PermissionDenied):
        publish(article, by=make_user(role))
    assert history(article) == []
    assert PublishingAct.objects.count() == 0


def test_publish_by_someone_who_has_left_is_refused():
    article = make_article()
    gone = make_user("Tổng biên tập", is_active=False)
    with pytest.raises(PermissionDenied):
        publish(article, by=gone)


@pytest.mark.parametrize("role", ["Phó Tổng biên tập", "Tổng biên tập"])
def test_publish_by_who_may_is_done_in_their_name(role):
    person = make_user(role)
    assert publish(make_article(), by=person).approved_by == person


def test_publish_by_the_head_of_a_section_goes_no_further_than_the_section():
    head, article = make_user("Trưởng ban"), make_article()
    with pytest.raises(PermissionDenied):
        publish(article, by=head)
    article.section.heads.create(user=head)
    assert publish(article, by=head).approved_by == head
    with pytest.raises(PermissionDenied):
        publish(make_article(section=make_section()), by=head)


def test_publish_of_an_unready_piece_is_refused_by_field():
    article = make_article(title="Thiếu bài", sapo="", body="", byline=False)
    sentences = refused(publish, article, by=chief())
    assert sorted(sentences) == ["body", "sapo", "source"]
    assert history(article) == []


def test_publish_refused_leaves_the_live_version_alone(clock):
    article = make_article(title="Một")
    publish(article, by=chief())
    before = history(article)
    article.body = ""
    article.save()
    clock.forward(hours=1)
    assert sorted(refused(publish, article, by=chief())) == ["body"]
    assert history(article) == before


def test_publish_reads_the_working_copy_as_it_is_stored():
    article = make_article(title="Bản đã lưu")
    article.title = "Bản trên màn hình"
    assert publish(article, by=chief()).title == "Bản đã lưu"


def test_working_copy_edits_are_unseen_until_published_again(clock):
    article = make_article(title="Một", tags=("Biên giới",))
    publish(article, by=chief())
    retitle(article, "Hai")
    article.body = "<p>Lời mới.</p>"
    article.save()
    article.tags.set(["Hải đảo"])
    article.bylines.all().delete()
    version = PublishedVersion.objects.live().get(article=article)
    assert version.title == "Một"
    assert version.body == "<p>Đồn Biên phòng phối hợp với cấp ủy địa phương.</p>"
    assert [tag["name"] for tag in version.tags] == ["Biên giới"]
    assert [byline["name"] for byline in version.bylines] == ["Viết Hà"]
    assert version.is_intact()


# --- what a version records -------------------------------------------------------------------


def full_article():
    photo = make_photo(caption="Cột mốc 1369.", credit="CTV")
    body = (
        "<p>Đề án số 174-ĐA/TU.</p>"
        f'<figure data-photo="{photo.pk}"><figcaption>Mốc giới.</figcaption></figure>'
    )
    article = make_article(
        kicker="Đề án 174",
        title="Năm cán bộ về xã",
        body=body,
        lead_photo=make_photo(),
        tags=("Quảng Ninh", "Bình Liêu"),
    )
    article.topics.add(make_topic())
    other = make_article(title="Bài khác")
    article.related_rows.create(other=other)
    return article


def test_version_names_who_approved_what_and_when(clock):
    article = make_article()
    person = make_user("Phó Tổng biên tập")
    version = publish(article, by=person, at=clock.after(hours=3))
    version.refresh_from_db()
    assert (version.approved_by, version.approved_at) == (person, clock.now)
    assert version.revision.user == person
    assert version.revision.comment == "Duyệt xuất bản"


def test_version_revision_holds_exactly_the_published_words():
    article = full_article()
    version = publish(article, by=chief())
    [stored] = [row for row in version.revision.version_set.all() if row._model == Article]
    words = stored.field_dict
    same = ("title", "kicker", "sapo", "body", "source", "genre", "lead_photo_id", "section_id")
    assert {name: words[name] for name in same} == {name: getattr(version, name) for name in same}
    bylines = [row.field_dict for row in version.revision.version_set.all() if row._model == Byline]
    assert [row["author_id"] for row in bylines] == [row["author"] for row in version.bylines]


def test_version_revision_is_its_own_for_each_act(clock):
    article = make_article(title="Một")
    first = publish(article, by=chief())
    retitle(article, "Hai")
    clock.forward(hours=1)
    second = publish(article, by=chief())
    titles = [
        [row.field_dict["title"] for row in v.revision.version_set.all() if row._model == Article]
        for v in (first, second)
    ]
    assert titles == [["Một"], ["Hai"]]


def test_version_is_intact_when_read_back():
    version = publish(full_article(), by=chief())
    again = PublishedVersion.objects.get(pk=version.pk)
    assert again.is_intact()
    assert again.sha256 == again.content_hash() == version.sha256


def test_version_hash_does_not_depend_on_the_order_of_keys():
    version = PublishedVersion.objects.get(pk=publish(full_article(), by=chief()).pk)
    version.bylines = [dict(reversed(row.items())) for row in version.bylines]
    version.photos = json.loads(json.dumps(version.photos, sort_keys=True))
    assert version.is_intact()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("title", "Khác"), ("body", "<p>Khác</p>"), ("sapo", ""), ("slug", "khac")),
        *(("bylines", []), ("tags", []), ("photos", []), ("codes", []), ("related", [])),
        *(("topics", []), ("kicker", "x"), ("genre", "phong-su"), ("part", 3)),
    ],
)
def test_version_with_another_word_is_not_intact(column, value):
    version = publish(full_article(), by=chief())
    setattr(version, column, value)
    assert not version.is_intact()


def test_version_stands_in_the_lists_of_its_tags_topics_authors_codes_and_photos():
    version = publish(full_article(), by=chief())
    assert sorted(row.tag.name for row in version.tag_listings.all()) == ["Bình Liêu", "Quảng Ninh"]
    assert [row.topic.name for row in version.topic_listings.all()] == ["Biên giới bình yên"]
    assert [row.author.name for row in version.author_listings.all()] == ["Viết Hà"]
    assert [row.key for row in version.code_listings.all()] == ["174-da-tu"]
    used = set(version.photo_uses.values_list("photo", flat=True))
    assert used == {use["photo"] for use in version.photos}
    for rows in (version.tag_listings, version.topic_listings, version.author_listings):
        times = set(rows.values_list("article_id", "first_published_at"))
        assert times == {(version.article_id, version.first_published_at)}


def test_version_root_section_is_the_parent():
    child = make_section(parent=make_section(name="Xã hội"))
    version = publish(make_article(section=child), by=chief())
    assert (version.section, version.root_section) == (child, child.parent)


# --- withdraw ---------------------------------------------------------------------------------


def test_withdraw_takes_the_piece_from_readers_and_keeps_it(clock):
    article = make_article(title="Một")
    version = publish(article, by=chief())
    gone = clock.forward(hours=2)
    withdraw(article, by=chief(), reason=REASON)
    assert shown(article, gone) is None
    assert shown(article, clock.after(microseconds=-1)) == "Một"
    version.refresh_from_db()
    assert (version.title, version.valid_until) == ("Một", gone)


def test_withdraw_at_a_later_time(clock):
    article = make_article(title="Một")
    publish(article, by=chief())
    end = clock.after(days=1)
    entry = withdraw(article, by=chief(), reason=REASON, at=end)
    assert entry.effective == end
    assert shown(article, end - timedelta(microseconds=1)) == "Một"
    assert shown(article, end) is None


def test_withdraw_cancels_later_scheduled_versions(clock):
    article = make_article(title="Một")
    publish(article, by=chief())
    retitle(article, "Hai")
    publish(article, by=chief(), at=clock.after(hours=4))
    retitle(article, "Ba")
    publish(article, by=chief(), at=clock.after(hours=8))
    withdraw(article, by=chief(), reason=REASON, at=clock.after(hours=6))
    titles = [shown(article, clock.after(hours=n)) for n in (0, 3, 4, 5, 6, 8, 99)]
    assert titles == ["Một", "Một", "Hai", "Hai", None, None, None]


def test_withdraw_of_a_scheduled_piece_leaves_no_trace_for_readers(clock):
    article = make_article()
    start = clock.after(hours=4)
    publish(article, by=chief(), at=start)
    withdraw(article, by=chief(), reason=REASON)
    assert shown(article, start) is None
    assert PublishedVersion.objects.shown_by(clock.after(days=9)).count() == 0


@pytest.mark.parametrize("reason", ["", " ", "\n\t ", "\u200b\u00a0\ufeff"])
def test_withdraw_without_a_reason_is_refused_beside_its_field(clock, reason):
    article = make_article()
    publish(article, by=chief())
    sentences = refused(withdraw, article, by=chief(), reason=reason)
    assert sentences == {"reason": ["Hãy ghi lý do ngừng đăng."]}
    assert shown(article, clock.now) == article.title


def test_withdraw_in_the_past_is_refused_beside_its_field(clock):
    article = make_article()
    publish(article, by=chief())
    sentences = refused(withdraw, article, by=chief(), reason=REASON, at=clock.after(hours=-1))
    assert list(sentences) == ["at"]
    assert shown(article, clock.now) == article.title


def test_withdraw_of_what_nobody_sees_is_refused(clock):
    article = make_article()
    sentence = "Bài này không đang xuất bản và không hẹn giờ."
    assert refused_whole(article) == [sentence]
    publish(article, by=chief())
    clock.forward(hours=1)
    withdraw(article, by=chief(), reason=REASON)
    clock.forward(hours=1)
    assert refused_whole(article) == [sentence]
    assert article.publishing_acts.count() == 2


def refused_whole(article):
    with pytest.raises(ValidationError) as caught:
        withdraw(article, by=chief(), reason=REASON)
    return caught.value.messages


@pytest.mark.parametrize("role", ["", "Phóng viên", "Biên tập viên", "Trưởng ban"])
def test_withdraw_without_the_right_is_refused(clock, role):
    article = make_article()
    publish(article, by=chief())
    with pytest.raises(PermissionDenied):
        withdraw(article, by=make_user(role), reason=REASON)
    assert shown(article, clock.now) == article.title


# --- log and signals --------------------------------------------------------------------------


def test_log_tells_every_act(clock):
    article = make_article()
    secretary = make_user("Thư ký tòa soạn")
    opened = clock.now
    first = publish(article, by=chief())
    start = clock.after(hours=4)
    second = publish(article, by=secretary, at=start)
    gone = clock.forward(hours=1)
    withdraw(article, by=chief(), reason=f"  {REASON}\u200b ")
    fields = ("act", "version", "by", "effective", "reason")
    assert list(article.publishing_acts.order_by("pk").values_list(*fields)) == [
        ("published", first.pk, chief().pk, opened, ""),
        ("scheduled", second.pk, secretary.pk, start, ""),
        ("withdrawn", second.pk, chief().pk, gone, REASON),
    ]


@pytest.fixture
def heard():
    """(name, arguments) of every signal sent."""
    told = []

    def on_published(sender, **arguments):
        told.append(("published", arguments["version"].pk))

    def on_withdrawn(sender, **arguments):
        told.append(("withdrawn", arguments["article"].pk, arguments["at"]))

    signals.published.connect(on_published)
    signals.withdrawn.connect(on_withdrawn)
    yield told
    signals.published.disconnect(on_published)
    signals.withdrawn.disconnect(on_withdrawn)


def test_signals_come_after_the_commit(clock, heard, django_capture_on_commit_callbacks):
    article = make_article()
    with django_capture_on_commit_callbacks(execute=True):
        version = publish(article, by=chief())
        assert heard == []
    assert heard == [("published", version.pk)]
    gone = clock.forward(hours=1)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(article, by=chief(), reason=REASON)
        assert heard == [("published", version.pk)]
    assert heard[1:] == [("withdrawn", article.pk, gone)]


def test_signal_tells_of_a_scheduled_version_too(clock, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        version = publish(make_article(), by=chief(), at=clock.after(hours=4))
    assert heard == [("published", version.pk)]


def test_signals_of_an_archive_come_one_for_each_piece(heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        versions = [make_published(), make_published()]
    assert heard == [("published", version.pk) for version in versions]


def test_receiver_that_fails_does_no_harm(heard, django_capture_on_commit_callbacks):
    def fail(sender, **arguments):
        raise RuntimeError

    signals.published.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            version = publish(make_article(), by=chief())
    finally:
        signals.published.disconnect(fail)
    assert heard == [("published", version.pk)]


class SecondThoughts(Exception):
    pass


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_is_told_or_kept_of_what_was_rolled_back(heard):
    article = make_article()
    editor = chief()

    def publish_and_doubt():
        with transaction.atomic():
            publish(article, by=editor)
            raise SecondThoughts

    with pytest.raises(SecondThoughts):
        publish_and_doubt()
    assert heard == []
    assert (PublishedVersion.objects.count(), PublishingAct.objects.count()) == (0, 0)
    version = publish(article, by=editor)
    assert heard == [("published", version.pk)]


# --- archive ----------------------------------------------------------------------------------


def test_archive_keeps_its_old_times_and_asks_for_no_readiness(clock):
    article = make_article(sapo="", body="", byline=False)
    old = clock.after(days=-2000)
    copies = Article.objects.filter(pk=article.pk).for_snapshot()
    [version] = publish_archive(copies, by=chief(), times={article.pk: old}, photos={})
    version.refresh_from_db()
    assert (version.valid_from, version.first_published_at) == (old, old)
    assert (version.number, version.revision, version.approved_at) == (1, None, clock.now)
    assert version.is_intact()
    assert article.publishing_acts.count() == 0


def test_archive_piece_is_updated_like_any_other(clock):
    version = make_published(at=clock.after(days=-2000), title="Cũ")
    retitle(version.article, "Mới")
    again = publish(version.article, by=chief())
    assert (again.number, again.first_published_at) == (2, version.first_published_at)
    assert shown(version.article, clock.after(days=-1)) == "Cũ"
    assert shown(version.article, clock.now) == "Mới"


def test_archive_of_many_pieces_takes_nine_queries(django_assert_num_queries):
    def archive(count):
        made = [make_article(byline=False) for _n in range(count)]
        times = {article.pk: article.created - timedelta(days=9) for article in made}
        copies = Article.objects.filter(pk__in=times).for_snapshot()
        list(copies)
        with django_assert_num_queries(9):
            publish_archive(copies, by=editor, times=times, photos={})

    editor = chief()
    for count in (1, 3, 30):
        archive(count)


# --- ends that stand ----------------------------------------------------------------------------


def test_ordered_removal_outlives_a_corrected_comma(clock):
    article = make_article()
    publish(article, by=chief())
    hour = clock.after(hours=5)
    withdraw(article, by=chief(), reason=REASON, at=hour)
    Article.objects.filter(pk=article.pk).update(title="Tít đã sửa")
    version = publish(article, by=chief())
    assert (version.title, version.valid_until) == ("Tít đã sửa", hour)


def test_end_is_lifted_only_when_said_and_the_log_tells(clock):
    article = make_article()
    end = clock.after(hours=5)
    publish(article, by=chief(), until=end)
    version = publish(article, by=chief(), lift_end=True)
    assert version.valid_until is None
    entry = article.publishing_acts.get(act="lifted")
    assert entry.reason == f"Trước đó hẹn gỡ {long_datetime(end)}."


def test_sooner_end_lifts_nothing(clock):
    article = make_article()
    publish(article, by=chief(), until=clock.after(hours=5))
    assert publish(article, by=chief(), until=clock.after(hours=2)).number == 2
    assert not article.publishing_acts.filter(act="lifted").exists()


def test_text_the_approver_did_not_see_is_refused(clock):
    article = make_article()
    seen = next_version(Article.objects.for_snapshot().get(pk=article.pk), clock.now).sha256
    Article.objects.filter(pk=article.pk).update(title="Chưa ai duyệt")
    with pytest.raises(ValidationError):
        publish(article, by=chief(), seen=seen)
    assert article.versions.count() == 0


def test_same_text_at_once_again_is_the_same_version(clock):
    article = make_article()
    version = publish(article, by=chief())
    clock.forward(minutes=1)
    assert publish(article, by=chief()) == version
    assert article.publishing_acts.count() == 1


def test_text_that_was_seen_may_be_scheduled_past_a_promotion(clock):
    author = make_author(staff=False)
    day = clock.now.date()
    author.postings.create(since=day - timedelta(days=900), rank="Đại úy")
    author.postings.create(since=day + timedelta(days=2), rank="Thiếu tá")
    article = make_article(byline=False)
    article.bylines.create(author=author)
    copy = type(article).objects.for_snapshot().get(pk=article.pk)
    seen = next_version(copy, clock.now).sha256
    version = publish(article, by=chief(), at=clock.after(hours=96), seen=seen)
    assert version.bylines[0]["rank"] == "Thiếu tá"
