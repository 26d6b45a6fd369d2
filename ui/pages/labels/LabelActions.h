// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"

#include <QObject>
#include <QStringList>

namespace casebench {
struct LabelImportSummary;
}

namespace casebench::ui {

/// What can be done on the page beside a verdict: files of verdicts, evidence, notes, reasons. Says how it
/// went.
class LabelActions : public QObject
{
    Q_OBJECT

public:
    explicit LabelActions(Session& session, QObject* parent = nullptr);

    void importFile(const QString& path);
    /// Every verdict the person may see; the name's ending chooses the format.
    void exportFile(const QString& path);
    void setReasons(const QStringList& reasons);
    void attach(const QString& caseId, const QString& path);
    /// Asks everybody who opens the case to look again.
    void flag(const QString& caseId);
    /// Says in one line why the own verdict is not the model's.
    void explainDifference(const QString& caseId, const QString& line);
    /// Copies nothing: verifies an evidence file and opens it with the desktop's program for it.
    void openEvidence(qint64 id);

signals:
    void said(casebench::ui::Glyph glyph, const QString& sentence);
    void failed(const casebench::Error& error);
    void caseChanged(const QString& caseId); ///< its evidence or notes
    void opened(const QString& path); ///< a verified evidence file

private:
    void finishImport(const LabelImportSummary& summary, const QString& file);

    Session& m_session;
};

} // namespace casebench::ui
