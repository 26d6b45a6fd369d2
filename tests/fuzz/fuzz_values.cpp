// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers, dates and yes/no words: what one text looks like, and that a column of any kind gives it back.
#include "FuzzFile.h"

#include "core/base/Text.h"
#include "core/importing/ColumnBuilder.h"
#include "core/importing/readers/xlsx/SheetRows.h"

#include <cmath>

namespace {

using namespace casebench;

void holdsAsKind(std::string_view text, FieldKind kind, ValueType type, const ColumnReading& reading)
{
    FieldPlan plan;
    plan.field.kind = kind;
    plan.field.type = type;
    plan.dateOrder = "dmy";
    const auto builder = ColumnBuilder::make(plan, { .position = 0, .reading = reading, .changes = nullptr });
    RawBatch batch;
    batch.arena = text.data();
    batch.columns = 1;
    batch.bytes = text.size();
    batch.fields.push_back({ 0, static_cast<std::uint32_t>(text.size()) });
    batch.lines.push_back(2);
    builder->add({ batch, 0, 1 }, nullptr);
    const Column column = builder->take();
    fuzz::require(column.size() == 1 && column.text(0) == text, "a column does not give its text back");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    ColumnReading german;
    german.decimal = ",";
    german.thousands = ".";
    for (const ColumnReading& reading : { ColumnReading {}, german }) {
        const NumberFormat format = NumberFormat::of(reading);
        const Value value = inspectValue(text, format);
        if (value.shape >= Shape::Integer && value.shape <= Shape::LongInteger)
            fuzz::require(std::isfinite(value.number), "a number that is not finite");
        if (value.canonical)
            fuzz::require(printNumber(value.number) == text, "a canonical number prints otherwise");
        holdsAsKind(text, FieldKind::Number, ValueType::Decimal, reading);
    }
    for (const char* order : { "dmy", "mdy", "ymd" })
        static_cast<void>(parseSlashDate(text, order));
    if (const auto iso = parseIso(text); iso && iso->instant != kNoTime)
        fuzz::require(parseIso(formatInstant(iso->instant)).has_value(), "a printed time is no time");
    for (const bool from1904 : { false, true }) {
        if (const auto iso = isoOfSerial(text, from1904))
            fuzz::require(parseIso(*iso).has_value(), "a serial date is no date");
    }
    holdsAsKind(text, FieldKind::Time, ValueType::Date, {});
    holdsAsKind(text, FieldKind::Time, ValueType::DateTime, {});
    holdsAsKind(text, FieldKind::YesNo, ValueType::Boolean, {});
    holdsAsKind(text, FieldKind::Category, ValueType::Text, {});
    return 0;
}
