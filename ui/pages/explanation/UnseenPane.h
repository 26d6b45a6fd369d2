// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/explanation/ExplanationData.h"
#include "ui/widgets/KeyValueList.h"
#include "ui/widgets/Layouts.h"

namespace casebench::ui {

/// What the run does not know of the case: fields it has no place for, and fields nobody asked about.
class UnseenPane : public Pane
{
    Q_OBJECT

public:
    explicit UnseenPane(QWidget* parent = nullptr);

    void render(const CaseExplanation& found, std::size_t shown);
    /// There is no explanation: it is still made (why is ""), or there is none.
    void renderNothing(const QString& why);

private:
    void renderUnseen(const CaseExplanation& found, const RunExplanation& run);
    void renderNotAsked(const RunExplanation& run);

    Label* m_unseenNote;
    KeyValueList* m_unseen;
    QWidget* m_notAskedPart;
    Label* m_notAskedNote;
    KeyValueList* m_notAsked;
};

} // namespace casebench::ui
