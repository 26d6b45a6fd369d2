// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/crypto/Signature.h"
#include "core/store/PersonStore.h"
#include "core/workflow/ManagePersons.h"

#include <fmt/format.h>

namespace casebench::cli {

namespace {

class NewCommand : public Command
{
public:
    std::string name() const override { return "new"; }

    std::string help() const override { return "Creates a project; the account becomes its admin"; }

    std::string example() const override { return "casebench-cli new calls.casebench --name \"Scam calls\""; }

    void declare(CLI::App& app) override
    {
        app.add_option("FILE", m_file, "The project file to create")->required();
        app.add_option("--name", m_name, "Its name for people");
    }

    Result<Outcome> run(Context& context) override
    {
        CreateOptions options;
        options.name = m_name;
        options.person = context.options().person;
        CB_TRY(const Project project, Project::create(m_file, options));
        Outcome outcome;
        outcome.result = { { "project", m_file },
                           { "name", project.name() },
                           { "uuid", project.uuid() },
                           { "schema_version", project.schemaVersion() } };
        outcome.text = fmt::format("Created {} \"{}\".\n", m_file, project.name());
        return outcome;
    }

private:
    std::string m_file;
    std::string m_name;
};

Json personJson(const Person& person)
{
    return { { "name", person.name },
             { "role", casebench::name(person.role) },
             { "fingerprint", person.fingerprint.empty() ? Json(nullptr) : Json(person.fingerprint) } };
}

class PersonCommand : public Command
{
public:
    std::string name() const override { return "person"; }

    std::string help() const override { return "Adds and lists the people of a project"; }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench person add omar --role compliance --public-key omar.pub.pem";
    }

    void declare(CLI::App& app) override
    {
        app.require_subcommand(1);
        m_add = app.add_subcommand("add", "Adds a person, or gives a known one a role and a key");
        m_add->fallthrough();
        m_add->add_option("NAME", m_name, "The person")->required();
        m_add->add_option("--role", m_role, "investigator, analyst, compliance or admin")->required();
        m_add->add_option("--public-key", m_key, "PEM file of the person's public key");
        m_list = app.add_subcommand("list", "Lists them");
        m_list->fallthrough();
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(m_add->parsed() ? VerbGroup::Persons : VerbGroup::Look));
        if (m_add->parsed()) {
            auto role = valueIn(kRoleNames, m_role);
            if (!role)
                return usageError(role.error().what, role.error().advice);
            std::string pem;
            if (!m_key.empty()) {
                CB_TRY(const PublicKey key, PublicKey::load(m_key));
                pem = key.pem();
            }
            CB_CHECK(addPerson(session.project, session.actor, { m_name, *role, pem, {} }));
        }
        CB_TRY(const auto people, PersonStore(session.project).list());
        Outcome outcome;
        outcome.result["people"] = Json::array();
        TextTable table({ "name", "role", "key" });
        for (const Person& person : people) {
            outcome.result["people"].push_back(personJson(person));
            table.add({ person.name, std::string(casebench::name(person.role)),
                        person.fingerprint.empty() ? "–" : fingerprintWords(person.fingerprint) });
        }
        outcome.text = table.text();
        return outcome;
    }

private:
    CLI::App* m_add = nullptr;
    CLI::App* m_list = nullptr;
    std::string m_name;
    std::string m_role;
    std::string m_key;
};

/// "omar.pem" -> "omar.pub.pem"
std::string publicName(const std::string& file)
{
    return (file.ends_with(".pem") ? file.substr(0, file.size() - 4) : file) + ".pub.pem";
}

class KeyCommand : public Command
{
public:
    std::string name() const override { return "key"; }

    std::string help() const override { return "Makes a signing key, or shows the public part of one"; }

    std::string example() const override
    {
        return "casebench-cli key new omar.pem --passphrase-file secret.txt";
    }

    void declare(CLI::App& app) override
    {
        app.require_subcommand(1);
        m_new = app.add_subcommand("new", "Makes an EC P-256 key, mode 0600");
        m_public = app.add_subcommand("public", "Shows the public key of one");
        for (CLI::App* verb : { m_new, m_public }) {
            verb->fallthrough();
            verb->add_option("FILE", m_file, "The private key")->required();
            verb->add_option("--passphrase-file", m_passphraseFile,
                             "File whose first line is the passphrase");
        }
    }

    Result<Outcome> run(Context&) override
    {
        CB_TRY(const std::string passphrase, readPassphrase(m_passphraseFile));
        Result<PrivateKey> key =
            m_new->parsed() ? PrivateKey::generate() : PrivateKey::load(m_file, passphrase);
        if (!key)
            return key.error();
        if (m_new->parsed()) {
            CB_CHECK(key->save(m_file, passphrase));
            CB_CHECK(writeFileAtomically(publicName(m_file), key->publicKey().pem()));
        }
        const PublicKey& open = key->publicKey();
        Outcome outcome;
        outcome.result = { { "fingerprint", open.fingerprint() },
                           { "words", open.fingerprintWords() },
                           { "public_key", open.pem() } };
        outcome.text = fmt::format("{}\nfingerprint {}\nin words    {}\n", open.pem(), open.fingerprint(),
                                   open.fingerprintWords());
        if (m_new->parsed() && passphrase.empty())
            outcome.warnings.push_back(
                "The key file is not encrypted; give a passphrase with --passphrase-file.");
        return outcome;
    }

private:
    CLI::App* m_new = nullptr;
    CLI::App* m_public = nullptr;
    std::string m_file;
    std::string m_passphraseFile;
};

} // namespace

Result<std::string> readPassphrase(const std::string& file)
{
    if (file.empty())
        return std::string();
    CB_TRY(std::string text, readFile(file, 64 * 1024));
    return text.substr(0, text.find_first_of("\r\n"));
}

CommandPtr makeNewCommand()
{
    return std::make_unique<NewCommand>();
}

CommandPtr makePersonCommand()
{
    return std::make_unique<PersonCommand>();
}

CommandPtr makeKeyCommand()
{
    return std::make_unique<KeyCommand>();
}

} // namespace casebench::cli
