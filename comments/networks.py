"""From which network words were sent, without knowing whose line it is: 63 bits of a keyed hash.

An address is cut before it is marked: to its first 24 bits, or 48 of the newer kind. So many lines
share a mark that none of them is told by it, and one line stays in its network when it is given
another address tomorrow. The address itself is kept nowhere.
"""

from ipaddress import ip_network

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from core.http import address_of, line_of

_BITS = {4: 24, 6: 48}


def network_of(request: HttpRequest, *, salt: str = "comments.network") -> int:
    """The mark of the network the request came from; asks the database nothing. Where there is no
    address to be read, as on a socket of the machine itself, all have one mark. Marks of one salt
    can't be laid beside those of another."""
    told = _network(address_of(request))
    digest = salted_hmac(salt, told, algorithm="sha256").digest()
    return int.from_bytes(digest[:8]) >> 1


def _network(address: str) -> str:
    """ "203.0.113.77" → "203.0.113.0/24"; "" for what is no address."""
    line = line_of(address)
    if line is None:
        return ""
    return str(ip_network(f"{line}/{_BITS[line.version]}", strict=False))
