// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "SlowReader.h"

#include <QStringDecoder>

#include <memory>
#include <sqlite3.h>

/// A second reader of SQLite tables: the pages are SQLite's own business in both, but here every value comes
/// through SQL (typeof, quote, hex) and is put together from that. The only table is read. No token for a
/// refusal.
namespace casebench::test {

class SlowSqlite
{
public:
    explicit SlowSqlite(const std::string& path)
    {
        sqlite3_open_v2(("file:" + path + "?immutable=1").c_str(), &m_database,
                        SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
    }

    ~SlowSqlite() { sqlite3_close(m_database); }

    SlowSqlite(const SlowSqlite&) = delete;
    SlowSqlite& operator=(const SlowSqlite&) = delete;

    SlowTable read()
    {
        SlowTable table;
        const auto tables = ask(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite#_%' ESCAPE '#'");
        const auto encoding = ask("PRAGMA encoding");
        if (m_failed || tables.size() != 1 || encoding.empty())
            return refused();
        std::string name;
        for (const char c : tables[0][0])
            name += c == '"' ? "\"\"" : std::string(1, c);
        const auto columns = ask("PRAGMA table_info(\"" + name + "\")");
        std::string select;
        for (const auto& column : columns) {
            std::string quoted;
            for (const char c : column[1])
                quoted += c == '"' ? "\"\"" : std::string(1, c);
            table.header.push_back(column[1]);
            for (const char* expression : { "typeof", "quote", "hex" })
                select += (select.empty() ? "" : ", ") + std::string(expression) + "(\"" + quoted + "\")";
        }
        const auto rows = ask("SELECT " + select + " FROM \"" + name + "\" NOT INDEXED ORDER BY rowid");
        if (m_failed || columns.empty())
            return refused();
        std::uint64_t line = 0;
        for (const auto& row : rows) {
            ++line;
            SlowRow copy { line, {} };
            std::string trouble;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                const std::string text =
                    cell(row[i * 3], row[i * 3 + 1], row[i * 3 + 2], encoding[0][0], trouble);
                if (trouble.empty() && text.find('\0') != std::string::npos)
                    trouble = "nul-byte";
                copy.fields.push_back(text);
            }
            if (trouble.empty())
                table.rows.push_back(copy);
            else
                table.issues.push_back({ line, trouble, {} });
        }
        return table;
    }

private:
    static SlowTable refused()
    {
        SlowTable table;
        table.refused = "refused";
        return table;
    }

    std::vector<std::vector<std::string>> ask(const std::string& sql)
    {
        std::vector<std::vector<std::string>> rows;
        sqlite3_stmt* statement = nullptr;
        int code = sqlite3_prepare_v2(m_database, sql.c_str(), -1, &statement, nullptr);
        while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
            auto& row = rows.emplace_back();
            for (int i = 0; i < sqlite3_column_count(statement); ++i) {
                const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
                row.emplace_back(text == nullptr ? "" : text);
            }
            code = SQLITE_OK;
        }
        m_failed = m_failed || code != SQLITE_DONE;
        sqlite3_finalize(statement);
        return rows;
    }

    static std::string cell(const std::string& type,
                            const std::string& quoted,
                            const std::string& hex,
                            const std::string& encoding,
                            std::string& trouble)
    {
        if (type == "null")
            return {};
        if (type == "integer")
            return quoted;
        if (type == "real") // the shortest text that reads back the same, by trying
        {
            const double value = quoted == "Inf" || quoted == "9.0e+999" ? HUGE_VAL
                : quoted == "-Inf" || quoted == "-9.0e+999"              ? -HUGE_VAL
                                                            : std::strtod(quoted.c_str(), nullptr);
            return "real " + QString::number(value, 'g', 17).toStdString();
        }
        if (type == "blob")
            return quoted;
        const QByteArray bytes = QByteArray::fromHex(QByteArray::fromStdString(hex));
        if (encoding == "UTF-8") {
            bool ignored = false;
            if (trouble.empty() && !slowValid(bytes.toStdString(), ignored))
                trouble = "invalid-utf8";
            return bytes.toStdString();
        }
        QStringDecoder decoder(encoding == "UTF-16le" ? QStringDecoder::Utf16LE : QStringDecoder::Utf16BE,
                               QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
        const QString text = decoder(bytes);
        bool lone = bytes.size() % 2 == 1;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const bool pair =
                text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
            lone = lone || (text[i].isSurrogate() && !pair) || decoder.hasError();
            i += pair ? 1 : 0;
        }
        if (trouble.empty() && lone)
            trouble = "invalid-utf16";
        return text.toStdString();
    }

    sqlite3* m_database = nullptr;
    bool m_failed = false;
};

} // namespace casebench::test
