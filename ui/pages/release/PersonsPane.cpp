// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/release/PersonsPane.h"

#include "core/crypto/Signature.h"
#include "ui/pages/release/ReleaseRows.h"
#include "ui/text/Format.h"
#include "ui/theme/StylePaint.h"

#include <QPainter>

#include <algorithm>

namespace casebench::ui {

namespace {

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

QString metricText(const Run& run, const char* name)
{
    const auto at = std::ranges::find(run.metrics, name, &Metric::name);
    if (at == run.metrics.end())
        return format::undefined();
    return PersonsPane::tr("%1, n = %2")
        .arg(format::estimate(at->value.value, at->value.low, at->value.high, 3), format::count(at->value.n));
}

} // namespace

PersonCard::PersonCard(const QString& part, QWidget* parent)
    : QFrame(parent)
    , m_name(new ElidedLabel({}, Qt::ElideRight, TextRole::Strong))
    , m_state(new GlyphLabel)
    , m_text((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
{
    setAccessibleName(part);
    auto* lines = column(space::kTight);
    lines->setContentsMargins(space::kInner, space::kGroup, space::kInner, space::kGroup);
    setLayout(lines);
    lines->addWidget(new Label(part, TextRole::Caption, ColorRole::Muted));
    auto* head = row(space::kGroup);
    head->addWidget(m_name, 1);
    head->addWidget(m_state);
    lines->addLayout(head);
    lines->addWidget(m_text);
}

void PersonCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paint::roundRect(painter, rect(), kRadius, color(ColorRole::Base, this), color(ColorRole::Hairline, this),
                     1);
}

void PersonCard::show(const QString& name, Glyph glyph, const QString& word, const QString& text)
{
    m_name->setText(name);
    m_state->setGlyph(glyph);
    m_state->setText(word);
    m_text->setText(text);
}

PersonsPane::PersonsPane(QWidget* parent)
    : Pane(space::kBetween, parent)
    , m_trainer(new PersonCard(tr("Trainer")))
    , m_approver(new PersonCard(tr("Approver")))
    , m_whyNot((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_facts(new KeyValueList)
    , m_digest((new Label({}, TextRole::Mono))->wrapping()->selectable())
{
    addSection(tr("Two persons"));
    content()->addWidget(m_trainer);
    content()->addWidget(m_approver);
    content()->addWidget(m_whyNot);
    addHairline();
    addSection(tr("Hold-out"));
    content()->addWidget(m_facts);
    addHairline();
    addSection(tr("Model digest"));
    content()->addWidget(m_digest);
    content()->addWidget(
        (new Label(tr("SHA-256 of fields, model, calibration and threshold: what is approved."),
                   TextRole::Caption, ColorRole::Muted))
            ->wrapping());
    content()->addStretch();
}

void PersonsPane::render(const ReleaseState& state)
{
    const ReleaseVersion* version = state.current();
    if (!version)
        return;
    const Run& run = version->run;
    const RunDecision* submitted = newest(*version, Decision::Submit);
    m_trainer->show(clean(run.trainedBy), submitted ? Glyph::Good : Glyph::Ring,
                    submitted ? tr("submitted") : tr("not submitted"),
                    submitted ? tr("Trained run %1; submitted by %2, %3.")
                                    .arg(QString::number(run.id), clean(submitted->person),
                                         format::dateTime(submitted->at))
                              : tr("Trained run %1 on %2.").arg(run.id).arg(format::date(run.trainedAt)));
    renderApprover(*version);
    m_whyNot->setText(
        run.state == RunState::Submitted ? state.whyNotDecide.isEmpty()
                ? tr("You may decide. Whoever trained a run never approves it; the project refuses it.")
                : state.whyNotDecide
                                         : tr("Whoever trained a run never approves it. A local file shows "
                                              "tampering; it cannot prevent it."));
    m_facts->setRows({ { tr("Recall"), metricText(run, "recall") },
                       { tr("Precision"), metricText(run, "precision") },
                       { tr("Specificity"), metricText(run, "specificity") },
                       { tr("ROC AUC"), metricText(run, "roc_auc") },
                       { tr("Threshold"), format::decimal(run.threshold, 2) } });
    m_digest->setText(grouped(run.modelDigest));
}

void PersonsPane::renderApprover(const ReleaseVersion& version)
{
    if (const RunDecision* approved = newest(version, Decision::Approve)) {
        m_approver->show(clean(approved->person), Glyph::Good, tr("signed"),
                         tr("%1. Key %2. “%3”")
                             .arg(format::dateTime(approved->at),
                                  format::text(fingerprintWords(approved->fingerprint)),
                                  clean(approved->reason)));
    } else if (const RunDecision* rejected = newest(version, Decision::Reject)) {
        m_approver->show(clean(rejected->person), Glyph::Alarm, tr("rejected"),
                         tr("%1. “%2”").arg(format::dateTime(rejected->at), clean(rejected->reason)));
    } else {
        const bool waits = version.run.state == RunState::Submitted;
        m_approver->show(waits ? tr("A second person") : tr("Nobody yet"), Glyph::Ring,
                         waits ? tr("waiting") : tr("open"),
                         tr("A compliance officer with a registered key; never the person who trained."));
    }
}

} // namespace casebench::ui
