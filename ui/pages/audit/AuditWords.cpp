// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/AuditWords.h"

#include "core/base/Json.h"
#include "ui/text/Format.h"

namespace casebench::ui::audit {

namespace {

constexpr qsizetype kLongest = 400; ///< of one value; the whole stands in the log's export

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

QString valueText(const Json& value)
{
    if (value.is_string())
        return clean(value.get<std::string>()).left(kLongest);
    if (value.is_null())
        return format::undefined();
    return clean(value.dump()).left(kLongest);
}

} // namespace

QString act(const std::string& name)
{
    QString words = clean(name);
    return words.replace(u'.', u' ').replace(u'_', u' ');
}

QString subject(const AuditRecord& record)
{
    return record.objId.empty() ? clean(record.objType)
                                : QStringLiteral("%1 %2").arg(clean(record.objType), clean(record.objId));
}

QString why(const AuditRecord& record)
{
    if (!record.reason.empty())
        return clean(record.reason);
    QStringList parts;
    for (const char* name : { "after", "result" }) {
        for (const auto& [key, value] : part(record, name)) {
            if (parts.size() < 3 && value.size() < 60)
                parts.append(key.isEmpty() ? value : QStringLiteral("%1 %2").arg(key, value));
        }
    }
    return parts.join(QStringLiteral(", "));
}

QList<QPair<QString, QString>> part(const AuditRecord& record, const char* name)
{
    QList<QPair<QString, QString>> result;
    const auto at = record.body.find(name);
    if (at == record.body.end() || at->is_null())
        return result;
    if (!at->is_object()) {
        result.append({ {}, valueText(*at) });
        return result;
    }
    for (const auto& [key, value] : at->items()) {
        if (!value.is_structured() || !value.empty())
            result.append({ clean(key), valueText(value) });
    }
    return result;
}

} // namespace casebench::ui::audit
