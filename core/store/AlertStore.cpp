// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/AlertStore.h"

#include "core/base/Json.h"
#include "core/base/Text.h"
#include "core/store/Sqlite.h"

#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::string_view kSelect = "SELECT id, run, kind, severity, fields, text, window_from, window_to, "
                                     "state, owner, raised_at, answer FROM alert ";

Result<Alert> readAlert(const Statement& row)
{
    Alert alert;
    alert.id = row.integer(0);
    alert.runId = row.integer(1);
    alert.kind = row.string(2);
    alert.severity = row.string(3);
    CB_TRY(const Json fields, parseJson(row.text(4)));
    for (const Json& field : fields) {
        if (field.is_string())
            alert.fields.push_back(field.get<std::string>());
    }
    alert.text = row.string(5);
    alert.windowFrom = row.integer(6);
    alert.windowTo = row.integer(7);
    CB_TRY(alert.state, valueIn(kAlertStateNames, row.text(8)));
    alert.owner = row.string(9);
    alert.raisedAt = row.integer(10);
    alert.answer = row.string(11);
    return alert;
}

} // namespace

AlertStore::AlertStore(const Project& project)
    : m_project(&project)
{
}

Result<AlertStore::Raised> AlertStore::raise(WriteTransaction& tx, const Alert& alert) const
{
    Database& database = tx.database();
    const std::string first = alert.fields.empty() ? std::string() : alert.fields.front();
    CB_TRY(const std::int64_t known,
           database.integer("SELECT id FROM alert WHERE run = ?1 AND kind = ?2 AND window_from = ?3 AND "
                            "window_to = ?4 AND first_field = ?5",
                            alert.runId, alert.kind, alert.windowFrom, alert.windowTo, first));
    if (known != 0)
        return Raised { known, false };
    const Json fields = alert.fields;
    CB_CHECK(database.run("INSERT INTO alert(run, kind, severity, fields, first_field, text, window_from, "
                          "window_to, state, owner, raised_at, answer) "
                          "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'open', '', ?9, '')",
                          alert.runId, alert.kind, alert.severity, canonicalJson(fields), first, alert.text,
                          alert.windowFrom, alert.windowTo, tx.time()));
    return Raised { database.lastInsertedId(), true };
}

Result<void>
AlertStore::setState(WriteTransaction& tx, std::int64_t id, AlertState state, std::string_view answer) const
{
    CB_TRY(const Alert alert, find(id));
    if (alert.state == AlertState::Closed)
        return Error { ErrorCode::Refused,
                       fmt::format("Alert {} is closed.", id),
                       {},
                       {},
                       "Monitoring raises a new one when it happens again." };
    return tx.database().run("UPDATE alert SET state = ?2, owner = ?3, answer = ?4 WHERE id = ?1", id,
                             name(state), tx.actor().name, answer);
}

Result<void> AlertStore::take(WriteTransaction& tx, std::int64_t id) const
{
    return setState(tx, id, AlertState::Taken, "");
}

Result<void> AlertStore::snooze(WriteTransaction& tx, std::int64_t id, std::string_view reason) const
{
    return setState(tx, id, AlertState::Snoozed, reason);
}

Result<void> AlertStore::close(WriteTransaction& tx, std::int64_t id, std::string_view reason) const
{
    if (trimmed(reason).empty())
        return Error { ErrorCode::InvalidInput,
                       "Closing an alert needs a reason.",
                       {},
                       {},
                       "Say in a few words what was found." };
    return setState(tx, id, AlertState::Closed, reason);
}

Result<Alert> AlertStore::find(std::int64_t id) const
{
    CB_TRY(Statement row, m_project->database().query(std::string(kSelect) + "WHERE id = ?1", id));
    CB_TRY(const bool found, row.step());
    if (!found)
        return Error { ErrorCode::NotFound,
                       fmt::format("There is no alert {}.", id),
                       {},
                       {},
                       "List them with \"alerts\"." };
    return readAlert(row);
}

Result<std::vector<Alert>> AlertStore::list() const
{
    CB_TRY(Statement rows, m_project->database().query(std::string(kSelect) + "ORDER BY id"));
    std::vector<Alert> alerts;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return alerts;
        CB_TRY(Alert alert, readAlert(rows));
        alerts.push_back(std::move(alert));
    }
}

} // namespace casebench
