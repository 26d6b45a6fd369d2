// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/ImportChangesModel.h"
#include "ui/pages/cases/ImportRowsModel.h"
#include "ui/pages/cases/ImportState.h"
#include "ui/pages/cases/MappingModel.h"
#include "ui/pages/cases/QuarantineModel.h"
#include "ui/session/Session.h"

#include <QObject>

namespace casebench::ui {

/// Looks at files, lets fields be decided and questions answered, imports; without a widget.
class ImportPresenter : public QObject
{
    Q_OBJECT

public:
    explicit ImportPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const ImportState& state() const { return m_state; }

    [[nodiscard]] MappingModel* mapping() { return &m_mapping; }

    [[nodiscard]] ImportRowsModel* rows() { return &m_rows; }

    [[nodiscard]] ImportChangesModel* changes() { return &m_changes; }

    [[nodiscard]] QuarantineModel* quarantine() { return &m_quarantine; }

    [[nodiscard]] bool isBusy() const
    {
        return m_state.step == ImportState::Step::Looking || m_state.step == ImportState::Step::Importing;
    }

    /// Files, and folders whose files are taken by name. The first is looked at, the others wait.
    void open(const QStringList& paths);
    void setPositive(const QString& value);
    void showRows(ImportRowsModel::Show show);
    void answer(const QString& column, const QString& word);
    void acceptRename(const QString& column, const QString& field, bool accepted);
    void acceptMissing(const QString& column, const QString& value, bool accepted);
    void compareWith(const QString& mapping); ///< "" = the project itself
    void setSaveName(const QString& name);
    void saveMapping(); ///< under the save name
    void importNow();
    bool cancel(); ///< stops the import, or puts the file away; false when there was nothing
    void dismissNotice();

signals:
    void changed(const casebench::ui::ImportState& state);
    void imported(); ///< one file is in the project

private:
    struct Look;

    void look();
    void nextFile();
    void take(const Look& seen);
    void readQuestions();
    void readLabels();
    void finish(Result<ImportSummary> summary);
    void follow(JobId id);
    void fail(const Error& error);
    void update();

    Session& m_session;
    ImportState m_state;
    MappingModel m_mapping;
    ImportRowsModel m_rows;
    ImportChangesModel m_changes;
    QuarantineModel m_quarantine { false };
    ImportRequest m_request; ///< what the person said; the mapping comes with each look
    std::optional<QString> m_mappingChoice; ///< nothing: the newest
    std::shared_ptr<const ImportPreview> m_preview;
    QStringList m_waiting;
    JobId m_job = 0;
    quint64 m_turn = 0;
    ImportRowsModel::Show m_show = ImportRowsModel::Show::FirstAndOdd;
};

} // namespace casebench::ui
