// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/DawidSkene.h"

#include "core/base/Contract.h"

#include <algorithm>
#include <cmath>

namespace casebench {

namespace {

// statistics.md 1
constexpr double kSmoothing = 0.01;
constexpr double kTolerance = 1e-6;
constexpr int kMostRounds = 200;

class Expectation
{
public:
    Expectation(std::span<const CrowdAnswer> answers,
                std::size_t items,
                std::size_t people,
                std::size_t categories)
        : m_answers(answers)
        , m_items(items)
    {
        m_consensus.categories = categories;
        m_consensus.posterior.assign(items * categories, 0);
        m_consensus.confusion.assign(people * categories * categories, 0);
        m_consensus.prior.assign(categories, 0);
    }

    void startFromMajorityShares()
    {
        const std::size_t k = m_consensus.categories;
        for (const CrowdAnswer& answer : m_answers)
            m_consensus.posterior[answer.item * k + answer.category] += 1;
        for (std::size_t item = 0; item < m_items; ++item)
            normalise(std::span(m_consensus.posterior).subspan(item * k, k));
    }

    /// Confusion matrices and prior from the posteriors.
    void maximise()
    {
        const std::size_t k = m_consensus.categories;
        std::ranges::fill(m_consensus.confusion, kSmoothing);
        for (const CrowdAnswer& answer : m_answers) {
            for (std::size_t truth = 0; truth < k; ++truth)
                m_consensus.confusion[(answer.person * k + truth) * k + answer.category] +=
                    m_consensus.posterior[answer.item * k + truth];
        }
        for (std::size_t row = 0; row + k <= m_consensus.confusion.size(); row += k)
            normalise(std::span(m_consensus.confusion).subspan(row, k));
        std::ranges::fill(m_consensus.prior, 0.0);
        for (std::size_t cell = 0; cell < m_consensus.posterior.size(); ++cell)
            m_consensus.prior[cell % k] += m_consensus.posterior[cell];
        normalise(m_consensus.prior);
    }

    /// Posteriors from confusion matrices and prior. Gives: the largest change.
    double expect()
    {
        const std::size_t k = m_consensus.categories;
        std::vector<double> logs(m_consensus.posterior.size());
        for (std::size_t cell = 0; cell < logs.size(); ++cell)
            logs[cell] = std::log(m_consensus.prior[cell % k]);
        for (const CrowdAnswer& answer : m_answers) {
            for (std::size_t truth = 0; truth < k; ++truth)
                logs[answer.item * k + truth] +=
                    std::log(m_consensus.said(answer.person, truth, answer.category));
        }
        double change = 0;
        for (std::size_t item = 0; item < m_items; ++item) {
            const auto row = std::span(logs).subspan(item * k, k);
            const double top = std::ranges::max(row);
            for (double& value : row)
                value = std::exp(value - top);
            normalise(row);
            for (std::size_t c = 0; c < k; ++c) {
                double& known = m_consensus.posterior[item * k + c];
                change = std::max(change, std::abs(known - row[c]));
                known = row[c];
            }
        }
        return change;
    }

    CrowdConsensus& consensus() { return m_consensus; }

private:
    /// An empty row becomes even: nothing is known of it.
    static void normalise(std::span<double> row)
    {
        double sum = 0;
        for (const double value : row)
            sum += value;
        for (double& value : row)
            value = sum > 0 ? value / sum : 1.0 / static_cast<double>(row.size());
    }

    std::span<const CrowdAnswer> m_answers;
    std::size_t m_items;
    CrowdConsensus m_consensus;
};

} // namespace

Result<CrowdConsensus> dawidSkene(std::span<const CrowdAnswer> answers,
                                  std::size_t items,
                                  std::size_t people,
                                  std::size_t categories,
                                  Progress& progress)
{
    expects(categories > 0, "dawidSkene: no category");
    Expectation em(answers, items, people, categories);
    em.startFromMajorityShares();
    CrowdConsensus& consensus = em.consensus();
    while (consensus.rounds < kMostRounds && !consensus.converged) {
        CB_CHECK(progress.checkpoint());
        em.maximise();
        consensus.converged = em.expect() < kTolerance;
        progress.report(static_cast<double>(++consensus.rounds) / kMostRounds, "weighing verdicts");
    }
    return std::move(consensus);
}

} // namespace casebench
