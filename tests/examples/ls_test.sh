#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# shellcheck source=SCRIPTDIR/run.sh
. "$(dirname "$0")/run.sh"

run ls
exits 0
mentions 'Ether      : Ethernet'
mentions 'TCP        : TCP'

run ls UDP
exits 0
prints "sport      : 16 bits, port                       = ('53')
dport      : 16 bits, port                       = ('53')
len        : 16 bits, length                     = ('None')
chksum     : 16 bits, checksum                   = ('None')"
upper=$out

run ls udp
exits 0
prints "$upper"

run ls uddp
exits 2
prints ''
complains 'ls: there is no layer "uddp", perhaps UDP?'

run ls http
exits 2
complains 'perhaps HTTPRequest or HTTPResponse?'

run ls zzzzzz
exits 2
complains 'ls without a name lists all'

run ls udp tcp
exits 2
finish
