// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Icons.h"
#include "ui/widgets/Label.h"

#include <QFrame>
#include <QPushButton>

namespace casebench::ui {

/// A message of the page it stands on: edge in the status colour, glyph, sentence, at most one button.
/// Announced when it changes.
class Banner : public QWidget
{
    Q_OBJECT

public:
    /// framed: with an outline and radius, inside a pane; else it spans the page under its header.
    explicit Banner(bool framed = false, QWidget* parent = nullptr);

    /// sentence: what, where, what next. strong: the page's finding, semibold and larger. button "": none.
    void showMessage(Glyph glyph, const QString& sentence, const QString& button = {}, bool strong = false);
    /// A second, muted line ("The price: 45 false alarms instead of 34").
    void setDetail(const QString& detail);
    /// Muted text at the right ("Policy is met since 3 August").
    void setAside(const QString& aside);
    void clear(); ///< hides it

    [[nodiscard]] QString sentence() const { return m_sentence->text(); }

    [[nodiscard]] Glyph glyph() const { return m_glyph; }

    [[nodiscard]] QPushButton* button() const { return m_button; }

signals:
    void acted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_framed;
    Glyph m_glyph = Glyph::None;
    QWidget* m_glyphSpace;
    Label* m_sentence;
    Label* m_detail;
    Label* m_aside;
    QPushButton* m_button;
};

/// Says a sentence to a screen reader without moving the focus.
void announce(QWidget* widget, const QString& sentence);

} // namespace casebench::ui
