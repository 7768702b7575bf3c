"""The sum a browser does before it sends: checked where asked for, missed on the card alone."""

from hashlib import sha256
from itertools import count

import pytest

from comments import proof, stamp
from comments.models import Comment, Status
from tests.comments.factories import send, text_of
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db

TEXT = "Mong báo viết thêm\nvề đường lên bản tôi."
BITS = 8


def number_for(told):
    """What static/js/proving.js looks for."""
    return next(
        str(n) for n in count() if sha256(f"{told}\n{n}".encode()).digest()[0] >> (8 - BITS) == 0
    )


def flags():
    return [str(flag) for flag in Comment.objects.get().latest.flags.all()]


def test_nothing_is_asked_for_unless_told(client):
    version = make_published()
    page = text_of(client.get(version.get_absolute_url()))
    assert ("data-proof" in page, "proving.js" in page, 'name="proof"' in page) == (
        False,
        False,
        False,
    )
    send(client, version, text=TEXT)
    assert flags() == []


def test_form_asks_for_the_sum_with_the_same_bytes_for_all(client, settings):
    settings.COMMENT_PROOF_BITS = 14
    version = make_published()
    pages = {client.get(version.get_absolute_url()).content for _n in range(2)}
    page = pages.pop().decode()
    assert (pages, page.count('data-proof="14"')) == (set(), 1)
    assert '<input type="hidden" name="proof">' in page


def test_who_did_the_sum_is_not_remarked_on(client, settings):
    settings.COMMENT_PROOF_BITS = BITS
    version = make_published()
    done = number_for(f"{stamp.stamp(version.article_id)}\n{TEXT}")
    send(client, version, text=TEXT.replace("\n", "\r\n"), proof=done)
    assert flags() == []


@pytest.mark.parametrize("done", ["", "x", "-1", "٣", "9" * 21, "0x1", "1.5"])
def test_without_the_sum_words_are_taken_and_the_card_says_so(client, settings, done):
    settings.COMMENT_PROOF_BITS = 24
    assert send(client, make_published(), text=TEXT, proof=done).status_code == 303
    assert (Comment.objects.get().status, flags()) == (Status.PENDING, ["Không kèm phép tính"])


def test_a_sum_is_for_one_text_and_one_piece(settings):
    settings.COMMENT_PROOF_BITS = BITS
    sent = {"stamp": "2026-11-28:a", "text": TEXT}
    done = number_for(f"{sent['stamp']}\n{TEXT}")
    assert proof.holds({**sent, "proof": done})
    others = [{"text": f"{TEXT} {n}"} for n in range(20)] + [{"stamp": f"x{n}"} for n in range(20)]
    assert sum(proof.holds({**sent, **other, "proof": done}) for other in others) < 5
