// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/AuditPresenter.h"

#include "core/crypto/Signature.h"
#include "core/store/AuditLog.h"
#include "core/store/PersonStore.h"
#include "core/workflow/AcceptHistory.h"
#include "core/workflow/Access.h"
#include "core/workflow/ManagePersons.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <QElapsedTimer>

namespace casebench::ui {

namespace {

constexpr std::int64_t kMostEvents = 100'000; ///< newest; older ones stand in the log's export

struct Look
{
    std::vector<AuditRecord> records;
    std::vector<Person> persons;
};

} // namespace

AuditPresenter::AuditPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_list(session.jobs())
    , m_verify(session.jobs())
{
    connect(&session, &Session::opened, this, &AuditPresenter::forget);
    connect(&session, &Session::closed, this, &AuditPresenter::forget);
    connect(&session, &Session::actorChanged, this, &AuditPresenter::update);
    connect(&session, &Session::auditChanged, this, &AuditPresenter::mark);
    forget();
}

void AuditPresenter::forget()
{
    m_list.cancel();
    m_verify.cancel();
    m_state = {};
    if (m_session.isOpen())
        m_state.face = AuditState::Face::Loading;
    mark();
}

void AuditPresenter::mark()
{
    m_dirty = true;
    if (m_visible && m_session.isOpen())
        read();
    update();
}

void AuditPresenter::setVisible(bool visible)
{
    m_visible = visible;
    if (visible && m_dirty && m_session.isOpen())
        read();
}

void AuditPresenter::read()
{
    m_dirty = false;
    m_state.reading = true;
    m_list.start(
        tr("Reading the log"),
        [path = m_session.path().toStdString()](Progress&) -> Result<Look> {
            CB_TRY(const Project project, Project::open(path, OpenOptions { .readOnly = true }));
            Look look;
            CB_TRY(look.records, AuditLog(project).newest(kMostEvents));
            CB_TRY(look.persons, PersonStore(project).list());
            return look;
        },
        [this](const Result<Look>& look) {
            m_state.reading = false;
            if (look) {
                const bool grown = !m_state.records || m_state.records->size() != look->records.size();
                m_state.records = std::make_shared<const std::vector<AuditRecord>>(look->records);
                m_state.persons = std::make_shared<const std::vector<Person>>(look->persons);
                m_state.face = AuditState::Face::Ready;
                if (grown)
                    m_state.verdict.reset();
            } else {
                const ErrorText text = errorText(look.error());
                m_state.face = AuditState::Face::Failed;
                m_state.failure = text.line();
                m_state.details = text.details;
            }
            update();
        });
}

void AuditPresenter::choose(qint64 event)
{
    m_state.event = event;
    update();
}

void AuditPresenter::verify()
{
    if (!m_session.isOpen())
        return;
    m_state.verifying = true;
    m_state.notice.clear();
    QElapsedTimer clock;
    clock.start();
    m_verify.start(
        tr("Verifying the log"),
        [path = m_session.path().toStdString()](Progress& progress) -> Result<AuditVerdict> {
            CB_TRY(const Project project, Project::open(path, OpenOptions { .readOnly = true }));
            return AuditLog(project).verify(progress);
        },
        [this, clock](const Result<AuditVerdict>& verdict) {
            m_state.verifying = false;
            if (verdict) {
                m_state.verdict = std::make_shared<const AuditVerdict>(*verdict);
                m_state.seconds = static_cast<double>(clock.elapsed()) / 1000;
            } else if (const ErrorText text = errorText(verdict.error()); !text.quiet) {
                m_state.notice = text.line();
                m_state.noticeGood = false;
            }
            update();
        },
        JobShow::InTray);
    update();
}

void AuditPresenter::addPerson(const QString& name, Role role, const QString& keyFile)
{
    if (m_state.saving)
        return;
    m_state.saving = true;
    m_session.write(
        tr("Adding a person"), this, Change::Persons,
        [name = name.toStdString(), role, key = keyFile.toStdString()](Project& project, const Actor& actor,
                                                                       Progress&) -> Result<Person> {
            Person person { name, role, {}, {} };
            if (!key.empty()) {
                CB_TRY(const PublicKey loaded, PublicKey::load(key));
                person.publicKey = loaded.pem();
            }
            return casebench::addPerson(project, actor, person);
        },
        [this](const Result<Person>& person) {
            m_state.saving = false;
            m_state.noticeGood = person.has_value();
            m_state.notice = person ? tr("%1 is %2 now.")
                                          .arg(format::harmless(format::text(person->name)),
                                               format::text(casebench::name(person->role)))
                                    : errorText(person.error()).line();
            update();
        },
        JobShow::Quiet);
    update();
}

void AuditPresenter::acceptHistory(const QString& reason)
{
    if (m_state.saving)
        return;
    m_state.saving = true;
    m_session.write(
        tr("Accepting the history"), this, Change::Nothing,
        [reason = reason.toStdString()](Project& project, const Actor& actor, Progress&) {
            return acceptRollback(project, actor, reason);
        },
        [this](const Result<std::int64_t>& seq) {
            m_state.saving = false;
            m_state.noticeGood = seq.has_value();
            m_state.notice = seq ? tr("The history is accepted with event %1.").arg(format::count(*seq))
                                 : errorText(seq.error()).line();
            m_state.verdict.reset();
            update();
        },
        JobShow::Quiet);
    update();
}

void AuditPresenter::update()
{
    m_state.whyNotPersons.clear();
    m_state.anchor = m_session.anchor();
    m_state.whyNotAccept = m_session.viewOnlyReason();
    if (const auto may = requireAccess(m_session.actor(), VerbGroup::Release);
        m_session.isOpen() && !may && m_state.whyNotAccept.isEmpty())
        m_state.whyNotAccept = errorText(may.error()).line();
    if (m_session.isOpen()) {
        m_state.whyNotPersons = m_session.viewOnlyReason();
        if (const auto may = requireAccess(m_session.actor(), VerbGroup::Persons);
            !may && m_state.whyNotPersons.isEmpty())
            m_state.whyNotPersons = errorText(may.error()).line();
    }
    emit changed();
}

} // namespace casebench::ui
