// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>

namespace casebench::ui {

/// A field with a magnifier and a key cap; Esc clears. `searched` comes 150 ms after the last key, or at once
/// on Enter.
class SearchField : public QLineEdit
{
    Q_OBJECT

public:
    explicit SearchField(const QString& placeholder,
                         const QString& keyCap = QStringLiteral("Ctrl+F"),
                         QWidget* parent = nullptr);

signals:
    void searched(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void setMargins();

    QString m_keyCap;
    QTimer m_delay;
};

} // namespace casebench::ui
