#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# What it does without a network.
# shellcheck source=SCRIPTDIR/run.sh
. "$(dirname "$0")/run.sh"

run your_own_layer
exits 0
mentions '###[ Knock ]###
        version   = 1
        kind      = knock
        length    = None
        chksum    = None
        token     = 0x2013
        who       = '\''Matt'\'
# Octets 28 to 39: the length and the checksum are computed, and summed up to 0 by RFC 1071.
mentions '0010  C0 A8 02 FE 1E 61 1E 61 00 14 3B B8 11 04 0D 13  '
mentions '0020  00 00 20 13 4D 61 74 74  '
mentions "Knock opened 'Kacper' / Raw: the answer"
mentions "Knock: token is not the request's token"

run your_own_layer --send 192.168.2
exits 2
complains '192.168.2'

run your_own_layer now
exits 2
finish
