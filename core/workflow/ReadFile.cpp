// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ReadFile.h"

#include "core/crypto/Digest.h"

namespace casebench {

namespace {

class Sha256Digest : public ByteDigest
{
public:
    void update(std::string_view bytes) override { m_hash.update(bytes); }

    std::string finish() override { return hex(m_hash.finish()); }

private:
    Sha256 m_hash;
};

} // namespace

ReadOptions withSha256(ReadOptions options)
{
    options.digest = [] { return std::make_unique<Sha256Digest>(); };
    return options;
}

Result<TextFile>
readTextFile(const std::filesystem::path& path, const ReadOptions& options, Progress& progress)
{
    TextFile file;
    CB_TRY(file.profile, profileFile(path, withSha256(options), progress));
    std::vector<FieldPlan> plan;
    for (std::size_t i = 0; i < file.profile.header.size(); ++i) {
        FieldPlan entry;
        entry.field = { file.profile.header[i], FieldKind::Text, FieldRole::Feature, ValueType::Text, false };
        entry.sourceName = file.profile.header[i];
        entry.column = i;
        plan.push_back(std::move(entry));
    }
    CB_CHECK(readTable(
        file.profile, plan,
        [&](TypedBatch&& batch) -> Result<void> {
            file.lines.insert(file.lines.end(), batch.lines.begin(), batch.lines.end());
            return {};
        },
        progress));
    CB_TRY(file.table, readWholeTable(file.profile, plan, progress));
    return file;
}

} // namespace casebench
