// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace casebench::ui {

/// A choice with its key printed: large for verdicts, flat for reasons.
class ChoiceButton : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Size
    {
        Verdict,
        Reason
    };

    ChoiceButton(const QString& key, const QString& text, Size size, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

    void nextCheckState() override { } ///< the presenter decides what is chosen

private:
    QString m_key;
    Size m_size;
};

} // namespace casebench::ui
