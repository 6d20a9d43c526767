#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# shellcheck source=SCRIPTDIR/run.sh
. "$(dirname "$0")/run.sh"

octets() { printf '%b' "$(printf '%s' "$*" | tr -d ' ' | sed 's/../\\x&/g')"; }

# Two packets of 42 octets: who has 192.168.2.254, and its answer.
capture=$scratch/arp.pcap
{
  octets d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000
  octets 01000000 00000000 2a000000 2a000000
  octets ffffffffffff 005056000001 0806 0001 0800 06 04 0001 005056000001 c0a802fd 000000000000 c0a802fe
  octets 02000000 00000000 2a000000 2a000000
  octets 005056000001 005056f70aec 0806 0001 0800 06 04 0002 005056f70aec c0a802fe 005056000001 c0a802fd
} >"$capture"

question='Ether / ARP who has 192.168.2.254 says 192.168.2.253'
answer='Ether / ARP is at 00:50:56:f7:0a:ec says 192.168.2.254'

run pcap "$capture"
exits 0
prints "$question"$'\n'"$answer"

run pcap - <"$capture"
exits 0
prints "$question"$'\n'"$answer"

run pcap "$capture" --show
exits 0
mentions '###[ ARP ]###'
mentions 'hwsrc     = 00:50:56:f7:0a:ec'

run pcap "$capture" --hexdump
exits 0
mentions "$question"
mentions '0000  FF FF FF FF FF FF 00 50 56 00 00 01 08 06 00 01  .......PV.......'

head -c 100 "$capture" >"$scratch/cut.pcap"
run pcap "$scratch/cut.pcap"
exits 1
prints "$question"
complains "pcap: $scratch/cut.pcap: record 2 at octet 82: truncated (needs 58, has 18)"

run pcap "$0"
exits 1
prints ''
complains 'not a capture'

run pcap "$scratch/none.pcap"
exits 1
complains "pcap: cannot open $scratch/none.pcap: No such file or directory"

run pcap
exits 2
complains 'FILE is required'

# Real captures: a line for each packet that the corpus counts; no crash whatever it is.
manifest=${PACKETRY_CORPUS:-}/dev/MANIFEST.tsv
if [ -r "$manifest" ]; then
  while IFS=$'\t' read -r file _ _ _ packets _; do
    run pcap "$PACKETRY_CORPUS/dev/$file"
    [ "$status" -le 1 ] || fail "should not crash"
    lines=$(wc -l <"$scratch/out")
    [ "$lines" -eq "$packets" ] || fail "should print $packets lines, not $lines"
  done < <(tail -n +2 "$manifest")
fi
finish
