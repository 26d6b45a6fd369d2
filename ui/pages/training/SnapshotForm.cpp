// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/SnapshotForm.h"

#include "ui/itemmodels/RunWords.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"

#include <QFormLayout>

#include <algorithm>

namespace casebench::ui {

SnapshotForm::SnapshotForm(QWidget* parent)
    : QWidget(parent)
    , m_name(line(tr("Name of the snapshot"), {}))
    , m_from(line(tr("From"), tr("2026-01, or empty for the first case")))
    , m_to(line(tr("To"), tr("2026-06, or empty for the last case")))
    , m_where(line(tr("Filter"), tr("all cases")))
    , m_policy(new QComboBox(this))
    , m_decided(new QCheckBox(tr("Decided cases only"), this))
    , m_problem(new Label({}, TextRole::Caption, ColorRole::Alarm))
{
    m_policy->setAccessibleName(tr("Label policy"));
    for (const auto& [policy, word] : kLabelPolicyNames)
        m_policy->addItem(words::policy(policy), static_cast<int>(policy));
    m_problem->wrapping();
    m_problem->hide();
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(space::kGroup);
    form->setHorizontalSpacing(space::kBetween);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("From"), m_from);
    form->addRow(tr("To"), m_to);
    form->addRow(tr("Where"), m_where);
    form->addRow(tr("Labels"), m_policy);
    form->addRow(QString(), m_decided);
    form->addRow(m_problem);
}

QLineEdit* SnapshotForm::line(const QString& name, const QString& placeholder)
{
    auto* edit = new QLineEdit(this);
    edit->setAccessibleName(name);
    edit->setPlaceholderText(placeholder);
    connect(edit, &QLineEdit::returnPressed, this, &SnapshotForm::submitted);
    return edit;
}

void SnapshotForm::suggestName(const QString& name)
{
    if (!m_name->isModified())
        m_name->setText(name);
}

void SnapshotForm::fill(MonthIndex first, MonthIndex last, LabelPolicy policy)
{
    m_from->setText(format::text(formatMonth(first)));
    m_to->setText(format::text(formatMonth(last)));
    m_where->clear();
    m_policy->setCurrentIndex(std::max(0, m_policy->findData(static_cast<int>(policy))));
    m_decided->setChecked(true);
    m_problem->hide();
}

Result<SnapshotRequest> SnapshotForm::request()
{
    const auto read = [this]() -> Result<SnapshotRequest> {
        SnapshotRequest request;
        request.name = m_name->text().trimmed().toStdString();
        if (request.name.empty())
            return Error { ErrorCode::InvalidInput,
                           "The snapshot has no name.",
                           {},
                           {},
                           "Give it one, such as \"until-june\"." };
        if (!m_from->text().trimmed().isEmpty()) {
            CB_TRY(request.from, parseTimeBound(m_from->text().trimmed().toStdString(), false));
        }
        if (!m_to->text().trimmed().isEmpty()) {
            CB_TRY(request.to, parseTimeBound(m_to->text().trimmed().toStdString(), true));
        }
        request.where = m_where->text().trimmed().toStdString();
        request.policy = static_cast<LabelPolicy>(m_policy->currentData().toInt());
        request.decidedOnly = m_decided->isChecked();
        return request;
    };
    Result<SnapshotRequest> result = read();
    m_problem->setVisible(!result);
    if (!result)
        m_problem->setText(errorText(result.error()).line());
    return result;
}

QString SnapshotForm::command() const
{
    const QString name = m_name->text().trimmed();
    QStringList words { QStringLiteral("snapshot"), QStringLiteral("create"),
                        name.isEmpty() ? QStringLiteral("NAME") : name };
    const auto add = [&words](const char* option, const QString& value) {
        if (!value.isEmpty())
            words << QString::fromLatin1(option) << value;
    };
    add("--from", m_from->text().trimmed());
    add("--to", m_to->text().trimmed());
    add("--where", m_where->text().trimmed());
    if (m_policy->currentIndex() > 0)
        add("--policy",
            format::text(casebench::name(static_cast<LabelPolicy>(m_policy->currentData().toInt()))));
    if (m_decided->isChecked())
        words << QStringLiteral("--decided-only");
    return shellWords(words);
}

void SnapshotForm::clear()
{
    m_name->clear();
    m_name->setModified(false);
    m_problem->hide();
}

} // namespace casebench::ui
