from django import template

from articles.paging import by_day

register = template.Library()
register.filter("by_day", by_day)
