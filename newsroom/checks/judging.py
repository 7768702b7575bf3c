"""The checks of a piece, weighed by what the newsroom set and by what somebody let pass."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from articles.readiness import Refusals
from audit.log import record
from core.vietnamese import clean_line
from newsroom.checks import trade, wording
from newsroom.checks.gathering import gather
from newsroom.checks.registry import CHECKS, Check
from newsroom.models import CheckRule, Dismissal
from newsroom.models.check import PASSAGE_LENGTH, REASON_LENGTH

__all__ = ["trade", "wording"]  # they register their checks

MOST_OF_A_KIND = 10
_DIGEST_LENGTH = 16


@dataclass(frozen=True)
class Finding:
    kind: str
    label: str
    sentence: str
    field: str
    passage: str
    blocking: bool
    refused_anyway: bool
    key: str
    """By which it is let pass: the passage, or a digest of the field it is about as a whole."""
    dismissal: Dismissal | None = None

    @property
    def holds_back(self) -> bool:
        return self.blocking and self.dismissal is None


def findings(article: Article, day: date | None = None) -> list[Finding]:
    """Those that hold back first, those let pass last. Five queries at most."""
    rules = CheckRule.objects.in_bulk()
    limits = {kind: rule.limit for kind, rule in rules.items() if rule.limit}
    piece = gather(article, day or timezone.localdate(), limits)
    passed = _dismissals(article)
    found = []
    for check in CHECKS.values():
        rule = rules.get(check.kind)
        if rule and not rule.used and not check.refused_anyway:
            continue
        blocking = check.refused_anyway or (rule.blocking if rule else check.blocking)
        for sentence, field, words in dict.fromkeys(check.find(piece)):
            key = _key(clean_line(words), piece.texts.get(field, ""))
            dismissal = passed.get((check.kind, field, key))
            passage = clean_line(words)[:PASSAGE_LENGTH]
            told = (check.kind, check.label, sentence, field, passage)
            found.append(Finding(*told, blocking, check.refused_anyway, key, dismissal))
    return sorted(found, key=lambda one: (one.dismissal is not None, not one.blocking))


def shortened(found: Iterable[Finding]) -> list[Finding]:
    """For people to read: the eleventh double space tells nobody more. What was let pass makes no
    room smaller for what was not."""
    counts: Counter[tuple[str, bool]] = Counter()
    kept = []
    for one in found:
        sort = (one.kind, one.dismissal is None)
        counts[sort] += 1
        if counts[sort] <= MOST_OF_A_KIND:
            kept.append(one)
    return kept


def objections(article: Article, day: date) -> Refusals:
    """What readiness is told: the findings that hold back, but for those it finds itself."""
    said: Refusals = {}
    for finding in shortened(findings(article, day)):
        if finding.holds_back and not finding.refused_anyway:
            quoted = f" (“{finding.passage}”)" if finding.passage else ""
            said.setdefault(finding.field, []).append(f"{finding.sentence}{quoted}")
    return said


def dismiss(
    article: Article, *, by: User, kind: str, field: str, passage: str, reason: str
) -> Dismissal:
    """Let one finding pass by its key, for a reason that stays with it. It must stand there now.

    Raises PermissionDenied; ValidationError.
    """
    finding = next(
        (
            one
            for one in findings(article)
            if (one.kind, one.field, one.key) == (kind, field, passage)
        ),
        None,
    )
    if finding is None:
        raise ValidationError("Bài vừa được sửa, không còn lưu ý này.")
    right = "newsroom.dismiss_blocking" if finding.blocking else "newsroom.dismiss_finding"
    if finding.refused_anyway or not by.has_perm(right, article):
        raise PermissionDenied
    reason = clean_line(reason)
    if not reason:
        raise ValidationError("Hãy ghi lý do bỏ qua.")
    if len(reason) > REASON_LENGTH:
        raise ValidationError(f"Lý do dài {len(reason)} ký tự, quá mức {REASON_LENGTH} ký tự.")
    with transaction.atomic():
        place = {"article": article, "kind": kind, "field": field, "passage": passage}
        row, made = Dismissal.objects.get_or_create(**place, defaults={"by": by, "reason": reason})
        if made:
            facts = {"check": finding.label, "reason": reason}
            record("newsroom.check_dismissed", by=by, about=article, facts=facts)
    return row


def _key(words: str, whole: str) -> str:
    """Other words have another key: those beyond what a row holds, and those of a whole field."""
    if len(words) <= PASSAGE_LENGTH and (words or not whole):
        return words
    digest = hashlib.sha256((words or whole).encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"{words[: PASSAGE_LENGTH - _DIGEST_LENGTH - 1]}#{digest}"


def _dismissals(article: Article) -> dict[tuple[str, str, str], Dismissal]:
    rows: Iterable[Dismissal] = Dismissal.objects.filter(article=article).select_related("by")
    return {(row.kind, row.field, row.passage): row for row in rows}


def settable() -> list[Check]:
    """The checks that the newsroom may set, in the order they are asked."""
    return [check for check in CHECKS.values() if not check.refused_anyway]


def set_rules(wanted: dict[str, dict[str, object]], *, by: User) -> None:
    """Set all rules at once: kind → {used, blocking, limit}. Raises PermissionDenied."""
    if not by.has_perm("newsroom.change_checkrule"):
        raise PermissionDenied
    with transaction.atomic():
        before = CheckRule.objects.select_for_update().in_bulk()
        changed = {}
        for check in settable():
            facts = wanted[check.kind]
            old = before.get(check.kind)
            told = (
                {"used": old.used, "blocking": old.blocking, "limit": old.limit}
                if old
                else {"used": True, "blocking": check.blocking, "limit": check.limit}
            )
            if facts != told:
                CheckRule.objects.update_or_create(kind=check.kind, defaults=facts)
                changed[check.kind] = facts
        if changed:
            record("newsroom.settings_changed", by=by, facts={"checks": changed})
