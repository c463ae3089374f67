// Parameter `values` of the operators on the certainty of a ranking: how values vary.
#include "base/error.hpp"
#include "score/op_robustness_inputs.hpp"

#include <algorithm>
#include <cmath>

namespace jt::score {

using layer::Table;
using nlohmann::json;

namespace {

/// A number of the entry of a criterion; NaN where it is not given.
double entry_number(const json& entry, const std::string& key) {
    if (!entry.contains(key)) {
        return NAN;
    }
    if (!entry.at(key).is_number()) {
        throw base::data_error("score.robust.values.number", key, entry.at(key).dump());
    }
    return entry.at(key).get<double>();
}

double share_of(const json& entry, const std::string& key) {
    const double out = entry.contains(key) ? entry_number(entry, key) : 0;
    if (!std::isfinite(out) || out < 0) {
        throw base::data_error("score.robust.values.negative", key, out);
    }
    return out;
}

/// One standard deviation for all rows, or that of each row from a column.
std::vector<double> deviations(const json& sd, const char* key, const Table& table,
                               const RankedRows& ranked) {
    std::vector<double> out(ranked.rows.size());
    if (sd.is_string()) {
        const auto column = reals_of(table, sd.get<std::string>());
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = column[ranked.rows[i]];
        }
    } else if (sd.is_number()) {
        out.assign(out.size(), sd.get<double>());
        if (!std::isfinite(sd.get<double>()) || sd.get<double>() < 0) {
            throw base::data_error("score.robust.values.negative", key, sd.get<double>());
        }
    } else {
        throw base::data_error("score.robust.values.sd", key, sd.dump());
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (!std::isfinite(out[i]) || out[i] < 0) {
            throw base::data_error("score.robust.values.sd_row", ranked.ids[i], out[i]);
        }
    }
    return out;
}

/// The keys that an entry of its kind takes; data error for others.
void check_keys(const json& entry) {
    static const std::vector<std::string> scored = {"sd", "low", "high", "min", "max"};
    static const std::vector<std::string> measured = {
        "raw", "function", "relative", "common", "factor", "distribution", "min", "max"};
    const auto& known = entry.contains("raw") ? measured : scored;
    for (const auto& item : entry.items()) {
        if (std::ranges::find(known, item.key()) == known.end()) {
            throw base::unknown_name_error("score.robust.values.key", item.key(), known);
        }
    }
}

void set_bounds(const json& entry, Spread& out) {
    const double min = entry_number(entry, "min"), max = entry_number(entry, "max");
    out.min = std::isnan(min) ? out.min : min;
    out.max = std::isnan(max) ? out.max : max;
    if (out.min > out.max) {
        throw base::data_error("score.robust.values.bounds", out.min, out.max);
    }
}

std::string entry_text(const json& entry, const char* key, const std::string& fallback) {
    if (entry.contains(key) && !entry.at(key).is_string()) {
        throw base::data_error("score.robust.values.text", key, entry.at(key).dump());
    }
    return entry.contains(key) ? entry.at(key).get<std::string>() : fallback;
}

/// The criterion must be what its function makes of the raw values: draws start from there.
void check_raw(const Spread& spread, const RankedRows& ranked, std::size_t criterion) {
    for (std::size_t i = 0; i < ranked.ids.size(); ++i) {
        const double raw = spread.raw[i], value = ranked.values[criterion][i];
        const double scored = (*spread.function)(raw);
        if (!std::isfinite(raw) || std::abs(scored - value) > 1e-6 * (1 + std::abs(value))) {
            throw base::data_error("score.robust.values.raw", ranked.ids[i], raw, scored, value);
        }
    }
}

Spread raw_spread(const json& entry, const Table& table, const RankedRows& ranked,
                  std::size_t criterion) {
    Spread out;
    out.kind = Spread::Kind::raw;
    const auto column = entry_text(entry, "raw", "");
    const auto raw = reals_of(table, column);
    for (const std::size_t row : ranked.rows) {
        out.raw.push_back(raw[row]);
    }
    if (!entry.contains("function")) {
        throw base::data_error("score.robust.values.function");
    }
    out.function = layer::ValueFunction::from_json(entry.at("function"), table.field(column).unit);
    if (out.function->categorical()) {
        throw base::data_error("score.value.numeric");
    }
    out.relative = entry.contains("relative")
                       ? deviations(entry.at("relative"), "relative", table, ranked)
                       : std::vector<double>(ranked.rows.size(), 0);
    out.common = share_of(entry, "common");
    out.factor = entry_text(entry, "factor", column);
    const auto form = entry_text(entry, "distribution", "lognormal");
    if (form != "lognormal" && form != "normal") {
        throw base::unknown_name_error("score.robust.values.distribution", form,
                                       {"lognormal", "normal"});
    }
    out.lognormal = form == "lognormal";
    set_bounds(entry, out);
    check_raw(out, ranked, criterion);
    return out;
}

Spread spread_of(const json& entry, const Table& table, const RankedRows& ranked,
                 std::size_t criterion) {
    if (!entry.is_object()) {
        throw base::data_error("score.robust.values.form");
    }
    check_keys(entry);
    if (entry.contains("raw")) {
        return raw_spread(entry, table, ranked, criterion);
    }
    const bool triangular = entry.contains("low") || entry.contains("high");
    if (triangular == entry.contains("sd")) {
        throw base::data_error("score.robust.values.form");
    }
    Spread out;
    out.kind = triangular ? Spread::Kind::triangular : Spread::Kind::normal;
    if (triangular) {
        out.low = share_of(entry, "low");
        out.high = share_of(entry, "high");
    } else {
        out.sd = deviations(entry.at("sd"), "sd", table, ranked);
    }
    set_bounds(entry, out);
    return out;
}

}  // namespace

std::vector<Spread> spreads_of(const json& values, const Table& table, const RankedRows& ranked,
                               const std::vector<std::string>& columns) {
    std::vector<Spread> out(columns.size());
    const json entries = values.is_null() ? json::object() : values;
    for (const auto& item : entries.items()) {
        const auto at = std::ranges::find(columns, item.key());
        if (at == columns.end()) {
            throw base::unknown_name_error("score.robust.values.column", item.key(), columns);
        }
        const auto criterion = static_cast<std::size_t>(at - columns.begin());
        out[criterion] = base::within(base::msg("score.in.column", item.key()), [&] {
            return spread_of(item.value(), table, ranked, criterion);
        });
    }
    return out;
}

}  // namespace jt::score
