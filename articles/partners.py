"""Telling those who run our pieces of a correction or a removal, by mail, one effect a partner."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from articles.models import Correction, Partner, Removal
from audit.log import record
from core.dates import long_datetime
from outbox.queue import enqueue

TELL = "articles.tell_partner"


def order(said: Correction | Removal) -> None:
    """Have every partner told, after the commit. One query, and one for each partner."""
    kind = "removal" if isinstance(said, Removal) else "correction"
    for pk in Partner.objects.filter(active=True).values_list("pk", flat=True):
        enqueue(TELL, f"{kind}:{said.pk}:{pk}")


def tell(key: str) -> None:
    """The mail of one key, "correction:12:3". What is gone meanwhile is told nobody."""
    kind, number, to = key.split(":")
    partner = Partner.objects.filter(pk=to, active=True).first()
    model = Removal if kind == "removal" else Correction
    said = model._default_manager.filter(pk=number).first()
    if partner is None or said is None:
        return
    subject, words = _removal(said) if isinstance(said, Removal) else _correction(said)
    send_mail(f"{settings.MASTHEAD['name']}: {subject}", words, None, [partner.email])
    with transaction.atomic():
        facts = {"partner": partner.name, kind: said.pk}
        record("articles.partners_told", by=None, about=said.article, facts=facts)


def _correction(said: Correction) -> tuple[str, str]:
    told = (
        "Thông tin cải chính, xin lỗi",
        f"Bài: {said.title}\nChuyên mục: {said.section_name}",
        f"Đăng: {long_datetime(said.first_published_at)}",
        f"Đã đăng: {said.wrong}\nSửa lại là: {said.right}",
        said.note,
        "Nếu quý báo đã đăng lại bài này, xin đăng cả lời cải chính.",
    )
    return "cải chính", "\n\n".join(filter(None, told))


def _removal(said: Removal) -> tuple[str, str]:
    told = (
        f"Bài: {said.title}\nChuyên mục: {said.section_name}",
        f"Tòa soạn đã gỡ bài này lúc {long_datetime(said.at)}.",
        f"Căn cứ: {said.get_ground_display()}" + (f", số {said.number}" if said.number else ""),
        "Nếu quý báo đã đăng lại bài này, xin gỡ bài.",
    )
    return "gỡ bài", "\n\n".join(told)
