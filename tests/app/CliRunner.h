// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/Json.h"

#include <QProcess>
#include <QStringList>

namespace casebench::test {

/// What one call of the program said.
struct CliAnswer
{
    int code = -1;
    QByteArray out;
    QByteArray err;
    Json document; ///< of --json; null when stdout is not exactly one document

    [[nodiscard]] const Json& result() const { return document.at("result"); }

    [[nodiscard]] std::string errorKind() const { return document.at("error").at("kind").get<std::string>(); }

    /// For the message of a failed check.
    [[nodiscard]] std::string told() const
    {
        return "exit " + std::to_string(code) + ": " + out.toStdString() + err.toStdString();
    }
};

inline QString cliProgram()
{
    return QString::fromStdString((casebench::test::binaryDirectory() / "bin/casebench-cli").string());
}

/// Runs the program in a folder, without a project or person from the environment.
inline CliAnswer runCli(const QString& folder, const QStringList& arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove("CASEBENCH_PROJECT");
    environment.remove("CASEBENCH_PERSON");
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.start(cliProgram(), arguments);
    CliAnswer answer;
    if (!process.waitForFinished(300'000) || process.exitStatus() != QProcess::NormalExit)
        return answer;
    answer.code = process.exitCode();
    answer.out = process.readAllStandardOutput();
    answer.err = process.readAllStandardError();
    if (const auto document = parseJson(answer.out.toStdString()))
        answer.document = *document;
    return answer;
}

} // namespace casebench::test
