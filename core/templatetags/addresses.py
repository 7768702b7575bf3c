from django import template

from core.http import absolute

register = template.Library()

register.filter("absolute", absolute)
