// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/TemporaryDirectory.h"
#include "tests/support/TestMain.h"

#include "core/crypto/Signature.h"
#include "core/store/AuditLog.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/store/Project.h"
#include "core/store/ProjectCheck.h"
#include "core/store/SourceStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ImportCases.h"
#include "core/workflow/ManagePersons.h"
#include "core/workflow/SampleFixture.h"
#include "core/workflow/SettleLabels.h"
#include "core/workflow/TakeSnapshot.h"
#include "core/workflow/TrainRun.h"

namespace casebench::test {

/// A project in a folder of its own with one person of each role: ada (admin), ana (analyst), ina
/// (investigator), omar (compliance, with a key).
class WorkflowFixture
{
public:
    WorkflowFixture()
        : m_project(must(Project::create(m_folder / "p.casebench", { "Test", "ada", "UTC" })))
        , m_approverKey(must(PrivateKey::generate()))
    {
        must(addPerson(m_project, actor("ada"), { "ana", Role::Analyst, {}, {} }));
        must(addPerson(m_project, actor("ada"), { "ina", Role::Investigator, {}, {} }));
        must(addPerson(m_project, actor("ada"),
                       { "omar", Role::Compliance, m_approverKey.publicKey().pem(), {} }));
    }

    [[nodiscard]] Project& project() { return m_project; }

    [[nodiscard]] const TemporaryDirectory& folder() const { return m_folder; }

    [[nodiscard]] const PrivateKey& approverKey() const { return m_approverKey; }

    [[nodiscard]] Progress& silent() { return m_silent; }

    [[nodiscard]] Actor actor(std::string_view name) { return must(resolveActor(m_project, name)); }

    /// Writes a file and imports it as ana.
    [[nodiscard]] Result<ImportSummary>
    import(std::string_view name, std::string_view csv, ImportRequest request = {})
    {
        request.path = m_folder.write(name, csv);
        return importCases(m_project, actor("ana"), request, m_silent);
    }

    [[nodiscard]] Result<LabelImportSummary> importVerdicts(std::string_view name, std::string_view csv)
    {
        return importLabels(m_project, actor("ana"), m_folder.write(name, csv), m_silent);
    }

    /// Imports the training months of the sample with their verdicts and freezes them as "q1".
    [[nodiscard]] Result<Snapshot> takeSampleSnapshot(const SampleOptions& options)
    {
        for (const SampleFile& file : makeSample(options).files) {
            const std::string month = file.name.size() < 6 ? "" : file.name.substr(file.name.size() - 6, 2);
            if (file.name.starts_with("calls-") && month <= "03")
                CB_CHECK(import(file.name, file.bytes));
        }
        for (const SampleFile& file : makeSample(options).files) {
            if (file.name.starts_with("verdicts-"))
                CB_CHECK(importVerdicts(file.name, file.bytes));
        }
        return snapshot("q1");
    }

    [[nodiscard]] Result<Snapshot> snapshot(const std::string& name, const std::string& where = {})
    {
        SnapshotRequest request;
        request.name = name;
        request.where = where;
        return takeSnapshot(m_project, actor("ana"), request, m_silent);
    }

    [[nodiscard]] Result<Run>
    train(const std::string& snapshot, const std::string& family, const std::string& name)
    {
        Recipe recipe;
        recipe.family = family;
        return trainRun(m_project, actor("ana"), { snapshot, recipe, name, 0, 0 }, m_silent);
    }

    /// Everything that a failed or dry import must leave as it was.
    [[nodiscard]] std::string state()
    {
        const CaseStore cases(m_project);
        std::string text = std::to_string(must(cases.rowCount())) + " rows, "
            + std::to_string(must(LabelStore(m_project).count())) + " labels, "
            + std::to_string(must(cases.lastChangeSeq())) + " changes, "
            + std::to_string(must(SourceStore(m_project).list()).size()) + " sources, "
            + must(AuditLog(m_project).head()).hash + ",";
        const Schema schema = must(cases.schema());
        for (const Field& field : schema.fields())
            text += " " + field.name;
        return text;
    }

    [[nodiscard]] std::string cell(std::string_view caseId, std::string_view field)
    {
        return must(CaseStore(m_project).loadColumn(field)).text(must(findCase(m_project, caseId)));
    }

    [[nodiscard]] std::string problems()
    {
        std::string text;
        for (const ProjectProblem& problem : must(checkProject(m_project, m_silent)).problems)
            text += problem.kind + ": " + problem.text + " ";
        return text;
    }

    /// The value; a test that cannot even begin stops with the error's sentence.
    template<typename T>
    static T must(Result<T> result)
    {
        return std::move(result).value();
    }

private:
    TemporaryDirectory m_folder;
    Progress m_silent;
    Project m_project;
    PrivateKey m_approverKey;
};

} // namespace casebench::test
