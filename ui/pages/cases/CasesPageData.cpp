// SPDX-License-Identifier: GPL-3.0-or-later
// The views of the page that speak of the data as a whole: fields and expectations.
#include "ui/pages/cases/CasesPage.h"
#include "ui/text/Format.h"

#include <QFileDialog>

namespace casebench::ui {

namespace {

const QString kFieldsView = QStringLiteral("fields");
const QString kExpectationsView = QStringLiteral("expectations");

} // namespace

void CasesPage::buildDataActions()
{
    m_editField = addAction({ QStringLiteral("cases.editField"),
                              tr("Change field"),
                              IconId::Settings,
                              QKeySequence(QStringLiteral("Ctrl+Shift+F")),
                              tr("Changes kind or role of the chosen field, with a reason"),
                              {} },
                            [this] {
                                showView(kFieldsView);
                                m_fieldsPanel->detail()->startEditing();
                            });
    setCommand(m_editField, [this] { return m_fieldsPanel->detail()->command(); });
    m_suggest = addAction({ QStringLiteral("cases.suggestExpectations"),
                            tr("Suggest expectations"),
                            IconId::Plus,
                            {},
                            tr("Reads from the reference what the next file should hold; saves nothing"),
                            QStringLiteral("expect suggest") },
                          [this] {
                              showView(kExpectationsView);
                              m_expectations.suggest();
                          });
    m_readChecks = addAction({ QStringLiteral("cases.importExpectations"),
                               tr("Import expectations…"),
                               IconId::Import,
                               {},
                               tr("Reads a JSON file of expectations; saves nothing"),
                               QStringLiteral("expect import FILE") },
                             [this] { chooseExpectations(false); });
    m_writeChecks = addAction({ QStringLiteral("cases.exportExpectations"),
                                tr("Export expectations…"),
                                IconId::Export,
                                {},
                                tr("Writes the expectations as JSON"),
                                QStringLiteral("expect export --out FILE") },
                              [this] { chooseExpectations(true); });
    m_saveChecks = addAction({ QStringLiteral("cases.saveExpectations"),
                               tr("Save expectations"),
                               IconId::Save,
                               {},
                               tr("From now on each import is held to them"),
                               {} },
                             [this] { m_expectations.save(); });
    m_runChecks = addAction({ QStringLiteral("cases.runExpectations"),
                              tr("Run expectations"),
                              IconId::Play,
                              {},
                              tr("Holds the cases to the expectations and records what came of it"),
                              QStringLiteral("expect run") },
                            [this] { m_expectations.run(); });
    connect(&m_fields, &FieldsPresenter::changed, this, &CasesPage::render);
    connect(&m_expectations, &ExpectationsPresenter::changed, this, &CasesPage::render);
    connect(m_fieldsPanel, &FieldsPanel::casesAsked, this, &CasesPage::showCases);
    connect(m_fieldsPanel, &FieldsPanel::importAsked, this, &CasesPage::chooseFiles);
    connect(m_expectationsPanel, &ExpectationsPanel::casesAsked, this, &CasesPage::showCases);
    connect(&m_cases, &CasesPresenter::looked, this, &CasesPage::findLinks);
    connect(m_detail->linked(), &LinkedList::allAsked, this, &CasesPage::showCases);
    connect(m_detail->linked(), &LinkedList::caseAsked, this,
            [this](const QString& id) { m_cases.locate(id); });
    connect(m_expectationsPanel, &ExpectationsPanel::suggestAsked, &m_expectations,
            &ExpectationsPresenter::suggest);
}

void CasesPage::findLinks(const CaseFacts& facts)
{
    m_session.read(
        tr("Looking for linked cases"), this,
        [id = facts.caseId.toStdString()](Project& project, Progress& progress) {
            return linkedCases(project, id, progress);
        },
        [this, turn = ++m_linkTurn](Result<LinkedCases> linked) {
            if (turn == m_linkTurn && linked && m_detail->caseId() == format::text(linked->caseId))
                m_detail->linked()->render(*linked);
        });
}

void CasesPage::showCases(const QString& filter)
{
    m_table->setSearch(filter);
    showView(QStringLiteral("table"));
}

void CasesPage::chooseExpectations(bool write)
{
    showView(kExpectationsView);
    auto* dialog = new QFileDialog(this, write ? tr("Export expectations") : tr("Import expectations"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setNameFilters({ tr("Expectations (*.json)"), tr("All files (*)") });
    if (write) {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QStringLiteral("json"));
        dialog->selectFile(QStringLiteral("expectations.json"));
        connect(dialog, &QFileDialog::fileSelected, &m_expectations, &ExpectationsPresenter::exportTo);
    } else {
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, &m_expectations, &ExpectationsPresenter::importFrom);
    }
    dialog->open();
}

bool CasesPage::renderDataHeader()
{
    const FieldsState& fields = m_fields.state();
    const ExpectationsState& checks = m_expectations.state();
    const bool ready = checks.face == ExpectationsState::Face::Ready;
    const bool can = checks.mayEdit && !checks.working;
    m_editField->setEnabled(fields.face == FieldsState::Face::Ready && fields.mayEdit);
    m_suggest->setEnabled(m_session.isOpen() && !checks.working);
    m_readChecks->setEnabled(can);
    m_writeChecks->setEnabled(ready);
    m_saveChecks->setEnabled(can && checks.edits > 0);
    m_saveChecks->setText(tr("Save %1 changes").arg(format::count(checks.edits)));
    m_runChecks->setEnabled(can && ready && checks.edits == 0);
    m_runChecks->setText(tr("Run %1 expectations").arg(format::count(m_expectations.model()->rowCount())));
    if (currentView() == kFieldsView) {
        header()->setSentence(fields.sentence);
        header()->clearSecondary();
        header()->setPrimary(fields.face == FieldsState::Face::Ready ? m_editField : nullptr);
        return true;
    }
    if (currentView() != kExpectationsView)
        return false;
    header()->setSentence(checks.sentence);
    header()->clearSecondary(); // import, export and suggest stand in menu and palette; the sentence needs
                                // the room
    header()->setPrimary(!ready ? nullptr : checks.edits > 0 ? m_saveChecks : m_runChecks);
    return true;
}

bool CasesPage::renderDataBanner()
{
    const bool fields = currentView() == kFieldsView;
    if (!fields && currentView() != kExpectationsView)
        return false;
    const QString& notice = fields ? m_fields.state().notice : m_expectations.state().notice;
    const Glyph glyph = fields ? m_fields.state().noticeGlyph : m_expectations.state().noticeGlyph;
    if (notice.isEmpty())
        banner()->clear();
    else
        banner()->showMessage(glyph, notice);
    return true;
}

} // namespace casebench::ui
