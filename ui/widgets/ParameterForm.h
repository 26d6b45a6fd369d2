// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/Parameters.h"

#include <QFormLayout>
#include <QHash>
#include <QWidget>

#include <map>
#include <span>
#include <string>

namespace casebench::ui {

/// A form drawn from ParameterSpec: spin boxes for numbers, a combo box for choices, title as buddy label,
/// unit, help as tip.
class ParameterForm : public QWidget
{
    Q_OBJECT

public:
    explicit ParameterForm(QWidget* parent = nullptr);

    /// Draws the form anew, all at their defaults.
    void setSpecs(std::span<const ParameterSpec> specs);
    /// Only what differs from the default, in the C locale, as ParameterValues::resolve takes it.
    [[nodiscard]] std::map<std::string, std::string> given() const;
    /// Sets what is named; unknown names are ignored, so that a recipe of another family does no harm.
    void setGiven(const std::map<std::string, std::string>& values);
    void resetToDefaults();

signals:
    void changed();

private:
    [[nodiscard]] QWidget* fieldFor(const ParameterSpec& spec);
    [[nodiscard]] std::string textOf(const ParameterSpec& spec) const;
    void setText(const ParameterSpec& spec, const std::string& text);

    QFormLayout* m_form;
    std::vector<ParameterSpec> m_specs;
    QHash<QString, QWidget*> m_fields;
};

} // namespace casebench::ui
