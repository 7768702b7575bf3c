"""Whatever is typed is taken or refused with a sentence; it breaks no page and is no markup."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from comments import moderation
from comments.models import Comment
from tests.comments.factories import make_pending, moderator, send, text_of
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db

ODD = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("\x00\u200b\u202e\u2066\u0301\u0323\u00d0\r\n\t<>&\"'{}%"),
    ),
    max_size=80,
)


@example("a" + "\u0301" * 50, "")
@example("{{7*7}}{% load comments %}", "<script>alert(1)</script>")
@example("javascript:alert(1)", "\u202eđảo ngược")
@example("\x00", "\x00")
@example('"><img src=x onerror=alert(1)>', "</textarea><script>")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ODD, ODD)
def test_odd_input_is_taken_or_refused(client, name, text):
    version = make_published()
    response = send(client, version, name=name, email=text, text=text + name, parent=name)
    assert response.status_code in {303, 422}
    response = send(client, version, name=name, text=text)
    assert response.status_code in {303, 422}
    if response.status_code == 303:
        comment = Comment.objects.latest("pk")
        moderation.approve(comment, by=moderator())
        for address in (version.get_absolute_url(), response["Location"]):
            page = text_of(client.get(address))
            assert "<script>alert" not in page
            assert "<img src=x" not in page


@given(name=st.text(max_size=70), text=st.text(max_size=40), email=st.text(max_size=20))
@example(name="\ud800", text="\udfff lạc", email="\ud800@\ud800.vn")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_odd_words_never_break_moderation(db, name, text, email):
    version = make_published()
    try:
        comment = make_pending(version, name=name, email=email, text=text)
    except ValidationError as refusal:
        refused = set(refusal.message_dict)
    else:
        refused = set()
        comment.refresh_from_db()
        assert (comment.name + comment.latest.text).encode()
    assert refused <= {"name", "email", "text"}
