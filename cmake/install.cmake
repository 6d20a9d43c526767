# SPDX-License-Identifier: BSL-1.0
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(packetry_cmakedir ${CMAKE_INSTALL_DATADIR}/cmake/packetry)
set(packetry_pcdir ${CMAKE_INSTALL_DATADIR}/pkgconfig)

# An export set each: reading the core's must need neither the threads that the transport's asks for nor zlib.
install(TARGETS packetry EXPORT packetry-targets FILE_SET HEADERS)
install(EXPORT packetry-targets NAMESPACE packetry:: DESTINATION ${packetry_cmakedir})
foreach(part transport gzip)
  if(TARGET packetry_${part})
    install(TARGETS packetry_${part} EXPORT packetry-${part}-targets FILE_SET HEADERS)
    install(EXPORT packetry-${part}-targets NAMESPACE packetry:: DESTINATION ${packetry_cmakedir})
  endif()
endforeach()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/packetry-config.cmake.in
                              ${PROJECT_BINARY_DIR}/packetry-config.cmake
                              INSTALL_DESTINATION ${packetry_cmakedir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/packetry-config-version.cmake
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/packetry-config.cmake ${PROJECT_BINARY_DIR}/packetry-config-version.cmake
        DESTINATION ${packetry_cmakedir})

# Relative to the .pc file, so that the installed tree can be moved.
cmake_path(ABSOLUTE_PATH packetry_pcdir BASE_DIRECTORY ${CMAKE_INSTALL_PREFIX} OUTPUT_VARIABLE from)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_INCLUDEDIR BASE_DIRECTORY ${from} OUTPUT_VARIABLE packetry_includedir)
foreach(name packetry packetry-transport packetry-gzip)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${packetry_pcdir})
endforeach()
