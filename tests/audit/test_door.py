"""No form of the back-office changes a row unseen: every screen, found by asking the site."""

import pytest
from django.contrib import admin
from django.urls import reverse

from audit.models import Entry
from outbox.models import Effect
from tests.comments.factories import make_pending
from tests.factories.articles import make_published, make_topic
from tests.factories.people import make_user
from tests.factories.photos import make_photo
from tests.factories.units import make_unit
from tests.newsroom.desk import fields

pytestmark = pytest.mark.django_db

# What a form sends along and a person does not write.
HIDDEN = ("csrfmiddlewaretoken", "opened", "seen", "_", "initial-")
# Worked out of the others, or noted in passing.
KEPT_BY_CODE = {"words", "checked", "modified", "password", "last_login"}


@pytest.fixture
def paper(admin_user):
    """A row of whatever the factories make."""
    make_unit()
    make_topic()
    make_user("Phóng viên")
    version = make_published(tags=("Quảng Ninh",), lead_photo=make_photo())
    make_pending(version)
    Effect.objects.get_or_create(kind="articles.list_units", key="0", due=version.valid_from)


def screens():
    return sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)


def typed_over(sent):
    """The form with each written field made another, one field at a time."""
    for name, value in sent.items():
        words = value.strip() if isinstance(value, str) else ""
        # A ticked box sends "on", and with anything else it is ticked as well: no change.
        if words and words != "on" and not words.isdecimal() and not name.startswith(HIDDEN):
            yield {**sent, name: f"{value} x", "_continue": "1"}


def stands(row):
    """The columns a person writes, as they are in the database now."""
    found = type(row)._default_manager.filter(pk=row.pk).values().get()
    return {name: value for name, value in found.items() if name not in KEPT_BY_CODE}


def test_every_change_by_form_leaves_an_entry(paper, admin_client):
    told, silent = set(), []
    for model, _screen in screens():
        row = model._default_manager.order_by("pk").first()
        if row is None or model is Entry:
            continue
        label = model._meta.label_lower
        address = reverse(f"admin:{label.replace('.', '_')}_change", args=[row.pk])
        page = admin_client.get(address)
        if page.status_code != 200:
            continue
        for sent in typed_over(fields(page)):
            before, was = Entry.objects.count(), stands(row)
            admin_client.post(address, sent)
            if stands(row) != was:
                told.add(label)
                if Entry.objects.count() == before:
                    silent.append(address)
                break
    assert silent == []
    # The crawl has really gone through doors.
    assert {"articles.article", "articles.section", "photos.photo"} <= told
    assert len(told) >= 8
