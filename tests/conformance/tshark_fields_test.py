#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Frames crafted by tshark_fields_test.cpp, read by tshark: nothing malformed, and every field has the value it was given."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

# What tshark must find, in the order of the frames: a field's values in theirs, one after the other.
EXPECTED = [
    ("gre", "gre.flags_and_version=0xb000 gre.proto=0x0800 gre.checksum=0x47ef gre.offset=0 gre.key=0x00000007 gre.sequence_number=9"),
    ("gre with a frame", "gre.flags_and_version=0x0000 gre.proto=0x6558 arp.opcode=1"),
    ("vxlan", "vxlan.flags=0x0800 vxlan.vni=42 vxlan.reserved8=0 udp.dstport=4789"),
    ("mpls", "mpls.label=16,17 mpls.exp=5,0 mpls.bottom=0,1 mpls.ttl=64,63"),
    ("pppoed", "pppoe.version=1 pppoe.type=1 pppoe.code=0x09 pppoe.session_id=0x0000 pppoe.payload_length=15 "
               "pppoed.tags.service_name=isp pppoed.tags.host_uniq=01:02:03:04"),
    ("pppoe", "pppoe.version=1 pppoe.type=1 pppoe.code=0x00 pppoe.session_id=0x0011 pppoe.payload_length=30 ppp.protocol=0x0021"),
    ("lcp options", "ppp.protocol=0xc021 ppp.code=1 ppp.identifier=5 ppp.length=14 lcp.opt.type=1,5 lcp.opt.length=4,6 "
                    "lcp.opt.mru=1492 lcp.opt.magic_number=0xdeadbeef"),
    ("lcp echo", "ppp.code=9 ppp.identifier=3 ppp.length=8 lcp.magic_number=0x01020304"),
    ("ipcp", "ppp.protocol=0x8021 ppp.code=1 ppp.identifier=1 ppp.length=16 ipcp.opt.type=3,129 ipcp.opt.length=6,6 "
             "ipcp.opt.ip_address=192.0.2.9 ipcp.opt.pri_dns_address=192.0.2.53"),
    ("igmp 2", "igmp.type=0x16 igmp.max_resp=0 igmp.checksum.status=1 igmp.maddr=239.1.2.3"),
    ("igmp 3 query", "igmp.type=0x11 igmp.max_resp=20 igmp.checksum.status=1 igmp.maddr=239.1.2.3 igmp.s=1 igmp.qrv=2 igmp.qqic=125 "
                     "igmp.num_src=2 igmp.saddr=192.0.2.1,192.0.2.2"),
    ("igmp 3 report", "igmp.type=0x22 igmp.checksum.status=1 igmp.num_grp_recs=2 igmp.record_type=4,1 igmp.aux_data_len=0,0 "
                      "igmp.num_src=0,1 igmp.maddr=239.1.2.3,239.1.2.4 igmp.saddr=192.0.2.1"),
    ("sctp init", "sctp.srcport=1000 sctp.dstport=9999 sctp.verification_tag=0x00000000 sctp.checksum.status=1 sctp.chunk_type=1 "
                  "sctp.chunk_flags=0x00 sctp.chunk_length=20 sctp.init_initiate_tag=0x00000007 sctp.init_credit=65536 "
                  "sctp.init_nr_out_streams=4 sctp.init_nr_in_streams=3 sctp.init_initial_tsn=9"),
    ("sctp sack and data", "sctp.verification_tag=0x00000007 sctp.checksum.status=1 sctp.chunk_type=3,0 sctp.chunk_flags=0x00,0x03 "
                           "sctp.chunk_length=24,21 sctp.sack_cumulative_tsn_ack_raw=5 sctp.sack_a_rwnd=6000 "
                           "sctp.sack_number_of_gap_blocks=1 sctp.sack_number_of_duplicated_tsns=1 sctp.sack_gap_block_start=2 "
                           "sctp.sack_gap_block_end=3 sctp.sack_duplicate_tsn=8 sctp.data_b_bit=1 sctp.data_e_bit=1 sctp.data_u_bit=0 "
                           "sctp.data_tsn_raw=1 sctp.data_sid=0x0002 sctp.data_ssn=3 sctp.data_payload_proto_id=30583"),
    ("sctp heartbeat", "sctp.checksum.status=1 sctp.chunk_type=4,11,7 sctp.chunk_length=12,4,8 sctp.parameter_type=0x0001 "
                       "sctp.parameter_length=8 sctp.parameter_heartbeat_information=01:02:03:04 sctp.shutdown_cumulative_tsn_ack=5"),
    ("ntp", "ntp.flags.li=0 ntp.flags.vn=4 ntp.flags.mode=3 ntp.stratum=2 ntp.ppoll=6 ntp.precision=233 ntp.rootdelay=32768 "
            "ntp.rootdispersion=0 ntp.refid=c0:00:02:05 ntp.reftime=NULL ntp.org=NULL ntp.rec=NULL"),
    ("tftp rrq", "tftp.opcode=1 tftp.source_file=x.bin tftp.type=octet tftp.option.name=blksize tftp.option.value=1428"),
    ("tftp error", "tftp.opcode=5 tftp.error.code=1 tftp.error.message=no"),
    ("llmnr", "udp.dstport=5355 dns.flags=0x0000 dns.count.queries=1 dns.qry.name=pc dns.qry.type=1"),
    ("caa", "dns.resp.type=257 dns.resp.len=21 dns.caa.flags=0x00 dns.caa.tag_length=5 dns.caa.tag=issue dns.caa.value=ca.example.net"),
    ("ds", "dns.resp.type=43 dns.resp.len=8 dns.ds.key_id=0xec45 dns.ds.algorithm=8 dns.ds.digest_type=1 dns.ds.digest=01:02:03:04"),
    ("dnskey", "dns.resp.type=48 dns.dnskey.flags=0x0101 dns.dnskey.protocol=3 dns.dnskey.algorithm=8 dns.dnskey.public_key=01:02:03:04"),
    ("rrsig", "dns.resp.type=46 dns.resp.len=35 dns.rrsig.type_covered=1 dns.rrsig.algorithm=5 dns.rrsig.labels=2 "
              "dns.rrsig.original_ttl=86400 dns.rrsig.key_tag=2642 dns.rrsig.signers_name=example.com dns.rrsig.signature=01:02:03:04"),
    ("nsec", "dns.resp.type=47,1,15 dns.nsec.next_domain_name=host.example.com"),
    ("https", "dns.resp.type=65 dns.svcb.svcpriority=1 dns.svcb.targetname=<Root> dns.svcb.svcparam.key=1,3,4 "
              "dns.svcb.svcparam.value.length=3,2,4 dns.svcb.svcparam.alpn=h2 dns.svcb.svcparam.port=8443"),
]


def read(capture):
    """For each frame its fields, each a list of values, by name."""
    checked = [o for layer in ("ip", "udp") for o in ("-o", f"{layer}.check_checksum:TRUE")]
    run = subprocess.run(["tshark", "-n", "-r", capture, *checked, "-o", "sctp.checksum:CRC-32C", "-T", "pdml"], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"tshark cannot read the capture:\n{run.stderr}")
    frames = []
    for packet in xml.etree.ElementTree.fromstring(run.stdout).findall("packet"):
        fields = {}
        for field in packet.iter("field"):
            fields.setdefault(field.get("name"), []).append(field.get("show"))
        frames.append(fields)
    return frames


def faults(what, expected, fields):
    wrong = [f"{what}: tshark finds {name}" for name in fields if name.startswith("_ws.malformed")]
    for name, value in (pair.split("=", 1) for pair in expected.split()):
        found = ",".join(fields.get(name, []))
        if found != value:
            wrong.append(f"{what}: {name} is {found or 'not there'}, not {value}")
    return wrong


def main():
    if not shutil.which("tshark"):
        sys.exit("tshark is not installed: apt-get install tshark")
    tests = pathlib.Path(os.environ["PACKETRY_BUILD"]) / "tests" / "packetry_tests"
    with tempfile.TemporaryDirectory() as folder:
        capture = pathlib.Path(folder) / "frames.pcap"
        run = subprocess.run([tests, "--gtest_filter=CraftedFrames.GoIntoOneCapture"], capture_output=True, text=True,
                             env=dict(os.environ, PACKETRY_FRAMES=str(capture)))
        if run.returncode != 0 or not capture.exists():
            sys.exit(f"{tests} wrote no capture:\n{run.stdout}{run.stderr}")
        frames = read(capture)
    if len(frames) != len(EXPECTED):
        sys.exit(f"tshark read {len(frames)} of {len(EXPECTED)} frames")
    wrong = [f for (what, expected), fields in zip(EXPECTED, frames) for f in faults(what, expected, fields)]
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(frames)} frames, {sum(len(e.split()) for _, e in EXPECTED)} fields as given")


main()
