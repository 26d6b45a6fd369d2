// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/KeyValueList.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/TableView.h"

namespace casebench::ui {

class FactListModel;

/// Muted names left, values right, of any number: rows of one height of which only those in view are drawn,
/// so a case of 5,000 fields costs what one of ten does. From some twenty on it scrolls and has a field to
/// find a fact; typing in the list goes there. What a row has to cut stands whole under the list, and is
/// copied whole.
class FactList : public QWidget
{
    Q_OBJECT

public:
    explicit FactList(const QString& accessibleName, QWidget* parent = nullptr);

    /// The current row stays at its name, and what is searched for stays.  Cost: O(rows) of text, no widget.
    void setRows(const QList<KeyValueList::Row>& rows);
    /// Where letters are commands of the page, typing does not search, and Tab passes over a short list.
    void setSearchesByTyping(bool on);

    [[nodiscard]] TableView* table() const { return m_table; }

    [[nodiscard]] SearchField* search() const { return m_find; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();
    void find(const QString& words);
    void goTo(const QString& key);
    void showWhole();

    FactListModel* m_model;
    SearchField* m_find;
    Label* m_nothing;
    TableView* m_table;
    Label* m_whole;
    bool m_typing = true;
};

} // namespace casebench::ui
