// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace packetry {

// How a reply is told from a stranger, said as data: which of the reply's fields must equal what of the request's. The
// predicate, the key under which a request waits, the text of why a packet is no answer, and the program by which the
// kernel keeps strangers out all follow from it.

/// reply.Member == request.Member
template <auto Member>
struct same {};

/// reply.Mine == request.Theirs
template <auto Mine, auto Theirs>
struct mirrors {};

/// Source and destination change places. A request to a group (multicast, broadcast) may be answered by anyone, to the
/// requester or to the group.
template <auto Source, auto Destination>
struct exchanges {};

/// Values in pairs: a request that has the first is answered by the second. A value that is no pair's first is never
/// answered.
template <auto Member, auto... Values>
struct by_pairs {};

/// What members cannot say: `Predicate::holds(reply view, request view, octets above the request's layer)`, with
/// `Predicate::text` for `explain`. Not part of the key.
template <class Predicate>
struct satisfies {};

/// A rule that is checked but is not part of the key: what a bridge may change on the way.
template <class Rule>
struct checks {};

/// The decision falls here: layers above are not compared.
struct final_layer {};

/// The request may lack this layer: what is above it is compared then.
struct transparent {};

/// Either of the two may lack this layer (an extension header of IPv6): it says nothing of who answers whom.
struct stepped_over {};

/// What an ICMP error's quotation of this layer has in common with the request.
template <auto... Members>
struct quotes {};

/// Values of a member that make a packet an error about the one quoted above it.
template <auto Member, auto... Values>
struct reports {};

/// The reply rules of a layer; a layer without any is answered by one of its own kind whose payload answers.
template <class... Rules>
struct reply_rules {};

}  // namespace packetry
