"""IANA's registries of addresses with a purpose of their own, row by row, and the addresses beside them."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.web.public_addresses import is_public

# iana.org/assignments/iana-ipv4-special-registry, and multicast of iana-ipv4-address-space.
IPV4 = [
    *("0.0.0.0/8", "0.0.0.0/32", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
    *("192.0.0.0/24", "192.0.0.0/29", "192.0.0.8/32", "192.0.0.9/32", "192.0.0.10/32", "192.0.0.170/32", "192.0.0.171/32"),
    *("192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.88.99.2/32", "192.168.0.0/16"),
    *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    "255.255.255.255/32",
]
# iana.org/assignments/iana-ipv6-special-registry, what iana-ipv6-address-space keeps back, and what RFC 4291 and its
# forerunners have done away with. 64:ff9b::/96 has tests of its own.
IPV6 = [
    *("::1/128", "::/128", "::/96", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001::/32"),
    *("2001:1::1/128", "2001:1::2/128", "2001:1::3/128", "2001:2::/48", "2001:3::/32", "2001:4:112::/48", "2001:10::/28"),
    *("2001:20::/28", "2001:30::/28", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20", "5f00::/16"),
    *("fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "::/3", "4000::/2", "8000::/1"),
]


@pytest.mark.parametrize("prefix", [*IPV4, *IPV6])
def test_no_address_with_a_purpose_of_its_own_is_public(prefix: str) -> None:
    network = ipaddress.ip_network(prefix)

    for address in (network[0], network[network.num_addresses // 2], network[-1]):
        assert not is_public(str(address))
        assert not is_public(f"64:ff9b::{address}") if address.version == 4 else True
        assert not is_public(f"::ffff:{address}") if address.version == 4 else True
        assert not is_public(f"{address}%eth0")


@pytest.mark.parametrize("prefix", IPV4)
def test_the_addresses_beside_are_public(prefix: str) -> None:
    network = ipaddress.ip_network(prefix)
    beside = [int(network[0]) - 1, int(network[-1]) + 1]
    taken = [ipaddress.ip_network(one) for one in IPV4]

    for number in beside:
        if 0 <= number < 2**32 and not any(ipaddress.ip_address(number) in one for one in taken):
            assert is_public(str(ipaddress.IPv4Address(number)))


@pytest.mark.parametrize(
    "address",
    [
        *("1.1.1.1", "193.10.64.1", "9.255.255.255", "11.0.0.0", "100.128.0.0", "172.32.0.0", "192.0.1.0", "223.255.255.255"),
        *("2606:4700:4700::1111", "2001:200::1", "2003::1", "2a00::1", "3ffd:ffff::1", "64:ff9b::1.1.1.1"),
    ],
)
def test_addresses_that_anybody_may_have_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["not an address", "", "1.1.1", "0x01010101", "16843009", "1.1.1.1 ", "::ffff:1.1.1.1"])
def test_other_words_are_not(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses())
def test_what_python_holds_for_private_is_never_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert not (is_public(str(address)) and (address.is_private or address.is_multicast or address.is_loopback))
