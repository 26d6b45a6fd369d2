// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/AgreementPresenter.h"

#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

namespace casebench::ui {

AgreementPresenter::AgreementPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_job(session.jobs())
{
    connect(&session, &Session::opened, this, &AgreementPresenter::forget);
    connect(&session, &Session::closed, this, &AgreementPresenter::forget);
    connect(&session, &Session::changed, this, [this](Change what) {
        if (what == Change::Labels || what == Change::Cases)
            mark();
    });
    forget();
}

void AgreementPresenter::forget()
{
    m_job.cancel();
    m_state = {};
    if (m_session.isOpen())
        m_state.face = AgreementState::Face::Loading;
    mark();
}

void AgreementPresenter::mark()
{
    m_dirty = true;
    if (m_visible && m_session.isOpen())
        read();
    emit changed();
}

void AgreementPresenter::setVisible(bool visible)
{
    m_visible = visible;
    if (visible && m_dirty && m_session.isOpen())
        read();
}

void AgreementPresenter::choosePerson(int person)
{
    if (person < 0 || person == m_state.person)
        return;
    m_state.person = person;
    emit changed();
}

void AgreementPresenter::read()
{
    m_dirty = false;
    m_state.reading = true;
    m_job.start(
        tr("Measuring agreement"),
        [path = m_session.path().toStdString()](Progress& progress) -> Result<ProjectAgreement> {
            CB_TRY(Project project, Project::open(path, OpenOptions { .readOnly = true }));
            return projectAgreement(project, {}, progress);
        },
        [this](const Result<ProjectAgreement>& agreement) {
            m_state.reading = false;
            take(agreement);
            emit changed();
        });
    emit changed();
}

void AgreementPresenter::take(const Result<ProjectAgreement>& agreement)
{
    using Face = AgreementState::Face;
    if (!agreement) {
        const ErrorText text = errorText(agreement.error());
        m_state.face = Face::Failed;
        m_state.failure = text.line();
        m_state.details = text.details;
        return;
    }
    m_state.agreement = std::make_shared<const ProjectAgreement>(*agreement);
    const AgreementReport& report = m_state.agreement->report;
    m_state.face = report.alpha.n > 0 ? Face::Ready : Face::Nothing;
    m_state.alarm = report.alarm();
    m_state.sentence = format::text(agreementSentence(*m_state.agreement));
    m_state.sealed = m_state.agreement->sealed == 0 ? QString()
        : m_state.agreement->sealed == 1
        ? tr("One sealed verdict waits for a second person and counts nowhere here.")
        : tr("%1 sealed verdicts wait for a second person and count nowhere here.")
              .arg(format::count(static_cast<qint64>(m_state.agreement->sealed)));
    if (m_state.person >= static_cast<int>(report.people.size()))
        m_state.person = 0;
}

} // namespace casebench::ui
