// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CellTable.h"
#include "ui/pages/release/PathField.h"
#include "ui/pages/release/ReleasePresenter.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/KeyValueList.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

namespace casebench::ui {

/// Any bundle against a public key the person trusts; every problem is listed.
class VerifyPanel : public Pane
{
    Q_OBJECT

public:
    explicit VerifyPanel(QWidget* parent = nullptr);
    void render(const ReleaseState& state);

    [[nodiscard]] bool isReady() const { return !m_bundle->path().isEmpty() && !m_key->path().isEmpty(); }

    [[nodiscard]] QString bundle() const { return m_bundle->path(); }

    [[nodiscard]] QString publicKey() const { return m_key->path(); }

    [[nodiscard]] QString approverKey() const { return m_approver->path(); }

signals:
    void changed();

private:
    PathField* m_bundle;
    PathField* m_key;
    PathField* m_approver;
    GlyphLabel* m_verdict;
    KeyValueList* m_facts;
    TableView* m_problems;
    CellTable m_model;
};

} // namespace casebench::ui
