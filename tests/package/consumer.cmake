# SPDX-License-Identifier: BSL-1.0
#
# What every stranger's project does once it has packetry::packetry and packetry::transport, however it came by them.

enable_testing()
foreach(name core transport)
  add_executable(${name} ${CMAKE_CURRENT_LIST_DIR}/${name}.cpp)
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
  target_compile_definitions(${name} PRIVATE PACKAGE_VERSION="${packetry_VERSION}")
  add_test(NAME ${name} COMMAND ${name})
endforeach()
target_link_libraries(core PRIVATE packetry::packetry)
target_link_libraries(transport PRIVATE packetry::transport)

# Where zlib is.
if(TARGET packetry::gzip)
  add_executable(gzip ${CMAKE_CURRENT_LIST_DIR}/gzip.cpp)
  target_link_libraries(gzip PRIVATE packetry::gzip)
  add_test(NAME gzip COMMAND gzip)
endif()

# The C library of today holds the threads too: neither that library by name nor a thread's start may be asked for.
add_test(NAME core_needs_no_thread_library COMMAND ${CMAKE_OBJDUMP} -p -T $<TARGET_FILE:core>)
set_tests_properties(core_needs_no_thread_library PROPERTIES
                     PASS_REGULAR_EXPRESSION "NEEDED" FAIL_REGULAR_EXPRESSION "libpthread|pthread_create")
