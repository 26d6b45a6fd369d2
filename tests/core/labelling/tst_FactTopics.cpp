// SPDX-License-Identifier: GPL-3.0-or-later
// How the facts of a case are grouped: by names and roles, the same for every case.
#include "tests/support/TestMain.h"

#include "core/labelling/FactTopics.h"

using namespace casebench;

namespace {

Field field(const char* name, FieldRole role = FieldRole::Feature)
{
    Field made;
    made.name = name;
    made.role = role;
    return made;
}

QStringList told(const std::vector<Field>& fields)
{
    QStringList lines;
    for (const FactTopic& topic : factTopics(fields)) {
        QStringList names;
        for (const std::size_t at : topic.fields)
            names.append(QString::fromStdString(fields[at].name));
        lines.append(QString::fromStdString(topic.title) + ": " + names.join(' '));
    }
    return lines;
}

} // namespace

class TestFactTopics : public QObject
{
    Q_OBJECT

private slots:

    void scamCallsReadByWhatWasAskedAndDone()
    {
        QCOMPARE(told({ field("Asked_Remote_Access"), field("Opened_Bank_Website"), field("Asked_OTP"),
                        field("Number_Masked"), field("Location_Of_Call"), field("Money_Asked"),
                        field("UPI_PAYMENTS"), field("Prior_Complaint"),
                        field("caller_number", FieldRole::Personal) }),
                 QStringList({ "People and accounts: caller_number",
                               "What was asked: Asked_Remote_Access Asked_OTP Money_Asked",
                               "What was done: Opened_Bank_Website UPI_PAYMENTS",
                               "The call: Number_Masked Location_Of_Call", "The report: Prior_Complaint" }));
    }

    void aSharedFirstWordMakesATopicOfItsOwn()
    {
        QCOMPARE(told({ field("vehicleAge"), field("Colour"), field("Vehicle_Make"), field("Fault") }),
                 QStringList({ "Vehicle: vehicleAge Vehicle_Make", "Other facts: Colour Fault" }));
    }

    void everyFieldStandsOnceAndEveryTopicSaysWhy()
    {
        const std::vector<Field> fields { field(""), field("_"), field("x"), field("Asked"), field("zahl") };
        std::size_t seen = 0;
        for (const FactTopic& topic : factTopics(fields)) {
            QVERIFY(!topic.why.empty() && topic.why.back() == '.');
            QVERIFY(!topic.fields.empty());
            seen += topic.fields.size();
        }
        QCOMPARE(seen, fields.size());
        QVERIFY(factTopics({}).empty());
    }
};

QTEST_APPLESS_MAIN(TestFactTopics)
#include "tst_FactTopics.moc"
