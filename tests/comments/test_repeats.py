"""Texts that come again: found in other clothes, and no other text taken for one."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comments import repeats
from comments.models import Comment, Print
from core.vietnamese import fold
from tests.comments.factories import make_pending
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db

TEXT = (
    "Tôi đã đọc bài này và thấy các chiến sĩ nơi biên giới rất vất vả, mong Nhà nước quan tâm"
    " hơn nữa đến đời sống của anh em ở những đồn xa."
)
OTHER = (
    "Đường lên bản tôi mùa mưa lầy lội, học sinh phải nghỉ học nhiều ngày, đề nghị xã sớm sửa"
    " chữa trước khi năm học mới bắt đầu để các cháu đỡ khổ."
)


def make_kept(text, sender=1):
    comment = make_pending(make_published(), text=text)
    Comment.objects.filter(pk=comment.pk).update(sender=sender)
    repeats.keep(comment, repeats.keys_of(text))
    return comment


def found(text, sender=2):
    return repeats.find(text, repeats.keys_of(text), sender=sender)


@pytest.mark.parametrize(
    "again",
    [
        TEXT,
        TEXT.upper() + "!!!",
        fold(TEXT),
        TEXT.replace("rất vất vả", "vất vả"),
        TEXT + " Trân trọng.",
        ". ".join(TEXT.split(", ")),
    ],
)
def test_a_text_is_known_again_in_other_clothes(again):
    first = make_kept(TEXT)
    assert found(again).comment == first.pk
    assert found(again).likeness >= repeats.LIKE


def test_the_newest_of_several_is_named_and_the_likeness_told():
    make_kept(TEXT)
    second = make_kept(TEXT)
    assert found(TEXT) == repeats.Repeat(second.pk, 1.0)


@pytest.mark.parametrize("text", [OTHER, "", "...", "Bài này."])
def test_another_text_is_no_repeat(text):
    make_kept(TEXT)
    assert found(text) is None


def test_words_all_readers_use_are_a_repeat_of_the_same_browser_alone():
    first = make_kept("Bài rất hay.", sender=1)
    assert found("Bài rất hay!", sender=2) is None
    assert found("bai rat hay", sender=1).comment == first.pk


def test_what_came_long_ago_is_no_repeat():
    make_kept(TEXT)
    for days, known in ((6, True), (8, False)):
        Comment.objects.update(created=timezone.now() - timedelta(days=days))
        assert (found(TEXT) is not None) is known


def test_looking_costs_one_query_however_many_there_are(django_assert_num_queries):
    for n in range(5):
        make_kept(f"{TEXT} {n}")
    keys = repeats.keys_of(TEXT)
    with django_assert_num_queries(1):
        assert repeats.find(TEXT, keys, sender=2) is not None
    assert Print.objects.count() <= 5 * len(keys)


@settings(max_examples=50, deadline=None)
@example("\ud800 \udfff", "\x00")
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_keys_and_signs_do_not_count(text, signs):
    keys = repeats.keys_of(text)
    assert len(keys) in {0, 6}
    assert all(0 <= key < 2**63 for key in keys)
    bare = "".join(sign for sign in signs if sign in " .,!?-–“”…\n")
    assert repeats.keys_of(f"{bare} {text} {bare}") == keys


def test_time_is_linear():
    def seconds(times):
        text, begun = " ".join(f"{OTHER} {n}" for n in range(times)), time.thread_time()
        repeats.keys_of(text)
        return time.thread_time() - begun

    short = min(seconds(40) for _n in range(3))
    assert min(seconds(160) for _n in range(2)) < 12 * short
