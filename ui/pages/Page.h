// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/Selection.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/PageHeader.h"

#include <QStackedLayout>
#include <QVBoxLayout>
#include <QWidget>

namespace casebench::ui {

/// Count at a mode's icon; alarm colour only for open alerts.
struct Badge
{
    int count = 0;
    bool alarm = false;
    QString meaning {}; ///< "cases to label", for screen readers

    bool operator==(const Badge&) const = default;
};

/// One mode of the desktop: header, optional banner, body. The shell owns pages, fulfils `wants`, and puts
/// actions() into menu and palette. A page never sees another page or the shell.
///
/// A page is written like this (ui/pages/cases/CasesPage.h and .cpp; its presenter stands beside it):
/// @code
/// class CasesPage : public Page
/// {
///     Q_OBJECT
/// public:
///     explicit CasesPage(Session& session, QWidget* parent = nullptr);
///     void activate(const Selection& selection) override { m_presenter.open(selection.caseId); }
///     QWidget* searchField() const override { return m_search; }
/// protected:
///     void onView(const QString& view) override { m_stack->setCurrentIndex(view == "import" ? 1 : 0); }
/// private:
///     void render(const CasesState& state); // renders the state whole
///     CasesPresenter m_presenter; // QObject without widget include: state, slots, item models
/// };
///
/// CasesPage::CasesPage(Session& session, QWidget* parent)
///     : Page(PageId::Cases, tr("Cases"), parent), m_presenter(session)
/// {
///     addView("table", tr("Table"));
///     addView("quarantine", tr("Quarantine"));
///     auto* import = addAction({ "cases.import", tr("Import files"), IconId::Import, QKeySequence("Ctrl+I"),
///                                tr("Reads files of cases"), "import FILE" },
///                              [this] { m_presenter.import(); });
///     header()->setPrimary(import);
///     auto* split = new PaneSplitter(Qt::Horizontal, "cases.main", this);
///     split->addPane(buildTable(), 1, 900, tr("Cases"));
///     split->addPane(buildDetail(), 0, 316, tr("Case in short"));
///     setBody(split);
///     connect(&m_presenter, &CasesPresenter::changed, this, &CasesPage::render);
/// }
///
/// void CasesPage::render(const CasesState& state)
/// {
///     header()->setSentence(state.sentence);
///     if (state.isEmpty)
///         empty()->showNothingYet(IconId::Cases, tr("No cases yet"), tr("Cases of your files will stand
///         here."), tr("Import files"));
///     showEmpty(state.isEmpty);
/// }
/// @endcode
class Page : public QWidget
{
    Q_OBJECT

public:
    struct View
    {
        QString id {};
        QString title {};
    };

    Page(PageId id, const QString& title, QWidget* parent = nullptr);

    [[nodiscard]] PageId id() const { return m_id; }

    [[nodiscard]] QString title() const { return m_title; }

    [[nodiscard]] QString iconCaption() const { return m_title; }

    [[nodiscard]] const QList<View>& views() const { return m_views; }

    [[nodiscard]] QString currentView() const { return m_view; }

    /// Shows a view; unknown ids are ignored.
    void showView(const QString& id);

    /// The page's actions, primary first when there is one; shell adds them to menu and palette.
    [[nodiscard]] QList<QAction*> pageActions() const { return m_actions; }

    [[nodiscard]] QAction* primaryAction() const { return m_header->primary(); }

    [[nodiscard]] Badge badge() const { return m_badge; }

    /// What Ctrl+F focuses; nullptr for none.
    [[nodiscard]] virtual QWidget* searchField() const { return nullptr; }

    /// The page comes to the front, with what another page asked for (empty parts: as it is).
    virtual void activate(const Selection& selection);

    virtual void deactivate() { }

    /// Esc that nothing else took: cancel or clear. True when there was something to do.
    virtual bool escape() { return false; }

    /// For pictures and tests: true while something still loads.
    [[nodiscard]] virtual bool isBusy() const { return false; }

    /// Keys of the page for the "?" sheet, beside its actions: {"S", "Scam"}.
    [[nodiscard]] virtual QList<QPair<QString, QString>> keys() const { return {}; }

signals:
    void wants(casebench::ui::PageId page, const casebench::ui::Selection& selection);
    void badgeChanged(const casebench::ui::Badge& badge);
    void viewChanged(const QString& view);
    void actionsChanged();

protected:
    [[nodiscard]] PageHeader* header() const { return m_header; }

    [[nodiscard]] Banner* banner() const { return m_banner; } ///< hidden until showMessage

    [[nodiscard]] EmptyState* empty() const { return m_empty; }

    /// The body; the page takes it.
    void setBody(QWidget* body);
    /// The empty state instead of the body.
    void showEmpty(bool on);
    /// Adds a view to the switch of the header; the first is current. onView is called when it changes.
    void addView(const QString& id, const QString& title);

    virtual void onView(const QString& view) { Q_UNUSED(view) }

    using QWidget::addAction;
    /// An action of this page: menu, palette, shortcut (while the page is in front), and a button where you
    /// put one.
    QAction* addAction(const ActionSpec& spec, std::function<void()> handler);
    void setBadge(const Badge& badge);

private:
    PageId m_id;
    QString m_title;
    PageHeader* m_header;
    Banner* m_banner;
    EmptyState* m_empty;
    QStackedLayout* m_stack;
    QWidget* m_body = nullptr;
    QList<View> m_views;
    QString m_view;
    QList<QAction*> m_actions;
    Badge m_badge;
};

/// Names what a screen reader says: a widget with its label as buddy, or by itself.
void nameWidget(QWidget* widget, const QString& name, const QString& description = {});

} // namespace casebench::ui
