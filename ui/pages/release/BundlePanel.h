// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/release/PathField.h"
#include "ui/pages/release/ReleasePresenter.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/KeyValueList.h"
#include "ui/widgets/Layouts.h"

namespace casebench::ui {

/// The signed export: which key, where to; then what was written and how to compare it by voice.
class BundlePanel : public Pane
{
    Q_OBJECT

public:
    explicit BundlePanel(QWidget* parent = nullptr);
    void render(const ReleaseState& state);

    [[nodiscard]] bool isReady() const;

    [[nodiscard]] QString key() const { return m_key->path(); }

    [[nodiscard]] KeyChoice takeKey(); ///< forgets the passphrase
    [[nodiscard]] QString target() const;

signals:
    void changed();

private:
    Label* m_what;
    PathField* m_key;
    QLineEdit* m_passphrase;
    PathField* m_folder;
    QLineEdit* m_name;
    GlyphLabel* m_done;
    KeyValueList* m_facts;
    Label* m_files;
    qint64 m_run = 0;
};

} // namespace casebench::ui
