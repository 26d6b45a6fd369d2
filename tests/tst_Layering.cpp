// SPDX-License-Identifier: GPL-3.0-or-later
#include "Layering.h"
#include "support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"

using namespace casebench;
using namespace casebench::test;

namespace {

const std::filesystem::path kRoot = casebench::test::sourceDirectory();

LayeringTable projectTable()
{
    const auto text = readFile(kRoot / "tests/layering.txt");
    expects(static_cast<bool>(text), "tests/layering.txt cannot be read");
    auto table = parseLayering(*text);
    expects(static_cast<bool>(table), "tests/layering.txt: " + (table ? "" : table.error().sentence()));
    return std::move(*table);
}

QString told(const std::vector<Finding>& findings)
{
    QString lines;
    for (const Finding& finding : findings)
        lines += qs(finding.sentence()) + '\n';
    return lines;
}

} // namespace

class tst_Layering : public QObject
{
    Q_OBJECT

private slots:

    void everyIncludeIsAllowed()
    {
        const auto files = readSources(kRoot, { "core", "ui", "app" });
        QVERIFY(files.size() > 100); // else it looked in the wrong place
        const QString findings = told(checkIncludes(projectTable(), files));
        QVERIFY2(findings.isEmpty(), qPrintable('\n' + findings));
    }

    void noFileIncludesItselfThroughOthers()
    {
        const QString findings = told(checkCircles(readSources(kRoot, { "core", "ui", "app" })));
        QVERIFY2(findings.isEmpty(), qPrintable('\n' + findings));
    }

    void everyFileBeginsWithItsLicence()
    {
        const QString findings = told(checkFirstLines(readSources(kRoot, { "core", "ui", "app", "tests" })));
        QVERIFY2(findings.isEmpty(), qPrintable('\n' + findings));
    }

    /// One row of the README's table for each row here, so that the two cannot drift apart.
    void theReadmeShowsEveryFolder()
    {
        const auto readme = readFile(kRoot / "README.md");
        CB_VERIFY(readme);
        for (const auto& [folder, allowed] : projectTable().folders)
            QVERIFY2(readme->find("`" + folder + "`") != std::string::npos, folder.c_str());
    }

    void plantedViolationsAreFound_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("include");
        QTest::addColumn<QString>("finding"); // "" : allowed
        const auto row = [](const char* path, const char* include, const char* finding) {
            QTest::addRow("%s %s", path, include) << QString(path) << QString(include) << QString(finding);
        };
        row("core/stats/Auc.cpp", "\"core/base/Result.h\"", "");
        row("core/base/Text.cpp", "\"core/stats/Auc.h\"", "core/base may not include core/stats/Auc.h");
        row("core/store/CaseStore.cpp", "\"core/models/Family.h\"", "core/store may not include");
        row("core/store/CaseStore.cpp", "\"core/crypto/Digest.h\"", "");
        row("core/models/families/svm/Svm.cpp", "\"core/models/Family.h\"", "");
        row("core/models/families/svm/Svm.cpp", "\"core/crypto/Digest.h\"", "core/models may not include");
        row("core/workflow/TrainRun.cpp", "\"ui/session/Session.h\"", "core/workflow may not include");
        row("core/data/Column.cpp", "\"Column.h\"", "no whole path");
        row("core/data/Column.cpp", "\"../base/Text.h\"", "no whole path");
        row("core/unheard/Of.cpp", "\"core/base/Text.h\"", "core/unheard has no row");
        row("core/data/Column.cpp", "\"core/unheard/Of.h\"", "core/unheard has no row");
        row("ui/widgets/ParameterForm.h", "\"core/models/Parameters.h\"", "");
        row("ui/widgets/ParameterForm.h", "\"core/models/Family.h\"", "ui/widgets may not include");
        row("ui/pages/cases/CasesPage.cpp", "\"ui/pages/Page.h\"", "");
        row("ui/pages/cases/CasesPage.cpp", "\"ui/pages/cases/CasesPresenter.h\"", "");
        row("ui/pages/cases/CasesPage.cpp", "\"ui/pages/drift/DriftPage.h\"",
            "ui/pages/cases may not include");
        row("ui/pages/cases/parts/Detail.cpp", "\"ui/pages/cases/CasesPage.h\"", "");
        row("ui/pages/Page.h", "\"ui/pages/cases/CasesPage.h\"", "ui/pages may not include");
        row("ui/pages/cases/CasesPage.cpp", "\"ui/shell/MainWindow.h\"", "ui/pages/cases may not include");
        row("ui/shell/MainWindow.cpp", "\"ui/pages/cases/CasesPage.h\"", "");
        row("app/cli/main.cpp", "\"ui/text/Format.h\"", "app/cli may not include");
        row("app/cli/commands/Train.cpp", "\"app/cli/Command.h\"", "");
        row("core/base/Text.cpp", "<string>", "");
        row("core/base/Text.cpp", "<QString>", "<QString> is confined to ui, app/gui");
        row("core/base/Text.cpp", "<QtCore/QString>", "is confined to ui, app/gui");
        row("app/cli/main.cpp", "<QCoreApplication>", "is confined to ui, app/gui");
        row("ui/widgets/Banner.cpp", "<QLabel>", "");
        row("ui/widgets/Banner.cpp", "<QtCharts/QChart>", "is confined to ui/charts");
        row("ui/charts/Plot.cpp", "<QtCharts/QChart>", "");
        row("ui/charts/Plot.cpp", "<QtCharts>", "is confined to nobody");
        row("core/data/Run.h", "<nlohmann/json.hpp>", "is confined to core/base/Json.h");
        row("core/base/Json.h", "<nlohmann/json.hpp>", "");
        row("core/labelling/Queue.cpp", "<sqlite3.h>", "is confined to core/store, core/importing/readers");
        row("core/importing/readers/SqliteReader.cpp", "<sqlite3.h>", "");
        row("core/importing/Importers.cpp", "<sqlite3.h>", "is confined to");
        row("core/store/AuditChain.cpp", "<openssl/evp.h>", "is confined to core/crypto");
        row("core/models/Family.cpp", "<dlib/svm.h>", "is confined to");
        row("core/models/families/svm/Svm.cpp", "<xgboost/c_api.h>", "is confined to");
        row("core/workflow/TrainRun.cpp", "<CLI/CLI.hpp>", "is confined to app/cli");
        row("core/base/Text.cpp", "<boost/any.hpp>", "is in no row of [outside]");
        row("ui/text/Format.cpp", "<unistd.h>", "is confined to core, app");
    }

    void plantedViolationsAreFound()
    {
        QFETCH(QString, path);
        QFETCH(QString, include);
        QFETCH(QString, finding);
        const auto findings = checkIncludes(
            projectTable(),
            { { path.toStdString(), "// first\n  #  include " + include.toStdString() + " // why\n" } });
        if (finding.isEmpty())
            QVERIFY2(findings.empty(), qPrintable(told(findings)));
        else
            QVERIFY2(findings.size() == 1 && told(findings).startsWith(path + ":2: ")
                         && told(findings).contains(finding),
                     qPrintable(told(findings)));
    }

    void plantedCirclesAreFound()
    {
        const SourceFile a { "core/a.h", "#include \"core/b.h\"\n" };
        const SourceFile b { "core/b.h", "\n#include \"core/c.h\"\n" };
        const SourceFile straight { "core/c.h", "#include <string>\n" };
        const SourceFile back { "core/c.h", "#include <string>\n#include \"core/a.h\"\n" };
        QVERIFY(checkCircles({ a, b, straight }).empty());
        QCOMPARE(told(checkCircles({ a, b, back })),
                 QString("core/c.h:2: circle: core/a.h -> core/b.h -> core/c.h -> core/a.h\n"));
        QCOMPARE(checkCircles({ { "core/a.h", "#include \"core/a.h\"" } }).size(), std::size_t { 1 });
    }

    void missingFirstLinesAreFound()
    {
        const std::string licence = "// SPDX-License-Identifier: GPL-3.0-or-later\n";
        QVERIFY(checkFirstLines({ { "core/a.h", licence + "#pragma once\n" }, { "core/a.cpp", licence } })
                    .empty());
        QVERIFY(
            checkFirstLines({ { "core/CMakeLists.txt", "# SPDX-License-Identifier: GPL-3.0-or-later\n" } })
                .empty());
        QCOMPARE(checkFirstLines({ { "core/a.h", licence } }).size(), std::size_t { 1 });
        QCOMPARE(checkFirstLines({ { "core/a.cpp", "\n" + licence } }).size(), std::size_t { 1 });
        QCOMPARE(checkFirstLines({ { "core/a.cpp", "" } }).size(), std::size_t { 1 });
        QCOMPARE(checkFirstLines({ { "core/CMakeLists.txt", "#SPDX - License - Identifier : GPL - 3.0\n" } })
                     .size(),
                 std::size_t { 1 });
    }

    void tablesThatMakeNoSenseAreRefused()
    {
        QVERIFY(!parseLayering("core/base: x\n"));
        QVERIFY(!parseLayering("[folders]\ncore/base core/stats\n"));
        QVERIFY(!parseLayering("[folders]\ncore/base:\ncore/base: core/stats\n"));
        QCOMPARE(qs(parseLayering("[words]\n\nx y\n").error().where), QString("line 3"));
    }
};

QTEST_APPLESS_MAIN(tst_Layering)
#include "tst_Layering.moc"
