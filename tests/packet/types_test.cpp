// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/types.hpp>  // first: proves the header stands alone

#include <type_traits>

namespace packetry::detail {
namespace types_test {

struct a {};
struct b {};
struct c {};

static_assert(nth_of<a, a, b, a>(1) == 0 && nth_of<a, a, b, a>(2) == 2 && nth_of<b, a, b, a>(1) == 1);
static_assert(nth_of<a, a, b, a>(3) == 3 && nth_of<c, a, b, a>(1) == 3, "not there: behind the last");
static_assert(nth_of<a>(1) == 0, "there is none in an empty list");

static_assert(std::is_same_v<type_at<0, a, b, a>, a> && std::is_same_v<type_at<1, a, b, a>, b> && std::is_same_v<type_at<2, a, b, a>, a>);
static_assert(std::is_same_v<type_at<3, a, b, a>, void> && std::is_same_v<type_at<0>, void>);

}  // namespace types_test
}  // namespace packetry::detail
