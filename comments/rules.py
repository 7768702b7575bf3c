"""Who decides on readers' words. Views and the admin ask through user.has_perm(name)."""

import rules

may_moderate = rules.predicate(
    lambda user: user.has_perm("comments.moderate_comment"), "may_moderate"
)

rules.add_perm("comments.moderate", may_moderate)
