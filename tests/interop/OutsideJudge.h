// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/Json.h"

#include <QFileInfo>
#include <QProcess>

#include <cmath>
#include <vector>

namespace casebench::test {

/// judge.py in the virtual environment of the outside judges, asked one question at a time.
class OutsideJudge
{
public:
    OutsideJudge() = default;
    OutsideJudge(const OutsideJudge&) = delete;
    OutsideJudge& operator=(const OutsideJudge&) = delete;

    ~OutsideJudge()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished(10'000);
    }

    /// Skips the test where the environment is not installed. One that is installed and does not answer fails
    /// it: otherwise a broken judge would look like an absent one.
    void start()
    {
        const QString venv =
            qEnvironmentVariable("CASEBENCH_INTEROP_VENV", QStringLiteral(CASEBENCH_INTEROP_VENV));
        const QString python = venv + QStringLiteral("/bin/python");
        if (!QFileInfo(python).isExecutable())
            QSKIP(qPrintable(
                QStringLiteral("No python at %1: run packaging/interop-venv.sh (needs PyPI) to let the "
                               "others judge.")
                    .arg(python)));
        m_process.start(python,
                        { QString::fromStdString((sourceDirectory() / "tests/interop/judge.py").string()) });
        m_judges = nextAnswer();
        QVERIFY2(m_judges.is_object(),
                 qPrintable(QStringLiteral("The judges at %1 do not answer: ").arg(venv)
                            + QString::fromUtf8(m_process.readAllStandardError())));
    }

    /// The libraries with their versions.
    [[nodiscard]] const Json& judges() const { return m_judges; }

    /// The answer, or null when there is none; what went wrong then stands in the test's output.
    [[nodiscard]] Json ask(const char* name, const Json& with)
    {
        const Json question { { "ask", name }, { "with", with } };
        m_process.write(QByteArray::fromStdString(question.dump() + "\n"));
        return nextAnswer();
    }

private:
    [[nodiscard]] Json nextAnswer()
    {
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(120'000))
                return nullptr;
        }
        const auto line = parseJson(m_process.readLine().trimmed().toStdString());
        if (!line || !line->contains("answer")) {
            qWarning("The judge says: %s", line ? line->dump().c_str() : "nothing that can be read");
            return nullptr;
        }
        return line->at("answer");
    }

    QProcess m_process;
    Json m_judges;
};

/// Whether a figure is the judge's, to a share of its size (absolute below 1); null is NaN.
inline bool agrees(double ours, const Json& theirs, double tolerance = 1e-9)
{
    const bool same = theirs.is_number()
        ? std::abs(ours - theirs.get<double>()) <= tolerance * std::max(1.0, std::abs(theirs.get<double>()))
        : theirs.is_null() && std::isnan(ours);
    if (!same)
        qWarning("ours %.17g, theirs %s", ours, theirs.dump().c_str());
    return same;
}

/// As above, for p-values: to a share of the value itself, so that small ones count too.
inline bool agreesRelatively(double ours, const Json& theirs, double tolerance)
{
    const double expected = theirs.is_number() ? theirs.get<double>() : std::nan("");
    const bool same = std::abs(ours - expected) <= tolerance * std::abs(expected);
    if (!same)
        qWarning("ours %.17g, theirs %.17g", ours, expected);
    return same;
}

inline bool agrees(const std::vector<double>& ours, const Json& theirs, double tolerance = 1e-9)
{
    if (!theirs.is_array() || theirs.size() != ours.size()) {
        qWarning("ours %zu figures, theirs %s", ours.size(), theirs.is_array() ? "another number" : "none");
        return false;
    }
    for (std::size_t i = 0; i < ours.size(); ++i) {
        if (!agrees(ours[i], theirs[i], tolerance))
            return false;
    }
    return true;
}

} // namespace casebench::test
