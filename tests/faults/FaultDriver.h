// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/TemporaryDirectory.h"
#include "tests/support/TestMain.h"

#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/store/ProjectCheck.h"
#include "core/store/RunStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ImportCases.h"
#include "core/workflow/SettleLabels.h"
#include "core/workflow/TakeSnapshot.h"
#include "core/workflow/TrainRun.h"

#include <QCoreApplication>
#include <QProcess>

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <map>
#include <unistd.h>

namespace casebench::test {

/// What the program under test does: labels case after case, imports files of cases one after the other, or
/// trains run after run, as the desktop and the command line do it. Every success is acknowledged as a line
/// in the file "ack" beside the project.
class FaultDriver
{
public:
    static constexpr int kCases = 60;
    static constexpr int kRowsPerFile = 400;

    /// For main(): "drive-label FOLDER COUNT", "drive-import ...", "drive-train ..."; -1 for any other
    /// command line.
    static int run(int argc, char** argv)
    {
        const std::string deed = argc == 4 ? argv[1] : "";
        if (!deed.starts_with("drive-"))
            return -1;
        const auto done = drive(deed, argv[2], std::atoi(argv[3]));
        if (done)
            return 0;
        std::printf("%s\t%s\n", done.error().kind.c_str(), done.error().sentence().c_str());
        return 1;
    }

    static std::string csv(const std::string& prefix, int rows)
    {
        std::string text = "case_id,received,Asked_OTP,Money,Place\n";
        for (int i = 0; i < rows; ++i)
            text += prefix + std::to_string(i) + ",2026-01-" + std::to_string(10 + i % 20) + "T10:00:00Z,"
                + (i % 3 == 0 ? "Yes," : "No,") + std::to_string(i * 7 % 5000) + ",place "
                + std::to_string(i % 40) + "\n";
        return text;
    }

    /// A project with cases c0, c1 ... in the folder, all of them labelled and frozen for training.
    static Result<void> prepare(const std::filesystem::path& folder)
    {
        std::filesystem::create_directories(folder);
        CB_TRY(Project project, Project::create(folder / "p.casebench", { "Test", "ada", "UTC" }));
        CB_TRY(const Actor ada, resolveActor(project, "ada"));
        Progress silent;
        ImportRequest request;
        request.path = folder.string() + ".csv";
        CB_CHECK(writeFileAtomically(request.path, csv("c", kCases)));
        CB_CHECK(importCases(project, ada, request, silent));
        std::string verdicts = "case,verdict,person\n";
        for (int i = 0; i < kCases; ++i)
            verdicts += "c" + std::to_string(i) + (i % 3 == 0 ? ",scam,ada\n" : ",not-scam,ada\n");
        CB_CHECK(writeFileAtomically(request.path, verdicts));
        CB_CHECK(importLabels(project, ada, request.path, silent));
        SnapshotRequest snapshot;
        snapshot.name = "all";
        CB_CHECK(takeSnapshot(project, ada, snapshot, silent));
        return {};
    }

    /// What must hold of a project after any fault: it opens, verifies, and holds everything acknowledged.
    /// Gives: what does not, or "".
    static std::string faultOf(const std::filesystem::path& file, const QString& deed, int acknowledged)
    {
        const auto project = Project::open(file, { .signAtClose = false });
        if (!project)
            return project.error().sentence();
        Progress silent;
        const auto check = checkProject(*project, silent);
        if (!check)
            return check.error().sentence();
        // Heads of the time after the cut are known to the witness: that is what it is for.
        for (const ProjectProblem& problem : check->problems) {
            if (problem.kind != "anchor")
                return problem.kind + ": " + problem.text;
        }
        const auto done = doneIn(*project, deed);
        if (!done)
            return done.error().sentence();
        if (*done < acknowledged)
            return std::to_string(acknowledged - *done) + " of what was acknowledged is lost";
        return *done <= acknowledged + 1 ? "" : "more is there than anybody did";
    }

    /// This executable with a library preloaded.
    static void start(QProcess& process,
                      const QStringList& arguments,
                      const QString& library,
                      const std::map<QString, QString>& settings)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("LD_PRELOAD", library);
        for (const auto& [name, value] : settings)
            environment.insert(name, value);
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath(), arguments);
    }

private:
    static Result<void> acknowledge(int ack, int number)
    {
        const std::string line = std::to_string(number) + "\n";
        if (::write(ack, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
            return Error { ErrorCode::Internal, "no acknowledgement" };
        return {};
    }

    /// How many of its deeds the driver has done.
    static Result<int> doneIn(const Project& project, const QString& deed)
    {
        if (deed == "drive-label") {
            CB_TRY(const std::int64_t labels, LabelStore(project).count());
            return static_cast<int>(labels) - kCases;
        }
        if (deed == "drive-import") {
            CB_TRY(const std::size_t rows, CaseStore(project).rowCount());
            const auto more = static_cast<int>(rows) - kCases;
            if (more % kRowsPerFile != 0)
                return Error { ErrorCode::Corrupt, "Half an import is there." };
            return more / kRowsPerFile;
        }
        CB_TRY(const auto runs, RunStore(project).list());
        for (const Run& run : runs)
            CB_CHECK(RunStore(project).loadModel(run.id));
        return static_cast<int>(runs.size());
    }

    static Result<void> drive(const std::string& deed, const std::filesystem::path& folder, int count)
    {
        const int ack = ::open((folder / "ack").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        CB_TRY(Project project, Project::open(folder / "p.casebench"));
        CB_TRY(const Actor ada, resolveActor(project, "ada"));
        Progress silent;
        for (int i = 0; i < count; ++i) {
            if (deed == "drive-train") {
                Recipe recipe;
                recipe.family = "majority";
                CB_CHECK(trainRun(project, ada, { "all", recipe, "m" + std::to_string(i), 0, 0 }, silent));
            } else if (deed == "drive-import") {
                ImportRequest request;
                request.path = folder.string() + "-" + std::to_string(i) + ".csv";
                CB_CHECK(importCases(project, ada, request, silent));
            } else {
                VerdictRequest request;
                request.caseId = "c" + std::to_string(i);
                request.reason = "called back";
                CB_CHECK(giveVerdict(project, ada, request));
            }
            CB_CHECK(acknowledge(ack, i + 1));
        }
        return {};
    }
};

} // namespace casebench::test
