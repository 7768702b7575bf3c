from typing import Any

from django import template
from django.db.models import Model
from django.template import RequestContext

from audit.finding import PAGE_SIZE
from audit.models import Entry, kind_of
from audit.wording import facts

register = template.Library()


@register.inclusion_tag("audit/of_row.html", takes_context=True)
def log_of(context: RequestContext, row: Model) -> dict[str, Any]:
    """The newest entries about one row, and the way to all of them for who may read the log.
    One query."""
    entries = Entry.objects.about(row).newest_first()[:PAGE_SIZE]
    told = [(entry, [part for part in facts(entry) if part[0] in _SHOWN]) for entry in entries]
    whole = context["request"].user.has_perm("audit.view_entry")
    return {"told": told, "kind": kind_of(row), "key": row.pk, "whole": whole}


# Where somebody sat when acting concerns who reads the log, not who reads a piece's history.
_SHOWN = {"Lý do", "Lần đăng", "Sang bước", "Số lệnh", "Căn cứ", "Người ra lệnh"}
