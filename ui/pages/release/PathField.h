// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBoxLayout>
#include <QLineEdit>
#include <QWidget>

namespace casebench::ui {

/// A path that is typed, chosen or dropped.
class PathField : public QWidget
{
    Q_OBJECT

public:
    enum class What
    {
        File,
        Folder
    };

    PathField(What what, const QString& name, const QString& placeholder, QWidget* parent = nullptr);

    [[nodiscard]] QString path() const { return m_edit->text().trimmed(); }

    void setPath(const QString& path) { m_edit->setText(path); }

    [[nodiscard]] QLineEdit* edit() const { return m_edit; }

    [[nodiscard]] QString name() const { return m_name; }

signals:
    void changed();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void choose();

    What m_what;
    QString m_name;
    QLineEdit* m_edit;
};

/// A field below its label, which keeps saying what it is when there is text in it. buddy: what takes the
/// focus.
void addField(QBoxLayout* lines, const QString& label, QWidget* field, QWidget* buddy);
/// A passphrase: never shown, never remembered.
[[nodiscard]] QLineEdit* passphraseField(const QString& name);

} // namespace casebench::ui
