# SPDX-License-Identifier: GPL-3.0-or-later
# One interface target carries the warnings, hardening and sanitizers; one function makes the library of a folder, another a test.

# Fortified functions and sanitizers get in each other's way.
set(CASEBENCH_FORTIFY "")
if(NOT CASEBENCH_SANITIZE AND CMAKE_BUILD_TYPE STREQUAL "Release")
    set(CASEBENCH_FORTIFY _FORTIFY_SOURCE=2)
endif()

add_library(casebench_options INTERFACE)
target_include_directories(casebench_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(casebench_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
    -fstack-protector-strong
    -Wno-restrict # GCC 12 false positive on std::string (GCC PR 105651)
    $<$<BOOL:${CASEBENCH_WERROR}>:-Werror>)
target_compile_definitions(casebench_options INTERFACE
    _GLIBCXX_ASSERTIONS CASEBENCH_VERSION="${PROJECT_VERSION}"
    ${CASEBENCH_FORTIFY})
target_link_options(casebench_options INTERFACE -Wl,-z,relro,-z,now)
if(CASEBENCH_SANITIZE)
    target_compile_options(casebench_options INTERFACE -fsanitize=${CASEBENCH_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(casebench_options INTERFACE -fsanitize=${CASEBENCH_SANITIZE})
endif()
if(CASEBENCH_FUZZ)
    # Coverage in every library, so that the fuzzer sees where its inputs lead; the targets bring the main().
    set(CASEBENCH_FUZZ_FLAGS -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_compile_options(casebench_options INTERFACE ${CASEBENCH_FUZZ_FLAGS} -Wno-unknown-warning-option)
    target_link_options(casebench_options INTERFACE ${CASEBENCH_FUZZ_FLAGS})
endif()

# casebench_folder(NAME <folder> SOURCES ... LINKS ... [PRIVATE_LINKS ...]) -> target casebench_<folder with _>
# LINKS are the folder's row of the layering table (own targets) and whatever its headers need.
function(casebench_folder)
    cmake_parse_arguments(ARG "" "NAME" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    string(REPLACE "/" "_" target "casebench_${ARG_NAME}")
    if(ARG_SOURCES)
        add_library(${target} STATIC ${ARG_SOURCES})
        target_link_libraries(${target} PUBLIC casebench_options ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
    else()
        add_library(${target} INTERFACE)
        target_link_libraries(${target} INTERFACE casebench_options ${ARG_LINKS})
    endif()
endfunction()

# Qt ends a test function after five minutes unless told otherwise; here the TIMEOUT of the test alone judges.
set(casebench_test_environment
    "QT_QPA_PLATFORM=offscreen;OMP_WAIT_POLICY=passive;LC_ALL=C.UTF-8;QTEST_FUNCTION_TIMEOUT=86400000")

# casebench_test(tst_Name.cpp LABEL core|ui|app|interop|slow LINKS ... [TIMEOUT s]) : one executable, one ctest entry
function(casebench_test source)
    cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "LINKS;SOURCES" ${ARGN})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    target_link_libraries(${name} PRIVATE casebench_options casebench_test_support ${ARG_LINKS} Qt6::Test)
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 900) # for slow machines that run several tests at a time
    endif()
    add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY "${CMAKE_BINARY_DIR}")
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT}
        ENVIRONMENT "${casebench_test_environment};XDG_STATE_HOME=${CMAKE_BINARY_DIR}/tests/state/${name}")
endfunction()

# casebench_long_test(tst_Name TIMEOUT s) : the same executable once more with its full counts (tests/support/LongRun.h)
function(casebench_long_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "" ${ARGN})
    add_test(NAME ${name}_full COMMAND ${name} WORKING_DIRECTORY "${CMAKE_BINARY_DIR}")
    set_tests_properties(${name}_full PROPERTIES LABELS slow TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT
        "${casebench_test_environment};CASEBENCH_FULL_COUNTS=1;XDG_STATE_HOME=${CMAKE_BINARY_DIR}/tests/state/${name}_full")
endfunction()
