"""Who stands above whom in the newsroom, where an act may be undone by equals and above alone."""

from accounts.models import User

# Rights, not names of groups: a group renamed keeps its rank.
RANKS = {
    "articles.rank_of_chief": 4,
    "articles.rank_of_deputy": 3,
    "articles.rank_of_secretary": 2,
    "articles.rank_of_head": 1,
}


def rank_of(user: User) -> int:
    """The highest rank the person has a right to, 0 for none; who may do all has the highest."""
    return max((rank for right, rank in RANKS.items() if user.has_perm(right)), default=0)
