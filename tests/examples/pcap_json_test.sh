#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# shellcheck source=SCRIPTDIR/run.sh
. "$(dirname "$0")/run.sh"

octets() { printf '%b' "$(printf '%s' "$*" | tr -d ' ' | sed 's/../\\x&/g')"; }

# A VLAN tag that is a length of 10, an LLC header and octets, which it grants, and padding, which it does not; a UDP datagram
# of which length and checksums are wrong; nothing.
llc='020000000002 020000000001 8100 602a 000a 101103 01020304050607 ff00'
udp='02000000 45000000 00010000 40110000 7f000001 7f000001 00070009 ffff 0000 6869'
capture=$scratch/three.pcap
{
  octets 0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000
  octets 01000000 14000000 0100 0000 00000000 14000000
  octets 01000000 14000000 0000 0000 00000000 14000000
  octets 06000000 40000000 00000000 01000000 02000000 1e000000 1e000000 "$llc" 0000 40000000
  octets 06000000 44000000 01000000 00000000 00000000 22000000 28000000 "$udp" 0000 44000000
  octets 03000000 10000000 00000000 10000000
} >"$capture"

ether='{"name":"Ether","dst":"02:00:00:00:00:02","src":"02:00:00:00:00:01","type":33024}'
tag='{"name":"Dot1Q","prio":3,"dei":0,"vlan":42,"type":10}'
head='{"n":1,"ts":"4294.967298000","caplen":30,"len":30,"linktype":1,"layers":['
second='{"n":2,"ts":"0.000000000","caplen":34,"len":40,"linktype":0,"layers":[{"name":"Loopback","type":2},'
second+='{"name":"IP","version":4,"ihl":5,"tos":0,"len":0,"id":1,"flags":0,"frag":0,"ttl":64,"proto":17,"chksum":0,'
second+='"src":"127.0.0.1","dst":"127.0.0.1","options":""},{"name":"UDP","sport":7,"dport":9,"len":65535,"chksum":0},'
second+='{"name":"Raw","load":"6869"}]}'
third='{"n":3,"ts":null,"caplen":0,"len":0,"linktype":1,"layers":[]}'

run pcap_json "$capture"
exits 0
prints "$head$ether,$tag,"'{"name":"LLC","dsap":16,"ssap":17,"ctrl":3},{"name":"Raw","load":"01020304050607"},{"name":"Padding","load":"ff00"}]}'$'\n'"$second"$'\n'"$third"

# What is not asked for is raw, and splits nothing off.
run pcap_json --layers Ether,Dot1Q "$capture"
exits 0
mentions "$head$ether,$tag,"'{"name":"Raw","load":"10110301020304050607"},{"name":"Padding","load":"ff00"}]}'
run pcap_json --layers Ether,LLC "$capture"
mentions "$head$ether,"'{"name":"Raw","load":"602a000a10110301020304050607ff00"}]}'
run pcap_json "$capture" --layers Dot1Q
mentions "$head"'{"name":"Raw","load":"'"${llc// /}"'"}]}'

run pcap_json --rebuild "$capture"
exits 0
prints '{"n":1,"hex":"'"${llc// /}"$'"}\n{"n":2,"hex":"'"${udp// /}"$'"}\n{"n":3,"hex":""}'

# 30 octets from IP on, 10 from UDP on; the sums by hand.
run pcap_json --recompute "$capture"
exits 0
mentions '{"n":2,"hex":"020000004500001e0001000040117ccc7f0000017f00000100070009000a995e6869"}'

# What packetry knows and the schema does not: octets, whose lengths nobody repairs.
inner='4500ffff00010000401100000a0000010a000002' message='0001000000010000000000000270630000010001'
gre="4500002c00010000402ff69ec0000201c000020200000800$inner" llmnr="45000030000100004011f6b8c0000201c0000202138814eb001cedca$message"
{
  octets d4c3b2a1 0200 0400 00000000 00000000 ffff0000 e4000000
  octets 00000000 00000000 2c000000 2c000000 "$gre"
  octets 00000000 00000000 30000000 30000000 "$llmnr"
} >"$scratch/more.pcap"
run pcap_json "$scratch/more.pcap"
exits 0
mentions '"dst":"192.0.2.2","options":""},{"name":"Raw","load":"00000800'"$inner"'"}]}'
mentions '"sport":5000,"dport":5355,"len":28,"chksum":60874},{"name":"Raw","load":"'"$message"'"}]}'
run pcap_json --recompute "$scratch/more.pcap"
prints '{"n":1,"hex":"'"$gre"$'"}\n{"n":2,"hex":"'"$llmnr"'"}'

head -c 210 "$capture" >"$scratch/cut.pcap"
run pcap_json "$scratch/cut.pcap"
exits 1
[ "$(wc -l <"$scratch/out")" -eq 2 ] || fail "should print what lies before the damage"
complains "pcap_json: $scratch/cut.pcap: block 6"

run pcap_json "$0"
exits 1
prints ''
complains 'not a capture'

run pcap_json --layers Ether,Ehter "$capture"
exits 2
prints ''
complains "Ehter"

run pcap_json --layers '' "$capture"
exits 2

run pcap_json --rebuild --recompute "$capture"
exits 2

run pcap_json
exits 2
complains 'FILE is required'
[ -e /dev/full ] && { "$PACKETRY_BUILD/examples/pcap_json" "$capture" >/dev/full 2>/dev/null && fail "should say that nothing could be written"; }
finish
