// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ParameterForm.h"

#include "ui/text/Format.h"
#include "ui/widgets/Label.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

/// As many decimals as the step or the default needs.
int decimalsOf(const ParameterSpec& spec)
{
    const auto point = spec.defaultValue.find('.');
    const int written =
        point == std::string::npos ? 0 : static_cast<int>(spec.defaultValue.size() - point - 1);
    const int stepped =
        spec.step > 0 && spec.step < 1 ? static_cast<int>(std::ceil(-std::log10(spec.step) - 1e-9)) : 0;
    return std::clamp(std::max(written, stepped), 1, 8);
}

} // namespace

ParameterForm::ParameterForm(QWidget* parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(space::kBetween);
    m_form->setVerticalSpacing(space::kGroup);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
}

QWidget* ParameterForm::fieldFor(const ParameterSpec& spec)
{
    const QString unit = spec.unit.empty() ? QString() : u' ' + format::text(spec.unit);
    switch (spec.kind) {
    case ParameterKind::Choice: {
        auto* combo = new QComboBox(this);
        for (const std::string& choice : spec.choices)
            combo->addItem(format::text(choice));
        connect(combo, &QComboBox::currentIndexChanged, this, &ParameterForm::changed);
        return combo;
    }
    case ParameterKind::Integer: {
        auto* spin = new QSpinBox(this);
        spin->setRange(static_cast<int>(spec.low), static_cast<int>(std::min(spec.high, 2147483647.0)));
        spin->setSingleStep(std::max(1, static_cast<int>(spec.step)));
        spin->setGroupSeparatorShown(true);
        spin->setSuffix(unit);
        connect(spin, &QSpinBox::valueChanged, this, &ParameterForm::changed);
        return spin;
    }
    case ParameterKind::Real:
        break;
    }
    auto* spin = new QDoubleSpinBox(this);
    spin->setDecimals(decimalsOf(spec));
    spin->setRange(spec.low, spec.high);
    spin->setSingleStep(spec.step);
    spin->setSuffix(unit);
    connect(spin, &QDoubleSpinBox::valueChanged, this, &ParameterForm::changed);
    return spin;
}

void ParameterForm::setSpecs(std::span<const ParameterSpec> specs)
{
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
    m_fields.clear();
    m_specs.assign(specs.begin(), specs.end());
    for (const ParameterSpec& spec : m_specs) {
        QWidget* field = fieldFor(spec);
        const QString title = format::text(spec.title);
        const QString help = format::text(spec.help);
        auto* label = new Label(title);
        label->setBuddy(field);
        label->setToolTip(help.toHtmlEscaped());
        field->setToolTip(help.toHtmlEscaped());
        field->setAccessibleName(title);
        field->setAccessibleDescription(help);
        field->setObjectName(format::text(spec.name));
        m_fields.insert(format::text(spec.name), field);
        m_form->addRow(label, field);
    }
    resetToDefaults();
}

std::string ParameterForm::textOf(const ParameterSpec& spec) const
{
    QWidget* field = m_fields.value(format::text(spec.name));
    if (const auto* combo = qobject_cast<const QComboBox*>(field))
        return combo->currentText().toStdString();
    if (const auto* whole = qobject_cast<const QSpinBox*>(field))
        return std::to_string(whole->value());
    const auto* real = qobject_cast<const QDoubleSpinBox*>(field);
    return real ? QByteArray::number(real->value(), 'g', 12).toStdString() : std::string();
}

void ParameterForm::setText(const ParameterSpec& spec, const std::string& text)
{
    QWidget* field = m_fields.value(format::text(spec.name));
    const QString value = format::text(text);
    if (auto* combo = qobject_cast<QComboBox*>(field))
        combo->setCurrentText(value);
    else if (auto* whole = qobject_cast<QSpinBox*>(field))
        whole->setValue(QLocale::c().toInt(value));
    else if (auto* real = qobject_cast<QDoubleSpinBox*>(field))
        real->setValue(QLocale::c().toDouble(value));
}

std::map<std::string, std::string> ParameterForm::given() const
{
    std::map<std::string, std::string> result;
    for (const ParameterSpec& spec : m_specs) {
        const std::string text = textOf(spec);
        const bool number = spec.kind != ParameterKind::Choice;
        const bool same = number ? QLocale::c().toDouble(format::text(text))
                == QLocale::c().toDouble(format::text(spec.defaultValue))
                                 : text == spec.defaultValue;
        if (!same)
            result.emplace(spec.name, text);
    }
    return result;
}

void ParameterForm::setGiven(const std::map<std::string, std::string>& values)
{
    {
        const QSignalBlocker one(this); // one signal at the end
        for (const ParameterSpec& spec : m_specs) {
            const auto it = values.find(spec.name);
            setText(spec, it == values.end() ? spec.defaultValue : it->second);
        }
    }
    emit changed();
}

void ParameterForm::resetToDefaults()
{
    setGiven({});
}

} // namespace casebench::ui
