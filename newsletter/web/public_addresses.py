"""Which addresses of the Internet are everybody's, by a list of our own: Python's own answer changes with its patch releases.

From IANA's special-purpose address registries (RFC 6890, RFC 8190 and the updates to 2025). An address that has a purpose of
its own is not gone to, also where it can be reached from everywhere: sinks for name servers, relays and anycast services
have no pages.
"""

import ipaddress

_SPECIAL_IPV4 = tuple(
    ipaddress.IPv4Network(prefix)
    for prefix in (
        "0.0.0.0/8",  # this network: RFC 791
        "10.0.0.0/8",  # private: RFC 1918
        "100.64.0.0/10",  # shared by a carrier's customers: RFC 6598
        "127.0.0.0/8",  # this machine: RFC 1122
        "169.254.0.0/16",  # link-local, and what clouds tell their machines: RFC 3927
        "172.16.0.0/12",  # private: RFC 1918
        "192.0.0.0/24",  # protocol assignments: RFC 6890, with DS-Lite, PCP and TURN anycast
        "192.0.2.0/24",  # documentation: RFC 5737
        "192.31.196.0/24",  # AS112: RFC 7535
        "192.52.193.0/24",  # AMT: RFC 7450
        "192.88.99.0/24",  # 6to4 relay anycast: RFC 7526
        "192.168.0.0/16",  # private: RFC 1918
        "192.175.48.0/24",  # AS112: RFC 7534
        "198.18.0.0/15",  # benchmarking: RFC 2544
        "198.51.100.0/24",  # documentation: RFC 5737
        "203.0.113.0/24",  # documentation: RFC 5737
        "224.0.0.0/4",  # multicast: RFC 5771
        "240.0.0.0/4",  # reserved, and broadcast: RFC 1112, RFC 919
    )
)
# All that IANA has given out to be reached lies here (RFC 4291, 2.4). So what is outside needs no list: the machine itself,
# IPv4 mapped and compatible, NAT64 of a network's own, discarding, segment routing, unique local, link-local and multicast.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_SPECIAL_IPV6 = tuple(
    ipaddress.IPv6Network(prefix)
    for prefix in (
        "2001::/23",  # protocol assignments: RFC 2928, with Teredo, ORCHID, benchmarking, AMT and anycast
        "2001:db8::/32",  # documentation: RFC 3849
        "2002::/16",  # 6to4, which carries any IPv4 address: RFC 3056, RFC 7526
        "2620:4f:8000::/48",  # AS112: RFC 7534
        "3ffe::/16",  # 6bone, given back: RFC 3701
        "3fff::/20",  # documentation: RFC 9637
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""How a machine without IPv4 sees the rest (RFC 6052): as public as the address that it carries."""


def is_public(address: str) -> bool:
    """Whether anybody on the Internet may have it: not this machine, not its network, not what clouds keep for themselves."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # one with a zone is of a link, and none that is public has one
        return False
    match parsed:
        case ipaddress.IPv4Address():
            return not any(parsed in network for network in _SPECIAL_IPV4)
        case ipaddress.IPv6Address() if parsed in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
        case ipaddress.IPv6Address():
            return parsed in _GLOBAL_UNICAST and not any(parsed in network for network in _SPECIAL_IPV6)
