"""Readers have no screen of their own in the back-office, and allauth's are taken out: who could
write there would hold keys to accounts, past every verb and every line of the log."""

from allauth.account import admin as _account  # noqa: F401 -- registers what is taken out below
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.socialaccount import admin as _social  # noqa: F401 -- the same
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin

for model in (EmailAddress, EmailConfirmation, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
