// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/Family.h"

namespace casebench {

/// Linear support vector machine by dlib, class weights balanced.
[[nodiscard]] const Family& svmFamily();

} // namespace casebench
