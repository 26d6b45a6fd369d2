// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/Family.h"

namespace casebench {

Result<Contributions> TrainedModel::contributions(const Matrix&) const
{
    return Error { ErrorCode::Unsupported,
                   "This family has no exact contributions.",
                   {},
                   {},
                   "Use the permutation importance instead." };
}

} // namespace casebench
