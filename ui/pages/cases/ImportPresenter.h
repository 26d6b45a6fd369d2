// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/ImportRowsModel.h"
#include "ui/pages/cases/MappingModel.h"
#include "ui/pages/cases/QuarantineModel.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"

#include <QObject>

namespace casebench::ui {

/// A line of the right column: what it is and how it stands.
struct ImportFinding
{
    Glyph glyph = Glyph::None;
    QString text {};
    QString count {};

    bool operator==(const ImportFinding&) const = default;
};

/// What the view "import" shows.
struct ImportState
{
    enum class Step
    {
        Nothing, ///< no file chosen
        Looking,
        Preview,
        Importing,
        Failed ///< the file cannot be read
    };

    Step step = Step::Nothing;
    QString sentence {};
    QString file {}; ///< name
    QString fileFacts {}; ///< size, format, encoding
    QString hash {}; ///< short
    QString button {}; ///< "Import 600 cases"
    QString whyNot {}; ///< why the button is off, or ""
    QList<ImportFinding> findings {};
    QStringList notes {};
    QStringList levels {}; ///< values of the label field
    QString positive {}; ///< the one that means scam
    qint64 firstRows = 0;
    qint64 oddRows = 0;
    qint64 quarantined = 0;
    qint64 looked = 0;
    double fraction = -1;
    QString progress {};
    bool stopping = false;
    QString problem {};
    QString advice {};
    QString details {};
    Glyph noticeGlyph = Glyph::None;
    QString notice {}; ///< how the last import ended
    bool noticeQuarantine = false; ///< the notice can open the quarantine

    bool operator==(const ImportState&) const = default;
};

/// Looks at files, lets fields be decided, imports; without a widget.
class ImportPresenter : public QObject
{
    Q_OBJECT

public:
    explicit ImportPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const ImportState& state() const { return m_state; }

    [[nodiscard]] MappingModel* mapping() { return &m_mapping; }

    [[nodiscard]] ImportRowsModel* rows() { return &m_rows; }

    [[nodiscard]] QuarantineModel* quarantine() { return &m_quarantine; }

    [[nodiscard]] bool isBusy() const
    {
        return m_state.step == ImportState::Step::Looking || m_state.step == ImportState::Step::Importing;
    }

    void open(const QStringList& paths); ///< the first is looked at, the others wait
    void setPositive(const QString& value);
    void showOdd(bool oddOnly);
    void importNow();
    bool cancel(); ///< stops the import, or puts the file away; false when there was nothing
    void dismissNotice();

signals:
    void changed(const casebench::ui::ImportState& state);
    void imported(); ///< one file is in the project

private:
    void look();
    void nextFile();
    void take(std::shared_ptr<const ImportPreview> preview, bool firstImport);
    void readLabels();
    void finish(Result<ImportSummary> summary);
    void follow(JobId id);
    void fail(const Error& error);
    void update();

    Session& m_session;
    ImportState m_state;
    MappingModel m_mapping;
    ImportRowsModel m_rows;
    QuarantineModel m_quarantine { false };
    ImportRequest m_request;
    std::shared_ptr<const ImportPreview> m_preview;
    QStringList m_waiting;
    JobId m_job = 0;
    quint64 m_turn = 0;
    bool m_oddOnly = false;
};

} // namespace casebench::ui
