#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# What can be said of it without a network.
# shellcheck source=SCRIPTDIR/run.sh
. "$(dirname "$0")/run.sh"

run dns
exits 2
complains 'NAME, or --reverse ADDRESS'

run dns hack.lu --reverse 192.168.2.254
exits 2

run dns hack..lu
exits 2
complains 'not a domain name: "hack..lu"'

run dns hack.lu --type CNAM
exits 2
complains 'there is no type of record "CNAM"'

run dns hack.lu --server 192.168.2.256
exits 2
complains '192.168.2.256'

run dns --reverse 192.168.2
exits 2
complains '192.168.2'

for timeout in 0 -1 nan soon; do
  run dns hack.lu --server 127.0.0.1 --timeout $timeout
  exits 2
done
finish
