// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/TestMain.h"

#include "core/store/CaseStore.h"
#include "core/store/CaseWriter.h"
#include "core/store/Project.h"
#include "core/store/SchemaStore.h"
#include "core/store/SourceStore.h"

#include <QTemporaryDir>

#include <cstdlib>
#include <fstream>
#include <sqlite3.h>

namespace casebench::test {

/// Builders for projects in a folder of their own.
class StoreFixture
{
public:
    [[nodiscard]] std::filesystem::path path(const char* name = "p.casebench") const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

    [[nodiscard]] Result<Project> create() const
    {
        return Project::create(path(), { "Test", "anna", "UTC" });
    }

    [[nodiscard]] static Actor anna() { return { "anna", Role::Admin, "anna", 1000, {} }; }

    [[nodiscard]] static AuditEntry entry(const char* act)
    {
        AuditEntry audit;
        audit.act = act;
        audit.objType = "test";
        return audit;
    }

    /// Adds a source with these columns and commits.
    [[nodiscard]] static Result<AppendedRows> import(Project& project,
                                                     const Schema& schema,
                                                     const std::vector<std::string>& ids,
                                                     const std::vector<Column>& columns)
    {
        CB_TRY(WriteTransaction tx, project.beginWrite(anna()));
        CB_TRY(const AppendedRows rows, write(project, tx, schema, ids, columns));
        CB_CHECK(tx.commit(entry("import.cases")));
        return rows;
    }

    [[nodiscard]] static Result<AppendedRows> write(Project& project,
                                                    WriteTransaction& tx,
                                                    const Schema& schema,
                                                    const std::vector<std::string>& ids,
                                                    const std::vector<Column>& columns)
    {
        const SourceStore sources(project);
        CB_TRY(const std::int64_t source, sources.nextId());
        CB_CHECK(SchemaStore(project).merge(tx, schema, source));
        std::vector<std::string> names;
        for (const Field& field : schema.fields())
            names.push_back(field.name);
        CB_TRY(CaseWriter writer, CaseWriter::begin(tx, source, names));
        CB_CHECK(writer.append(ids, columns));
        CB_TRY(const AppendedRows rows, writer.finish());
        Source file;
        file.name = "cases.csv";
        file.kind = "cases";
        file.sha256 = std::string(64, '0');
        CB_CHECK(sources.add(tx, file));
        return rows;
    }

    /// Rows with generated ids and one number.
    [[nodiscard]] static Result<AppendedRows> importNumbers(Project& project, std::size_t rows)
    {
        std::vector<double> values(rows);
        for (std::size_t i = 0; i < rows; ++i)
            values[i] = static_cast<double>(i);
        return import(project, Schema({ number("amount") }), {}, { Column::numbers(std::move(values)) });
    }

    [[nodiscard]] static Field number(const char* name)
    {
        return { name, FieldKind::Number, FieldRole::Feature, ValueType::Decimal, false };
    }

    [[nodiscard]] static Field category(const char* name)
    {
        return { name, FieldKind::Category, FieldRole::Feature, ValueType::Text, false };
    }

    [[nodiscard]] static Column codes(FieldKind kind,
                                      std::vector<Code> codes,
                                      Dictionary dictionary,
                                      std::shared_ptr<const RawTexts> raw = {})
    {
        return Column::codes(kind,
                             { std::move(codes), std::make_shared<const Dictionary>(std::move(dictionary)) },
                             std::move(raw));
    }

    /// What another tool does to the file: no rules of ours hold there.
    static bool rawSql(const std::filesystem::path& file, const std::string& sql)
    {
        sqlite3* handle = nullptr;
        bool done = sqlite3_open(file.c_str(), &handle) == SQLITE_OK;
        done = done && sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
        sqlite3_close(handle);
        return done;
    }

    static std::string bytesOf(const std::filesystem::path& file)
    {
        std::ifstream in(file, std::ios::binary);
        return { std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>() };
    }

    static void writeBytes(const std::filesystem::path& file, const std::string& bytes)
    {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    }

private:
    QTemporaryDir m_folder;
};

} // namespace casebench::test
