// SPDX-License-Identifier: GPL-3.0-or-later
// Promises P3 and P4: a change behind Casebench's back is noticed, and history cannot be cut, edited,
// thinned, reordered, re-chained or lengthened unnoticed since its last witness.
#include "RichProject.h"
#include "tests/support/LongRun.h"

#include "core/base/Random.h"
#include "core/store/AuditChain.h"
#include "core/store/AuditLog.h"

#include <functional>
#include <map>

using namespace casebench;
using namespace casebench::test;

namespace {

/// A connection as the sqlite3 shell has one: none of our rules hold.
class Shell
{
public:
    explicit Shell(const std::filesystem::path& file)
    {
        m_open = sqlite3_open(file.c_str(), &m_handle) == SQLITE_OK;
        // Who forges need not wait for the disk.
        m_open = m_open && run("PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY");
    }

    ~Shell() { sqlite3_close(m_handle); }

    Shell(const Shell&) = delete;
    Shell& operator=(const Shell&) = delete;

    bool run(const std::string& sql)
    {
        return m_open && sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    }

    using Row = std::vector<std::string>;

    /// Every row with the type of each value; nothing when something cannot be read.
    std::optional<std::vector<Row>> rows(const std::string& sql)
    {
        sqlite3_stmt* statement = nullptr;
        std::vector<Row> result;
        if (!m_open || sqlite3_prepare_v2(m_handle, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            return std::nullopt;
        int code = SQLITE_ROW;
        while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
            Row row;
            for (int i = 0; i < sqlite3_column_count(statement); ++i) {
                const auto type = static_cast<char>('0' + sqlite3_column_type(statement, i));
                const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, i));
                row.push_back(type
                              + std::string(bytes == nullptr ? "" : bytes,
                                            static_cast<std::size_t>(sqlite3_column_bytes(statement, i))));
            }
            result.push_back(std::move(row));
        }
        sqlite3_finalize(statement);
        return code == SQLITE_DONE ? std::optional(std::move(result)) : std::nullopt;
    }

    /// Runs an edit with the fences down and puts them up again, so that the schema is as it was.
    bool edit(const std::string& sql)
    {
        const auto triggers = rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
        bool done = triggers && run("PRAGMA ignore_check_constraints=ON");
        for (const Row& trigger : *triggers)
            done = done && run("DROP TRIGGER " + trigger[0].substr(1));
        done = done && run(sql);
        for (const Row& trigger : *triggers)
            done = done && run(trigger[1].substr(1));
        return done;
    }

    void bindAndRun(const char* sql, const std::string& blob1, const std::string& blob2, std::int64_t seq)
    {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(m_handle, sql, -1, &statement, nullptr);
        sqlite3_bind_blob(statement, 1, blob1.data(), static_cast<int>(blob1.size()), SQLITE_TRANSIENT);
        sqlite3_bind_blob(statement, 2, blob2.data(), static_cast<int>(blob2.size()), SQLITE_TRANSIENT);
        sqlite3_bind_int64(statement, 3, seq);
        sqlite3_step(statement);
        sqlite3_finalize(statement);
    }

private:
    sqlite3* m_handle = nullptr;
    bool m_open = false;
};

/// All content, as one text: what a person or program would see.
std::optional<std::string> contentOf(const std::filesystem::path& file)
{
    Shell shell(file);
    const auto tables = shell.rows("SELECT name, type, sql FROM sqlite_schema ORDER BY name");
    if (!tables)
        return std::nullopt;
    std::string text;
    for (const Shell::Row& table : *tables) {
        text += table[0] + table[2] + "\n";
        if (table[1] != "3table")
            continue;
        const auto rows = shell.rows("SELECT * FROM \"" + table[0].substr(1) + "\"");
        if (!rows)
            return std::nullopt;
        for (const Shell::Row& row : *rows) {
            for (const std::string& cell : row)
                text += cell + "\x1f";
            text += "\n";
        }
    }
    return text;
}

/// The log of a project, to be forged.
struct ForgedLog
{
    std::string uuid;
    std::string creation;
    std::vector<std::string> bodies;

    explicit ForgedLog(Shell& shell)
    {
        const auto project = shell.rows("SELECT uuid, creation FROM project");
        uuid = (*project)[0][0].substr(1);
        creation = (*project)[0][1].substr(1);
        const auto rows = shell.rows("SELECT body FROM audit ORDER BY seq");
        for (const Shell::Row& row : *rows)
            bodies.push_back(row[0].substr(1));
    }

    /// Writes the bodies back with a chain that holds.
    void chain(Shell& shell) const
    {
        Digest hash = auditGenesis(uuid, creation);
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            const auto seq = static_cast<std::int64_t>(i) + 1;
            hash = auditHash(seq, hash, bodies[i]);
            shell.bindAndRun("INSERT INTO audit(body, hash, seq) VALUES(?1, ?2, ?3)", bodies[i],
                             std::string(bytesOf(hash)), seq);
        }
    }
};

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const auto at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// Takes the log out, lets it be forged, and puts it back with a chain that holds.
bool forge(const std::filesystem::path& file, const std::function<void(std::vector<std::string>&)>& deed)
{
    Shell shell(file);
    ForgedLog log(shell);
    const auto triggers = shell.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
    bool done = triggers.has_value();
    for (const Shell::Row& trigger : *triggers)
        done = done && shell.run("DROP TRIGGER " + trigger[0].substr(1));
    done = done && shell.run("DELETE FROM audit");
    deed(log.bodies);
    for (std::size_t i = 0; i < log.bodies.size(); ++i) {
        auto body = *parseJson(log.bodies[i]);
        body["seq"] = static_cast<std::int64_t>(i) + 1;
        log.bodies[i] = canonicalJson(body);
    }
    log.chain(shell);
    for (const Shell::Row& trigger : *triggers)
        done = done && shell.run(trigger[1].substr(1));
    return done;
}

} // namespace

class tst_Tampering : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aFlippedBitChangesNothingUnnoticed();
    void everyEditByHandIsNoticed();
    void sixAttacksOnTheLogAreNoticed();

private:
    StoreFixture m_store;
    std::string m_bytes;
    std::string m_content;
};

void tst_Tampering::initTestCase()
{
    QTemporaryDir state;
    state.setAutoRemove(false);
    qputenv("XDG_STATE_HOME", state.path().toUtf8());
    CB_VERIFY(makeRichProject(m_store, 300, 12));
    QCOMPARE(faultsOf(m_store.path()), std::string());
    m_bytes = StoreFixture::bytesOf(m_store.path());
    m_content = *contentOf(m_store.path());
}

void tst_Tampering::aFlippedBitChangesNothingUnnoticed()
{
    const int flips = countOf(250, 6000);
    Random random(3);
    int noticed = 0;
    int harmless = 0;
    for (int i = 0; i < flips; ++i) {
        std::string bytes = m_bytes;
        const std::size_t at = random.below(bytes.size());
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
        StoreFixture::writeBytes(m_store.path(), bytes);
        if (!faultsOf(m_store.path()).empty()) {
            ++noticed;
            continue;
        }
        // It verifies: then nothing that anybody reads may be another than before.
        const auto content = contentOf(m_store.path());
        QVERIFY2(content && *content == m_content, qPrintable(QString("byte %1").arg(at)));
        ++harmless;
    }
    qInfo("%d flips: %d noticed, %d in unused bytes", flips, noticed, harmless);
    QVERIFY(noticed > flips / 10); // most pages of so small a project are half empty
    StoreFixture::writeBytes(m_store.path(), m_bytes);
}

void tst_Tampering::everyEditByHandIsNoticed()
{
    std::vector<std::string> edits;
    {
        Shell shell(m_store.path());
        const auto tables = shell.rows("SELECT name FROM sqlite_schema WHERE type = 'table'");
        QVERIFY(tables.has_value());
        for (const Shell::Row& table : *tables) {
            const std::string name = table[0].substr(1);
            const auto count = shell.rows("SELECT 1 FROM " + name + " LIMIT 1");
            if (!count || count->empty())
                continue;
            const std::string first = " WHERE rowid = (SELECT min(rowid) FROM " + name + ")";
            const std::string last = " WHERE rowid = (SELECT max(rowid) FROM " + name + ")";
            edits.push_back("DELETE FROM " + name + first);
            edits.push_back("DELETE FROM " + name + last);
            edits.push_back("DELETE FROM " + name);
            const auto columns = shell.rows("PRAGMA table_info(" + name + ")");
            for (const Shell::Row& column : *columns) {
                const std::string field = column[1].substr(1);
                edits.push_back("UPDATE " + name + " SET " + field + " = CASE typeof(" + field
                                + ") WHEN 'integer' THEN " + field + " + 1 WHEN 'real' THEN " + field
                                + " / 2 WHEN 'text' THEN " + field
                                + " || '1' WHEN 'blob' THEN zeroblob(length(" + field + ")) END" + last);
            }
        }
    }
    int made = 0;
    for (const std::string& edit : edits) {
        StoreFixture::writeBytes(m_store.path(), m_bytes);
        if (!Shell(m_store.path()).edit(edit) || *contentOf(m_store.path()) == m_content)
            continue; // a NULL stays NULL
        ++made;
        QVERIFY2(!faultsOf(m_store.path()).empty(), edit.c_str());
    }
    qInfo("%d edits by hand, all noticed", made);
    QVERIFY(made >= 60);
    StoreFixture::writeBytes(m_store.path(), m_bytes);
}

void tst_Tampering::sixAttacksOnTheLogAreNoticed()
{
    using Bodies = std::vector<std::string>;
    Random random(4);
    const auto any = [&](const Bodies& bodies) { return random.below(bodies.size()); };
    const std::map<std::string, std::function<void(Bodies&)>> attacks {
        { "cut", [&](Bodies& bodies) { bodies.resize(1 + random.below(bodies.size() - 1)); } },
        { "edit and re-chain",
          [&](Bodies& bodies) {
              auto at = any(bodies);
              while (bodies[at].find("anna") == std::string::npos)
                  at = any(bodies); // not every event is hers
              bodies[at] = replaced(bodies[at], "anna", "carl");
          } },
        { "drop and re-chain",
          [&](Bodies& bodies) {
              bodies.erase(bodies.begin() + static_cast<std::ptrdiff_t>(random.below(bodies.size() - 1)));
          } },
        { "swap and re-chain",
          [&](Bodies& bodies) {
              const auto a = random.below(bodies.size() - 1);
              std::swap(bodies[a], bodies[a + 1]);
          } },
        { "back-date and re-chain",
          [&](Bodies& bodies) {
              auto body = *parseJson(bodies[any(bodies)]);
              const auto at = static_cast<std::size_t>(body["seq"].get<int>() - 1);
              body["wall"] = "2020-01-01T00:00:00.000000Z";
              bodies[at] = canonicalJson(body);
          } },
        { "forged append",
          [&](Bodies& bodies) {
              auto body = *parseJson(bodies[any(bodies)]);
              body["actor"]["name"] = "carl";
              bodies.push_back(canonicalJson(body));
          } },
    };
    const int rounds = countOf(8, 100);
    for (const auto& [name, attack] : attacks) {
        int seenByTheChainAlone = 0;
        for (int i = 0; i < rounds; ++i) {
            StoreFixture::writeBytes(m_store.path(), m_bytes);
            QVERIFY(forge(m_store.path(), attack));
            const auto project = Project::open(m_store.path());
            if (!project)
                continue;
            Progress silent;
            const auto verdict = AuditLog(*project).verify(silent);
            CB_VERIFY(verdict);
            const bool noticed = !verdict->ok || verdict->unsignedEvents > 0;
            QVERIFY2(noticed, (name + ", round " + std::to_string(i)).c_str());
            // Control: the chain itself holds, so it is the witness that tells.
            const auto chain = verifyAuditChain(project->database(), silent);
            seenByTheChainAlone += chain && !chain->ok ? 1 : 0;
        }
        QVERIFY2(seenByTheChainAlone == 0, name.c_str());
    }
    qInfo("6 attacks x %d: all noticed", rounds);
    StoreFixture::writeBytes(m_store.path(), m_bytes);
}

QTEST_APPLESS_MAIN(tst_Tampering)
#include "tst_Tampering.moc"
