# SPDX-License-Identifier: BSL-1.0
#
# cmake -Dcompile=COMMAND -Dsource=FILE -P rejected.cmake: the file does not compile, and the compiler says what the
# file's line `// rejected: REGEX` expects of it.

file(STRINGS ${source} line LIMIT_COUNT 1 REGEX "^// rejected: ")
if(NOT line MATCHES "^// rejected: (.+)$")
  message(FATAL_ERROR "${source} has no line '// rejected: REGEX'")
endif()
set(why "${CMAKE_MATCH_1}")

set(ENV{LC_ALL} C)  # plain quotation marks, English words
execute_process(COMMAND ${compile} ${source} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(status EQUAL 0)
  message(FATAL_ERROR "${source} compiles")
elseif(NOT said MATCHES "${why}")
  message(FATAL_ERROR "${source} is refused, but not with '${why}':\n${said}")
endif()
