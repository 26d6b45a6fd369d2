// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Icons.h"
#include "ui/widgets/Label.h"

#include <QPushButton>
#include <QToolButton>
#include <QWidget>

namespace casebench::ui {

/// Never a blank pane. Three faces that differ in icon, sentence and button; only "nothing yet" may hold the
/// primary.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    enum class Face
    {
        NothingYet,
        NothingMatches,
        Cannot
    };

    explicit EmptyState(QWidget* parent = nullptr);

    /// One sentence what will stand here, and the one button that fills it ("" for none).
    void
    showNothingYet(IconId icon, const QString& title, const QString& sentence, const QString& button = {});
    /// Which filter, and "Clear filter".
    void showNothingMatches(const QString& title, const QString& filter, const QString& button);
    /// What happened, why, what to do; details stay folded.
    void showCannot(const QString& title,
                    const QString& sentence,
                    const QString& details = {},
                    const QString& button = {});

    [[nodiscard]] Face face() const { return m_face; }

    [[nodiscard]] QPushButton* button() const { return m_button; }

signals:
    void acted(); ///< the button was pressed

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void show(Face face,
              IconId icon,
              const QString& title,
              const QString& sentence,
              const QString& button,
              const QString& details);
    using QWidget::show;

    Face m_face = Face::NothingYet;
    IconId m_icon = IconId::None;
    QWidget* m_iconSpace;
    Label* m_title;
    Label* m_sentence;
    Label* m_details;
    QPushButton* m_button;
    QToolButton* m_fold;
};

} // namespace casebench::ui
