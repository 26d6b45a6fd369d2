// SPDX-License-Identifier: GPL-3.0-or-later
#include "BundleFixture.h"

using namespace casebench;
using namespace casebench::test;

class TestApproval : public QObject
{
    Q_OBJECT

private slots:

    void signsTheDocumentedBytes()
    {
        const ApprovalStatement statement { sha256("m"), ApprovalDecision::Rejected, "too few labels", "Ada",
                                            1'700'000'000'000'000 };
        QCOMPARE(qs(approvalBytes(statement, "ff")),
                 qs("casebench.approval.v1\n{\"approver\":\"Ada\",\"decision\":\"rejected\",\"fingerprint\":"
                    "\"ff\",\"model_digest\":\""
                    + hex(sha256("m"))
                    + "\",\"reason\":\"too few labels\",\"time\":\"2023-11-14T22:13:20.000000Z\"}"));
    }

    void comesBackAsItWasSigned()
    {
        BundleFixture fixture;
        const ApprovalRecord record = fixture.approvalOf("m");
        const auto back = parseApproval(encodeApproval(record));
        CB_VERIFY(back);
        QVERIFY(*back == record);
        CB_VERIFY(verifyApproval(*back, fixture.approver().publicKey()));
        CB_VERIFY(verifyApprovalByItself(*back));
        QCOMPARE(qs(verifyApproval(*back, fixture.exporter().publicKey()).error().kind),
                 qs("E_KEY_MISMATCH"));
    }

    void changedWordsAreNoticed()
    {
        BundleFixture fixture;
        ApprovalRecord record = fixture.approvalOf("m", ApprovalDecision::Rejected);
        record.statement.decision = ApprovalDecision::Approved;
        QCOMPARE(qs(verifyApprovalByItself(record).error().kind), qs("E_SIGNATURE"));
        record = fixture.approvalOf("m");
        record.publicKey = fixture.exporter().publicKey().pem();
        QCOMPARE(qs(verifyApprovalByItself(record).error().kind), qs("E_KEY_MISMATCH"));
    }

    void everyFlippedBitIsRefused()
    {
        BundleFixture fixture;
        const std::string bytes = encodeApproval(fixture.approvalOf("m"));
        for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
            std::string bad = bytes;
            bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
            const auto record = parseApproval(bad);
            QVERIFY2(!record || !verifyApproval(*record, fixture.approver().publicKey()),
                     qPrintable(QString::number(bit)));
        }
    }

    void needsNameReasonAndTime()
    {
        BundleFixture fixture;
        const auto code = [&](ApprovalStatement statement) {
            const auto record = signApproval(statement, fixture.approver());
            return record ? ErrorCode::Internal : record.error().code;
        };
        QVERIFY(code({ {}, ApprovalDecision::Approved, "", "Ada", 1 }) == ErrorCode::InvalidInput);
        QVERIFY(code({ {}, ApprovalDecision::Approved, "fine", "", 1 }) == ErrorCode::InvalidInput);
        QVERIFY(code({ {}, ApprovalDecision::Approved, "\xff", "Ada", 1 }) == ErrorCode::InvalidInput);
        QVERIFY(code({ {}, ApprovalDecision::Approved, "fine", "Ada", kNoTime }) == ErrorCode::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(TestApproval)
#include "tst_Approval.moc"
