// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/RecipeForm.h"

#include "core/models/Families.h"
#include "ui/itemmodels/RunWords.h"
#include "ui/pages/training/Proposed.h"
#include "ui/text/Format.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QThread>

#include <algorithm>
#include <limits>

namespace casebench::ui {

namespace {

constexpr int kNumberWidth = 116;

QFormLayout* formIn(QVBoxLayout* layout)
{
    auto* form = new QFormLayout;
    form->setVerticalSpacing(space::kGroup);
    form->setHorizontalSpacing(space::kBetween);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->addLayout(form);
    return form;
}

QSpinBox* spin(int low, int high, int value, const QString& name, const QString& unit = {})
{
    auto* box = new QSpinBox;
    box->setRange(low, high);
    box->setValue(value);
    box->setSuffix(unit);
    box->setAccessibleName(name);
    box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    box->setMinimumWidth(kNumberWidth);
    return box;
}

QComboBox* combo(const QString& name)
{
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    // Long snapshot names give way to the pane, not the pane to them.
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(12);
    return box;
}

} // namespace

RecipeForm::RecipeForm(QWidget* parent)
    : QWidget(parent)
    , m_snapshot(combo(tr("Snapshot")))
    , m_about(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_gapBox(new QWidget)
    , m_gapText(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_gapExclude(new QRadioButton(tr("Leave their cases out")))
    , m_gapKeep(new QRadioButton(tr("Train on them as they are")))
    , m_family(combo(tr("Family of models")))
    , m_parameters(new ParameterForm)
    , m_fields(new FieldListModel(this))
    , m_fieldTable(new TableView(tr("Fields of the snapshot")))
    , m_fieldCount(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_split(combo(tr("Split")))
    , m_holdout(spin(5, 50, 25, tr("Share held out"), tr(" %")))
    , m_folds(spin(2, 20, 5, tr("Folds")))
    , m_seed(spin(0, std::numeric_limits<int>::max(), 1, tr("Seed")))
    , m_threads(spin(1, std::max(1, QThread::idealThreadCount()), 1, tr("Threads")))
    , m_name(new QLineEdit)
    , m_estimate(new Label({}, TextRole::Caption, ColorRole::Muted))
{
    auto* layout = column(space::kInner);
    setLayout(layout);
    buildSource(layout);
    layout->addWidget(new Hairline);
    buildModel(layout);
    layout->addWidget(new Hairline);
    buildFields(layout);
    layout->addWidget(new Hairline);
    buildValidation(layout);
    showFamily();
}

void RecipeForm::buildSource(QVBoxLayout* layout)
{
    auto* head = row(space::kGroup);
    head->addWidget(new Label(tr("Recipe"), TextRole::Section));
    head->addStretch();
    auto* other = linkButton(tr("New snapshot"));
    connect(other, &QToolButton::clicked, this, &RecipeForm::snapshotAsked);
    head->addWidget(other);
    layout->addLayout(head);
    auto* form = formIn(layout);
    m_about->wrapping();
    m_name->setAccessibleName(tr("Name of the run"));
    m_name->setPlaceholderText(tr("the next number"));
    form->addRow(tr("Snapshot"), m_snapshot);
    form->addRow(m_about);
    buildGaps(layout);
    form->addRow(tr("Run name"), m_name);
    connect(m_snapshot, &QComboBox::currentIndexChanged, this, &RecipeForm::showSnapshot);
}

void RecipeForm::buildGaps(QVBoxLayout* layout)
{
    auto* box = column(space::kTight);
    m_gapBox->setLayout(box);
    auto* title = new GlyphLabel(Glyph::Watch, tr("Months without a scam"), TextRole::Strong);
    box->addWidget(title);
    box->addWidget(m_gapText->wrapping());
    m_gapExclude->setObjectName(QStringLiteral("gap:exclude"));
    m_gapKeep->setObjectName(QStringLiteral("gap:keep"));
    for (QRadioButton* answer : { m_gapExclude, m_gapKeep }) {
        answer->setAccessibleName(answer->text());
        box->addWidget(answer);
        connect(answer, &QRadioButton::toggled, this, &RecipeForm::changed);
    }
    box->addWidget((new Label(tr("The answer and who gave it are kept with the run."), TextRole::Caption,
                              ColorRole::Muted))
                       ->wrapping());
    layout->addWidget(m_gapBox);
    m_gapBox->hide();
}

void RecipeForm::askAboutGaps(const QStringList& sentences)
{
    m_gaps = sentences;
    m_gapText->setText(sentences.join(u'\n'));
    m_gapBox->setVisible(!sentences.isEmpty());
    emit changed();
}

/// Another snapshot is another question.
void RecipeForm::forgetGaps()
{
    m_gaps.clear();
    m_gapBox->hide();
    for (QRadioButton* answer : { m_gapExclude, m_gapKeep }) {
        answer->setAutoExclusive(false); // else one of them would stay chosen
        answer->setChecked(false);
        answer->setAutoExclusive(true);
    }
}

GapAnswer RecipeForm::gap() const
{
    if (m_gaps.isEmpty())
        return GapAnswer::None;
    return m_gapExclude->isChecked() ? GapAnswer::Exclude
        : m_gapKeep->isChecked()     ? GapAnswer::Keep
                                     : GapAnswer::None;
}

void RecipeForm::buildModel(QVBoxLayout* layout)
{
    layout->addWidget(new Label(tr("Model"), TextRole::Section));
    for (const Family* family : families())
        m_family->addItem(format::text(family->title()), format::text(family->id()));
    auto* form = formIn(layout);
    form->addRow(tr("Family"), m_family);
    layout->addWidget(m_parameters);
    connect(m_family, &QComboBox::currentIndexChanged, this, &RecipeForm::showFamily);
    connect(m_parameters, &ParameterForm::changed, this, &RecipeForm::changed);
}

void RecipeForm::buildFields(QVBoxLayout* layout)
{
    auto* head = row(space::kGroup);
    head->addWidget(new Label(tr("Fields"), TextRole::Section));
    head->addStretch();
    head->addWidget(m_fieldCount, 0, Qt::AlignBottom);
    layout->addLayout(head);
    m_fieldTable->setModel(m_fields);
    m_fieldTable->setColumnWidths({ 192, 0 });
    m_fieldTable->horizontalHeader()->hide();
    m_fieldTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_fieldTable->setFitsRows(true);
    layout->addWidget(m_fieldTable);
    connect(m_fields, &FieldListModel::usedChanged, this, &RecipeForm::tellFields);
}

void RecipeForm::buildValidation(QVBoxLayout* layout)
{
    layout->addWidget(new Label(tr("Validation"), TextRole::Section));
    for (const auto& [kind, word] : kSplitKindNames)
        m_split->addItem(words::split(kind), static_cast<int>(kind));
    auto* form = formIn(layout);
    form->addRow(tr("Split"), m_split);
    form->addRow(tr("Held out"), m_holdout);
    form->addRow(tr("Folds"), m_folds);
    form->addRow(tr("Seed"), m_seed);
    form->addRow(tr("Threads"), m_threads);
    m_estimate->wrapping();
    layout->addWidget(m_estimate);
    connect(m_split, &QComboBox::currentIndexChanged, this, &RecipeForm::changed);
    for (QSpinBox* box : { m_holdout, m_folds, m_seed, m_threads })
        connect(box, &QSpinBox::valueChanged, this, &RecipeForm::changed);
}

void RecipeForm::setSnapshots(const std::vector<Snapshot>& snapshots)
{
    const qint64 before = m_snapshot->currentData().toLongLong();
    m_snapshots = snapshots;
    const QSignalBlocker quiet(m_snapshot);
    m_snapshot->clear();
    for (auto at = m_snapshots.rbegin(); at != m_snapshots.rend(); ++at)
        m_snapshot->addItem(
            tr("%1, %2 cases").arg(format::harmless(format::text(at->name)), format::count(at->rows)),
            QVariant::fromValue(static_cast<qint64>(at->id)));
    chooseSnapshot(before);
    showSnapshot();
}

void RecipeForm::chooseSnapshot(qint64 id)
{
    const int at = m_snapshot->findData(QVariant::fromValue(id));
    if (m_snapshot->count() > 0)
        m_snapshot->setCurrentIndex(std::max(0, at));
}

const Snapshot* RecipeForm::snapshot() const
{
    const auto id = m_snapshot->currentData().toLongLong();
    const auto at = std::ranges::find(m_snapshots, id, &Snapshot::id);
    return at == m_snapshots.end() ? nullptr : &*at;
}

void RecipeForm::showSnapshot()
{
    const Snapshot* chosen = snapshot();
    if (chosen) {
        m_about->setText(tr("%1 scams, %2 not, %3 undecided. %4.")
                             .arg(format::count(chosen->positives), format::count(chosen->negatives),
                                  format::count(chosen->undecided), words::policy(chosen->policy)));
        m_fields->setSchema(chosen->schema);
    }
    if (const qint64 id = chosen ? chosen->id : 0; id != m_gapSnapshot) {
        m_gapSnapshot = id;
        forgetGaps();
        if (chosen)
            emit snapshotChosen(format::text(chosen->name));
    }
    emit changed();
}

void RecipeForm::showFamily()
{
    const auto found = findFamily(family().toStdString());
    if (found)
        m_parameters->setSpecs((*found)->parameters());
    // Numbers as wide as each other, and wide enough for what is typed into them.
    for (QAbstractSpinBox* box : m_parameters->findChildren<QAbstractSpinBox*>())
        box->setFixedWidth(scaled(this, kNumberWidth));
    m_parameters->setVisible(found && !(*found)->parameters().empty());
    emit changed();
}

void RecipeForm::tellFields()
{
    m_fieldCount->setText(tr("%1 of %2 learned from").arg(m_fields->usedCount()).arg(m_fields->rowCount()));
    emit changed();
}

QString RecipeForm::family() const
{
    return m_family->currentData().toString();
}

void RecipeForm::setEstimate(const QString& sentence)
{
    m_estimate->setText(sentence);
}

void RecipeForm::forgetName()
{
    m_name->clear();
}

void RecipeForm::propose(std::shared_ptr<const RetrainingProposal> proposal)
{
    m_proposal = std::move(proposal);
    if (m_proposal)
        fill(m_proposal->recipe);
    emit changed();
}

void RecipeForm::fill(const Recipe& recipe)
{
    const QSignalBlocker quiet(this); // one signal at the end
    if (const int at = m_family->findData(format::text(recipe.family)); at >= 0)
        m_family->setCurrentIndex(at);
    m_parameters->setGiven(recipe.parameters);
    m_fields->setUsed(recipe.fields);
    m_split->setCurrentIndex(m_split->findData(static_cast<int>(recipe.split)));
    m_holdout->setValue(qRound(recipe.holdoutShare * 100));
    m_folds->setValue(recipe.folds);
    m_seed->setValue(static_cast<int>(std::min<std::uint64_t>(recipe.seed, std::numeric_limits<int>::max())));
    m_threads->setValue(recipe.threads);
}

QStringList RecipeForm::notAsProposed() const
{
    if (!m_proposal)
        return {};
    Recipe shown = request().recipe;
    shown.fields = m_fields->usedFields();
    return proposed::differences(*m_proposal, shown, snapshot());
}

TrainRequest RecipeForm::request() const
{
    TrainRequest request;
    if (m_proposal) {
        request.parentRun = m_proposal->parentRun;
        request.alertId = m_proposal->alert;
    }
    if (const Snapshot* chosen = snapshot())
        request.snapshot = chosen->name;
    request.name = m_name->text().trimmed().toStdString();
    request.gap = gap();
    Recipe& recipe = request.recipe;
    recipe.family = family().toStdString();
    recipe.parameters = m_parameters->given();
    recipe.fields = m_fields->fields();
    recipe.split = static_cast<SplitKind>(m_split->currentData().toInt());
    recipe.holdoutShare = m_holdout->value() / 100.0;
    recipe.folds = m_folds->value();
    recipe.seed = static_cast<std::uint64_t>(m_seed->value());
    recipe.threads = m_threads->value();
    return request;
}

QString RecipeForm::command() const
{
    const TrainRequest given = request();
    const Recipe standard;
    QStringList words { QStringLiteral("train"), QStringLiteral("--snapshot"),
                        given.snapshot.empty() ? QStringLiteral("SNAPSHOT") : format::text(given.snapshot),
                        QStringLiteral("--family"), format::text(given.recipe.family) };
    const auto add = [&words](const char* option, const QString& value) {
        words << QString::fromLatin1(option) << value;
    };
    for (const auto& [name, value] : given.recipe.parameters)
        add("--set", format::text(name + "=" + value));
    for (const std::string& field : given.recipe.fields)
        add("--field", format::text(field));
    if (given.recipe.split != standard.split)
        add("--split", format::text(name(given.recipe.split)));
    if (given.recipe.holdoutShare != standard.holdoutShare)
        add("--holdout", QString::number(given.recipe.holdoutShare));
    if (given.recipe.folds != standard.folds)
        add("--folds", QString::number(given.recipe.folds));
    if (given.recipe.seed != standard.seed)
        add("--seed", QString::number(given.recipe.seed));
    if (given.recipe.threads != standard.threads)
        add("--threads", QString::number(given.recipe.threads));
    if (given.gap != GapAnswer::None)
        add("--gap", format::text(name(given.gap)));
    if (!given.name.empty())
        add("--name", format::text(given.name));
    if (given.parentRun != 0)
        add("--parent", QString::number(given.parentRun));
    if (given.alertId != 0)
        add("--alert", QString::number(given.alertId));
    return shellWords(words);
}

} // namespace casebench::ui
