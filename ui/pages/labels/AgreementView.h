// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/ChartFrame.h"
#include "ui/charts/LineWithIntervals.h"
#include "ui/itemmodels/CellTable.h"
#include "ui/pages/labels/AgreementPresenter.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/StatTile.h"
#include "ui/widgets/TableView.h"

#include <QStackedWidget>

namespace casebench::ui {

/// The view "agreement" of the mode Labels: is it worth training on what these people say?
class AgreementView : public QStackedWidget
{
    Q_OBJECT

public:
    explicit AgreementView(Session& session, QWidget* parent = nullptr);

    void setActive(bool active) { m_presenter.setVisible(active); }

    [[nodiscard]] bool isBusy() const { return m_presenter.isBusy(); }

    /// One sentence for the header of the page.
    [[nodiscard]] QString sentence() const;

signals:
    void changed();

private:
    QWidget* buildBody();
    Pane* buildMeasures();
    Pane* buildPeople();
    void render();
    void renderReport(const ProjectAgreement& agreement);
    void renderTiles(const AgreementReport& report);
    void renderPairs(const AgreementReport& report);
    void renderPerson();

    AgreementPresenter m_presenter;
    AgreementPtr m_shown;
    EmptyState* m_empty;
    Banner* m_banner;
    StatTile* m_kappa;
    StatTile* m_alpha;
    StatTile* m_same;
    Label* m_sealed;
    LineWithIntervals* m_plot;
    ChartFrame* m_chart;
    Label* m_pairsNote;
    CellTable m_pairs;
    TableView* m_pairTable;
    QAbstractItemDelegate* m_heat;
    CellTable m_reasons;
    TableView* m_reasonTable;
    CellTable m_people;
    TableView* m_peopleTable;
    Label* m_personNote;
    CellTable m_confusion;
    TableView* m_confusionTable;
};

} // namespace casebench::ui
