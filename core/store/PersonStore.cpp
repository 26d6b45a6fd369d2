// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/PersonStore.h"

#include "core/base/Text.h"
#include "core/crypto/Signature.h"
#include "core/store/Sqlite.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::size_t kMaxNameBytes = 200; // ours, and the CHECK of the table counts characters

Result<Person> readPerson(const Statement& row)
{
    Person person;
    person.name = row.string(0);
    CB_TRY(person.role, valueIn(kRoleNames, row.text(1)));
    person.publicKey = row.string(2);
    person.fingerprint = row.string(3);
    return person;
}

constexpr std::string_view kSelect = "SELECT name, role, public_key, fingerprint FROM person ";

} // namespace

Result<void> checkPersonName(std::string_view name)
{
    const bool control =
        std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (trimmed(name).empty() || name != trimmed(name) || name.size() > kMaxNameBytes || control
        || !isValidUtf8(name))
        return Error { ErrorCode::InvalidInput,
                       "A person's name is 1 to 200 bytes of text without line breaks or outer spaces." };
    return {};
}

PersonStore::PersonStore(const Project& project)
    : m_project(&project)
{
}

Result<std::vector<Person>> PersonStore::list() const
{
    CB_TRY(Statement rows, m_project->database().query(std::string(kSelect) + "ORDER BY name"));
    std::vector<Person> persons;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return persons;
        CB_TRY(Person person, readPerson(rows));
        persons.push_back(std::move(person));
    }
}

Result<Person> PersonStore::find(std::string_view name) const
{
    CB_TRY(Statement row, m_project->database().query(std::string(kSelect) + "WHERE name = ?1", name));
    CB_TRY(const bool found, row.step());
    if (found)
        return readPerson(row);
    CB_TRY(const auto known, list());
    std::vector<std::string> names;
    for (const Person& person : known)
        names.push_back(person.name);
    return Error { ErrorCode::NotFound,
                   fmt::format("The project knows no person \"{}\".", name),
                   {},
                   {},
                   fmt::format("Known are: {}. Add one with \"person add\".", join(names, ", ")) };
}

Result<void> PersonStore::add(WriteTransaction& tx, const Person& person) const
{
    CB_CHECK(checkPersonName(person.name));
    CB_TRY(const std::int64_t taken,
           tx.database().integer("SELECT count(*) FROM person WHERE name = ?1", person.name));
    if (taken > 0)
        return Error { ErrorCode::Refused, fmt::format("There is a person \"{}\" already.", person.name) };
    CB_CHECK(
        tx.database().run("INSERT INTO person(name, role, public_key, fingerprint) VALUES(?1, ?2, '', '')",
                          person.name, name(person.role)));
    return person.publicKey.empty() ? Result<void>() : setPublicKey(tx, person.name, person.publicKey);
}

Result<bool> PersonStore::ensure(WriteTransaction& tx, std::string_view name) const
{
    CB_TRY(const std::int64_t known,
           tx.database().integer("SELECT count(*) FROM person WHERE name = ?1", name));
    if (known > 0)
        return false;
    CB_CHECK(add(tx, Person { std::string(name), Role::None, {}, {} }));
    return true;
}

Result<void> PersonStore::setRole(WriteTransaction& tx, std::string_view person, Role role) const
{
    CB_TRY(const Person known, find(person));
    return tx.database().run("UPDATE person SET role = ?2 WHERE name = ?1", known.name, name(role));
}

Result<void>
PersonStore::setPublicKey(WriteTransaction& tx, std::string_view person, std::string_view pem) const
{
    CB_TRY(const Person known, find(person));
    CB_TRY(const PublicKey key, PublicKey::fromPem(pem));
    return tx.database().run("UPDATE person SET public_key = ?2, fingerprint = ?3 WHERE name = ?1",
                             known.name, key.pem(), key.fingerprint());
}

} // namespace casebench
