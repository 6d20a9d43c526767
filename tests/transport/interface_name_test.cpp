// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/interface_name.hpp>

#include <packetry/transport/options.hpp>

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace packetry {
namespace interface_name_test {

static_assert(interface_name{}.empty());
static_assert(interface_name{"eth0"} == interface_name{std::string_view{"eth0"}});
static_assert(interface_name{"eth0"} != interface_name{"eth1"});

// Options can be written within a co_await expression: GCC 12 destroys twice what has a destructor there.
static_assert(std::is_trivially_copyable_v<send_options> && std::is_trivially_destructible_v<send_options>);
static_assert(std::is_trivially_copyable_v<sr1_options> && std::is_trivially_destructible_v<sr1_options>);
static_assert(std::is_trivially_copyable_v<sr_options> && std::is_trivially_destructible_v<sr_options>);

TEST(InterfaceName, KeepsWhatIsTooLongToBeAnyOf) {
  const std::string name(100, 'x');
  EXPECT_GT(std::string_view{interface_name{name}}.size(), 15u) << "the kernel's own limit";
}

}  // namespace interface_name_test
}  // namespace packetry
