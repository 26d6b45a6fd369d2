// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundling/Problem.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// The files of a bundle to be written, in the order they were added.
class BundleContents
{
public:
    struct File
    {
        std::string name;
        std::string bytes;
    };

    /// Fails: InvalidInput when the name is not ASCII letters, digits, ".", "_", "-" and "/" with no part
    /// starting in ".", stands twice (also
    ///        when only case differs) or is one that writeBundle itself writes; Refused (E_UNSUPPORTED) for
    ///        content that could run.
    [[nodiscard]] Result<void> add(std::string name, std::string bytes);

    [[nodiscard]] const std::vector<File>& files() const { return m_files; }

private:
    std::vector<File> m_files;
};

/// Why a file must not be in a bundle even when it is signed: serialised program objects run code where they
/// are loaded. Takes: name (its ending counts) and the first bytes (pickle's magic 80 02..05). Gives: nothing
/// when it is harmless. Source: list of endings ours, from the pickle family of formats.
[[nodiscard]] std::optional<Problem> runnableContent(std::string_view name, std::string_view firstBytes);

} // namespace casebench
