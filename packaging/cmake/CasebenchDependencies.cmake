# SPDX-License-Identifier: GPL-3.0-or-later
# Every third party, found once. Each is linked by the one folder that may see it (README, layering table).

find_package(PkgConfig REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(date REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)
# find_package(xgboost) fails on Debian 12: its config wants a program the package leaves out.
pkg_check_modules(XGBOOST REQUIRED IMPORTED_TARGET xgboost)
find_package(dlib REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Test)
if(CASEBENCH_DESKTOP)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Gui Widgets Svg Charts PrintSupport)
endif()

# Qt gives every test the paths of its folders as definitions (for QFINDTESTDATA, unused here); with them no
# test would be found in the compiler's cache from another clone.
get_target_property(casebench_qt_test_definitions Qt6::Test INTERFACE_COMPILE_DEFINITIONS)
list(FILTER casebench_qt_test_definitions EXCLUDE REGEX "QT_TESTCASE_(BUILD|SOURCE)DIR")
set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS "${casebench_qt_test_definitions}")
