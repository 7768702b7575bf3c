"""What the checks found, beside the form of a piece."""

from typing import Any

from django.http import HttpRequest

from articles.models import Article
from newsroom.checks.judging import findings, shortened


def panel(request: HttpRequest, article: Article) -> dict[str, Any]:
    found = findings(article)
    return {
        "findings": shortened(found),
        "holding_back": sum(finding.holds_back for finding in found),
        "standing": sum(finding.dismissal is None for finding in found),
    }
