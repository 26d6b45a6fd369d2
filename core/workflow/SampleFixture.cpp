// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/SampleFixture.h"

#include "core/base/AtomicFile.h"
#include "core/base/Random.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

struct YesNoField
{
    std::string_view name;
    double yesGivenScam;
    double yesGivenOther;
};

constexpr std::array<YesNoField, 4> kTactics { {
    { "Asked_Remote_Access", .55, .08 },
    { "Opened_Bank_Website", .80, .10 },
    { "Asked_OTP", .45, .12 },
    { "Number_Masked", .35, .20 },
} };
constexpr std::size_t kRemoteAccess = 0;
constexpr std::size_t kBankWebsite = 1;

/// New in month 5 and unrelated to label and shift: the haystack around UPI_PAYMENTS.
constexpr std::array<std::pair<std::string_view, double>, 6> kUnrelated { {
    { "Caller_Language", .30 },
    { "Callback_Asked", .20 },
    { "Weekend_Call", .28 },
    { "Prior_Complaint", .10 },
    { "Gift_Card", .05 },
    { "Recorded_Call", .50 },
} };

constexpr std::array<std::pair<std::string_view, double>, 4> kLocations { {
    { "local", .40 },
    { "intl", .20 },
    { "voip", .25 },
    { "unknown", .15 },
} };

constexpr std::array<double, kSampleMonths> kShift { 0, 0, 0, 0, .15, .35, .60, .85 };
constexpr int kFirstMonthOfNewFields = 4;
constexpr double kScamShare = .74;
constexpr int kAuditedPerMonth = 75;

struct Call
{
    Instant received = 0;
    bool scam = false;
    std::array<bool, kTactics.size()> tactics {};
    bool upi = false;
    std::array<bool, kUnrelated.size()> unrelated {};
    std::string_view location;
    long long money = 0;
    bool complaint = false;
};

std::string_view yesNo(bool value)
{
    return value ? "Yes" : "No";
}

Call makeCall(Random& random, int month, double shift)
{
    Call call;
    const Instant start = monthStart(sampleMonth(month));
    const Instant length = monthStart(sampleMonth(month + 1)) - start;
    call.received = start
        + static_cast<Instant>(random.uniform() * static_cast<double>(length / kMicrosPerSecond))
            * kMicrosPerSecond;
    call.scam = random.chance(kScamShare);
    for (std::size_t i = 0; i < kTactics.size(); ++i)
        call.tactics[i] = random.chance(call.scam ? kTactics[i].yesGivenScam : kTactics[i].yesGivenOther);
    double draw = random.uniform();
    for (const auto& [name, share] : kLocations) {
        call.location = name;
        if ((draw -= share) < 0)
            break;
    }
    call.money = std::llround(std::exp((call.scam ? 7.5 : 6.6) + .9 * random.normal()));
    call.complaint = random.chance(.96);
    const bool shifted = random.chance(shift) && call.scam;
    const bool remote = random.chance(.15);
    const bool harmlessUpi = random.chance(.03);
    if (shifted) {
        call.tactics[kBankWebsite] = false;
        call.tactics[kRemoteAccess] = remote;
    }
    call.upi = shifted || (!call.scam && harmlessUpi && month >= kFirstMonthOfNewFields);
    for (std::size_t i = 0; i < kUnrelated.size(); ++i)
        call.unrelated[i] = random.chance(kUnrelated[i].second);
    return call;
}

std::string callsHeader(bool newFields)
{
    std::string header = "case_id,received";
    for (const YesNoField& field : kTactics)
        header += fmt::format(",{}", field.name);
    header += ",Location_Of_Call,Money_Asked";
    if (newFields) {
        header += ",UPI_PAYMENTS";
        for (const auto& [name, rate] : kUnrelated)
            header += fmt::format(",{}", name);
    }
    return header + ",complaint\n";
}

std::string callsLine(const Call& call, const std::string& id, bool newFields)
{
    std::string line = fmt::format("{},{}", id, formatInstant(call.received));
    for (const bool tactic : call.tactics)
        line += fmt::format(",{}", yesNo(tactic));
    line += fmt::format(",{},{}", call.location, call.money);
    if (newFields) {
        line += fmt::format(",{}", yesNo(call.upi));
        for (const bool value : call.unrelated)
            line += fmt::format(",{}", yesNo(value));
    }
    return line + fmt::format(",{}\n", yesNo(call.complaint));
}

std::string verdictLine(Random& random, const Call& call, const std::string& id, bool audit)
{
    static constexpr std::array<std::string_view, 3> kScamReasons { "money moved",
                                                                    "called back and confirmed",
                                                                    "known number" };
    static constexpr std::array<std::string_view, 3> kOtherReasons { "real bank call", "wrong number",
                                                                     "family member" };
    const auto pick = static_cast<std::size_t>(random.below(3));
    const auto person = random.below(3) + 1;
    const Instant decided = call.received
        + static_cast<Instant>((2 + random.below(10)) * 24 * 3600 + random.below(36'000)) * kMicrosPerSecond;
    return fmt::format(
        "{},{},investigator-{},{},{}\n", id, name(call.scam ? Verdict::Scam : Verdict::NotScam), person,
        audit ? kAuditReason : (call.scam ? kScamReasons : kOtherReasons)[pick], formatInstant(decided));
}

} // namespace

MonthIndex sampleMonth(int index)
{
    return 2026 * 12 + index;
}

Sample makeSample(const SampleOptions& options)
{
    Sample sample;
    std::string truth = "case,month,truth,upi\n";
    for (int month = 0; month < kSampleMonths; ++month) {
        const std::string monthText = formatMonth(sampleMonth(month));
        Random random = Random::forPurpose(options.seed, "calls-" + monthText);
        std::vector<Call> calls(static_cast<std::size_t>(options.casesPerMonth));
        for (Call& call : calls)
            call =
                makeCall(random, month, options.tacticsChange ? kShift[static_cast<std::size_t>(month)] : 0);
        std::ranges::stable_sort(calls, {}, &Call::received);

        const bool newFields = options.tacticsChange && month >= kFirstMonthOfNewFields;
        const bool training = month < kSampleTrainingMonths;
        Random verdicts = Random::forPurpose(options.seed, "verdicts-" + monthText);
        std::vector<std::uint8_t> chosen(calls.size(), training ? 1 : 0);
        if (!training) {
            const auto order = verdicts.permutation(calls.size());
            for (std::size_t i = 0; i < std::min<std::size_t>(kAuditedPerMonth, order.size()); ++i)
                chosen[order[i]] = 1;
        }
        std::string lines = callsHeader(newFields);
        std::string decided = "case,verdict,person,reason,time\n";
        for (std::size_t i = 0; i < calls.size(); ++i) {
            const std::string id =
                fmt::format("C{}-{:04}", monthText.substr(2, 2) + monthText.substr(5, 2), i + 1);
            lines += callsLine(calls[i], id, newFields);
            if (chosen[i] != 0)
                decided += verdictLine(verdicts, calls[i], id, !training);
            truth += fmt::format("{},{},{},{}\n", id, monthText,
                                 name(calls[i].scam ? Verdict::Scam : Verdict::NotScam), yesNo(calls[i].upi));
            sample.cases.push_back({ id, sampleMonth(month), calls[i].scam, calls[i].upi });
        }
        sample.files.push_back({ "calls-" + monthText + ".csv", std::move(lines) });
        sample.files.push_back(
            { (training ? "verdicts-" : "audit-") + monthText + ".csv", std::move(decided) });
    }
    sample.files.push_back({ "truth/truth.csv", std::move(truth) });
    return sample;
}

Result<std::vector<std::string>> writeSample(const std::filesystem::path& directory,
                                             const SampleOptions& options)
{
    const Sample sample = makeSample(options);
    std::error_code failure;
    std::filesystem::create_directories(directory / "truth", failure);
    if (failure)
        return Error { ErrorCode::Unreadable, "Could not create the folder: " + failure.message() + ".",
                       directory.string() };
    for (const SampleFile& file : sample.files) {
        if (std::filesystem::exists(directory / file.name))
            return Error { ErrorCode::Refused,
                           "The file is there already.",
                           (directory / file.name).string(),
                           {},
                           "Choose an empty folder; nothing is overwritten." };
    }
    std::vector<std::string> names;
    for (const SampleFile& file : sample.files) {
        CB_CHECK(writeFileAtomically(directory / file.name, file.bytes));
        names.push_back(file.name);
    }
    return names;
}

} // namespace casebench
