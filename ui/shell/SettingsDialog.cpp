// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/SettingsDialog.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/SegmentedSwitch.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QSettings>

namespace casebench::ui {

namespace {

constexpr const char* kTheme = "look/theme";
constexpr const char* kScale = "look/textScale";
constexpr const char* kMotion = "look/motion";

QString idOf(ThemeChoice choice)
{
    return choice == ThemeChoice::Light ? QStringLiteral("light")
        : choice == ThemeChoice::Dark   ? QStringLiteral("dark")
                                        : QStringLiteral("system");
}

ThemeChoice choiceOf(const QString& id)
{
    return id == QLatin1String("light") ? ThemeChoice::Light
        : id == QLatin1String("dark")   ? ThemeChoice::Dark
                                        : ThemeChoice::System;
}

} // namespace

SettingsDialog::SettingsDialog(Theme& theme, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Settings"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* look = new SegmentedSwitch(tr("Theme"), this);
    look->setSegments({ { QStringLiteral("system"), tr("System") },
                        { QStringLiteral("light"), tr("Light") },
                        { QStringLiteral("dark"), tr("Dark") } });
    look->setCurrent(idOf(theme.choice()));
    connect(look, &SegmentedSwitch::chosen, &theme, [&theme](const QString& id) {
        QSettings().setValue(QLatin1String(kTheme), id);
        theme.choose(choiceOf(id));
    });
    auto* scale = new SegmentedSwitch(tr("Text size"), this);
    QList<SegmentedSwitch::Segment> sizes;
    for (const int percent : { 100, 125, 150, 200 })
        sizes.append({ QString::number(percent), tr("%1 %").arg(percent) });
    scale->setSegments(sizes);
    scale->setCurrent(QString::number(static_cast<int>(theme.textScale() * 100 + 0.5)));
    connect(scale, &SegmentedSwitch::chosen, &theme, [&theme](const QString& id) {
        QSettings().setValue(QLatin1String(kScale), id.toInt());
        theme.setTextScale(id.toInt() / 100.0);
    });
    auto* motion = new QCheckBox(tr("Move what shows that something is busy"), this);
    motion->setChecked(theme.motion());
    connect(motion, &QCheckBox::toggled, &theme, [&theme](bool on) {
        QSettings().setValue(QLatin1String(kMotion), on);
        theme.setMotion(on);
    });
    auto* close = textButton(tr("Close"), this);
    setPrimary(close);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(space::kPage, space::kPage, space::kPage, space::kPage);
    form->setSpacing(space::kBetween);
    const auto addRow = [form](const QString& name, QWidget* field) {
        auto* label = new Label(name);
        label->setBuddy(field);
        form->addRow(label, field);
    };
    addRow(tr("Theme"), look);
    addRow(tr("Text size"), scale);
    addRow(tr("Motion"), motion);
    auto* end = row(0);
    end->addWidget(close);
    end->addStretch();
    form->addRow(QString(), end);
}

void restoreSettings(Theme& theme)
{
    const QSettings settings;
    theme.choose(choiceOf(settings.value(QLatin1String(kTheme)).toString()));
    theme.setTextScale(settings.value(QLatin1String(kScale), 100).toInt() / 100.0);
    theme.setMotion(settings.value(QLatin1String(kMotion), true).toBool());
}

} // namespace casebench::ui
