"""Who decides on readers' words. Views and the admin ask through user.has_perm(name)."""

import rules

may_moderate = rules.predicate(
    lambda user: user.has_perm("comments.moderate_comment"), "may_moderate"
)

rules.add_perm("comments.moderate", may_moderate)

may_export = rules.predicate(lambda user: user.has_perm("comments.export_comment"), "may_export")
may_export_emails = may_export & rules.predicate(
    lambda user: user.has_perm("comments.export_email"), "may_export_email"
)

rules.add_perm("comments.export", may_export)
rules.add_perm("comments.export_emails", may_export_emails)

# Nobody trusts himself, and nobody of the house needs it: they publish by other ways.
is_reader = rules.predicate(
    lambda user, reader: reader is not None and reader.is_active and not reader.is_staff,
    "is_reader",
)

rules.add_perm("comments.trust", may_moderate & is_reader)

may_ban = rules.predicate(lambda user: user.has_perm("comments.add_ban"), "may_ban")

rules.add_perm("comments.ban", may_ban)
