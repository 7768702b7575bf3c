"""What is noticed of a text before a moderator reads it: links, and the lists as they are now."""

import time
from datetime import timedelta

import pytest

from comments.models import CommentRevision, Flag, Word
from comments.screening import flags_of, word_flags
from tests.comments.factories import make_pending
from tests.factories.articles import make_published


@pytest.fixture
def comment(db):
    return make_pending(make_published(), text="Lừa đảo đấy.")


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Xem https://la.example/x nhé", "https://la.example/x"),
        ("vào www.la.example", "www.la.example"),
        ("mua ở shop-la.vn, rẻ", "shop-la.vn"),
        ("ở a_b.COM đấy", "a_b.COM"),
        (f"ở {'a-' * 40}.vn đấy", None),
        ("Thông tư số 174.vnd, 3.000.000 đồng", None),
    ],
)
def test_link_is_noticed_where_it_stands(comment, text, link):
    revision = CommentRevision(comment=comment, number=2, text=text)
    flags = [flag for flag in flags_of(revision) if flag.reason == Flag.Reason.LINK]
    assert [text[flag.start : flag.end] for flag in flags] == ([link] if link else [])


@pytest.mark.parametrize("text", ["a-" * 20_000, "a" * 40_000, "www." * 10_000, "a.com" * 8_000])
def test_links_are_looked_for_in_time_that_grows_with_the_text_alone(comment, text):
    revision = CommentRevision(comment=comment, number=2, text=text)
    begun = time.process_time()
    flags_of(revision)
    assert time.process_time() - begun < 1


def test_word_stored_later_with_an_earlier_moment_is_known(comment):
    """Two moderators save at once, and the first to look at the clock is the last to commit."""
    old = Word.objects.create(text="cờ bạc", list="cam")
    late = Word.objects.create(text="xyz", list="cam")
    assert word_flags([comment.latest]) == []
    Word.objects.filter(pk=late.pk).update(
        text="lừa đảo", changed=old.changed - timedelta(seconds=5)
    )
    assert [flag.word for flag in word_flags([comment.latest])] == [late]
