#include "score/occupation.hpp"

#include "base/closing.hpp"
#include "base/error.hpp"
#include "base/units.hpp"
#include "score/constraint_inputs.hpp"
#include "score/op_support.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace jt::score {
namespace {

using layer::Table;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<std::string> texts(const Table& table, const char* column) {
    return names_of(table, {{"id", column}});
}

RuleMeasure measure_of(const std::string& name) {
    for (const RuleMeasure one : {RuleMeasure::overlap, RuleMeasure::outside, RuleMeasure::share}) {
        if (measure_name(one) == name) {
            return one;
        }
    }
    return RuleMeasure::column;
}

std::vector<std::string> first_seen(const std::vector<std::string>& words) {
    std::vector<std::string> out;
    RowByName known;
    for (const auto& word : words) {
        if (known.emplace(word, out.size()).second) {
            out.push_back(word);
        }
    }
    return out;
}

/// Fills the zones row by row.
class Reader {
public:
    explicit Reader(const Table& checks)
        : m_ids(texts(checks, "id")),
          m_rules(texts(checks, "rule")),
          m_verdicts(texts(checks, "verdict")),
          m_measures(texts(checks, "measure")),
          m_severities(texts(checks, "severity")),
          m_limits(texts(checks, "limit")),
          m_sources(texts(checks, "source")),
          m_clauses(texts(checks, "clause")),
          m_areas(reals_of(checks, "area_m2")),
          m_shares(reals_of(checks, "share")),
          m_features(reals_of(checks, "feature_m2")) {
        m_out.ids = first_seen(m_ids);
        m_rows = row_by_name(m_out.ids);
        m_out.feature_m2.assign(m_out.ids.size(), kNone);
    }

    Occupation read(const std::vector<std::string>& wanted) {
        const auto all = first_seen(m_rules);
        for (const auto& rule : wanted.empty() ? all : wanted) {
            if (std::ranges::find(all, rule) == all.end() && !m_ids.empty()) {
                throw base::unknown_name_error("score.occupation.rule", rule, all);
            }
            add(rule, !wanted.empty());
        }
        return std::move(m_out);
    }

private:
    void add(const std::string& rule, bool asked) {
        OccupiedZone zone;
        const std::size_t rows = m_out.ids.size();
        zone.name = rule;
        zone.area_m2.assign(rows, kNone);
        zone.share.assign(rows, kNone);
        zone.verdicts.assign(rows, Verdict::unknown);
        std::vector<bool> found(rows, false);
        for (std::size_t i = 0; i < m_ids.size(); ++i) {
            if (m_rules[i] != rule) {
                continue;
            }
            const std::size_t row = m_rows.at(m_ids[i]);
            zone.measure = measure_of(m_measures[i]);
            zone.hard = m_severities[i] == "hard";
            zone.limit = m_limits[i];
            zone.source = m_sources[i];
            zone.clause = m_clauses[i];
            zone.area_m2[row] = m_areas[i];
            zone.share[row] = m_shares[i];
            zone.verdicts[row] = verdict_of(m_verdicts[i]);
            m_out.feature_m2[row] =
                std::isnan(m_features[i]) ? m_out.feature_m2[row] : m_features[i];
            found[row] = true;
        }
        if (zone.measure == RuleMeasure::column) {
            if (asked) {
                throw base::data_error("score.occupation.area", rule);
            }
            return;
        }
        const auto missing = std::ranges::find(found, false);
        if (missing != found.end()) {
            throw base::data_error("score.occupation.row", rule,
                                   m_out.ids[static_cast<std::size_t>(missing - found.begin())]);
        }
        m_out.zones.push_back(std::move(zone));
    }

    std::vector<std::string> m_ids, m_rules, m_verdicts, m_measures, m_severities, m_limits,
        m_sources, m_clauses;
    std::vector<double> m_areas, m_shares, m_features;
    RowByName m_rows;
    Occupation m_out;
};

std::string say(const char* id, base::Lang lang) { return base::render(base::msg(id), lang); }

}  // namespace

Occupation occupation_of(const Table& checks, const std::vector<std::string>& rules) {
    return Reader(checks).read(rules);
}

std::vector<double> closed_areas(const std::vector<double>& area_m2, const std::string& unit,
                                 int digits) {
    const double scale = std::pow(10.0, digits), factor = base::unit_conversion("m2", unit) * scale;
    std::vector<double> values;
    std::vector<std::int64_t> keys;
    for (std::size_t row = 0; row < area_m2.size(); ++row) {
        if (!std::isnan(area_m2[row])) {
            values.push_back(area_m2[row] * factor);
            keys.push_back(static_cast<std::int64_t>(row));
        }
    }
    const auto total = static_cast<std::int64_t>(std::llround(base::ordered_sum(values)));
    const auto parts = base::round_to_total(values, total, keys);
    std::vector<double> out(area_m2.size() + 1, kNone);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        out[static_cast<std::size_t>(keys[i])] = static_cast<double>(parts[i]) / scale;
    }
    out.back() = static_cast<double>(total) / scale;
    return out;
}

std::string finding(const OccupiedZone& zone, std::size_t row, base::Lang lang) {
    switch (zone.verdicts[row]) {
        case Verdict::unknown: return say("score.finding.unknown", lang);
        case Verdict::failed:
            return say(zone.hard ? "score.finding.hard" : "score.finding.warning", lang);
        case Verdict::passed: break;
    }
    const bool outside = zone.measure == RuleMeasure::outside;
    return zone.area_m2[row] > 0
               ? say("score.finding.within", lang)
               : say(outside ? "score.finding.inside" : "score.finding.none", lang);
}

}  // namespace jt::score
