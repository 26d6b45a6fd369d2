// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader of XML takes and what it ends on; tests/fuzz and tst_ReaderMutants try it with damaged
// files.
#include "tests/support/TestMain.h"

#include "core/importing/readers/xlsx/XmlReader.h"

#include <algorithm>
#include <cstring>

using namespace casebench;
using namespace casebench::test;

namespace {

/// "a(r=1)[text]/" for one start with an attribute r, text and an end; "!KIND" where it is refused.
QString told(std::string_view bytes)
{
    XmlReader xml(
        [&](char* into, std::size_t capacity) -> Result<std::size_t> {
            const std::size_t count = std::min(capacity, bytes.size());
            std::memcpy(into, bytes.data(), count);
            bytes.remove_prefix(count);
            return count;
        },
        "part.xml");
    QString all;
    for (;;) {
        const auto token = xml.next();
        if (!token)
            return "!" + qs(token.error().kind);
        if (*token == XmlToken::Finish)
            return all;
        if (*token == XmlToken::Text)
            all += "[" + qs(std::string(xml.text())) + "]";
        else if (*token == XmlToken::End)
            all += "/";
        else
            all += qs(std::string(xml.localName()))
                + "(r=" + qs(std::string(xml.attribute("r").value_or("-"))) + ")";
    }
}

} // namespace

class TestXmlReader : public QObject
{
    Q_OBJECT

private slots:

    void takesWhatIsWellFormed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << QByteArray("<a r=\"1\">x</a>") << "a(r=1)[x]/";
        QTest::newRow("empty") << QByteArray("<?xml version=\"1.0\"?><a/>") << "a(r=-)/";
        QTest::newRow("later version") << QByteArray("<?xml version='1.12'?><a/>") << "a(r=-)/";
        QTest::newRow("references") << QByteArray("<a r='&lt;&quot;>'>&amp;&#65;</a>") << "a(r=<\">)[&A]/";
        QTest::newRow("other quotes") << QByteArray("<a r='\"'/>") << "a(r=\")/";
        QTest::newRow("two prefixes")
            << QByteArray("<p:a xmlns:p='u' xmlns:q='v' p:r='1' r='2'/>") << "a(r=2)/";
    }

    void takesWhatIsWellFormed()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        QCOMPARE(told(bytes.toStdString()), expected);
    }

    void endsOnWhatIsNot_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("less-than in a value") << QByteArray("<a r=\"1<2\"/>");
        // Mutant 1249 of the workbooks: a quote that went missing hid a whole row in a declaration.
        QTest::newRow("tags in a declaration") << QByteArray("<a xmlns:r=\"http://x></v><v r=y\"><b/></a>");
        QTest::newRow("no version") << QByteArray("<?xml version='1.0&#65;'?><a/>");
        QTest::newRow("half a version") << QByteArray("<?xml version='1.'?><a/>");
        QTest::newRow("control character in a name") << QByteArray("<a b\x03='1'/>");
        QTest::newRow("attribute twice") << QByteArray("<a r='1' r='2'/>");
        QTest::newRow("declaration twice") << QByteArray("<a xmlns:r='u' xmlns:r='v'/>");
        QTest::newRow("one attribute by two prefixes")
            << QByteArray("<a xmlns:p='u' xmlns:q='u' p:r='1' q:r='2'/>");
        QTest::newRow("no quotes") << QByteArray("<a r=1/>");
        QTest::newRow("no space between") << QByteArray("<a r='1'q='2'/>");
        QTest::newRow("prefix not declared") << QByteArray("<p:a/>");
        QTest::newRow("end of another") << QByteArray("<a></b>");
        QTest::newRow("no end") << QByteArray("<a>");
        QTest::newRow("two roots") << QByteArray("<a/><b/>");
        QTest::newRow("entity not known") << QByteArray("<a>&nbsp;</a>");
    }

    void endsOnWhatIsNot()
    {
        QFETCH(QByteArray, bytes);
        QCOMPARE(told(bytes.toStdString()), QString("!xml-syntax"));
    }
};

QTEST_APPLESS_MAIN(TestXmlReader)
#include "tst_XmlReader.moc"
