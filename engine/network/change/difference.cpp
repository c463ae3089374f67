#include "network/change/difference.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace jt::network {
namespace {

constexpr std::size_t kAbsent = std::numeric_limits<std::size_t>::max();

bool is_cost(std::uint32_t value) { return value <= layer::kMaxCost; }

/// For each id of one list its place in the other; those without one are told.
std::vector<std::size_t> match(const std::vector<std::string>& before,
                               const std::vector<std::string>& after, const char* what,
                               base::Diagnostics& diagnostics) {
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < after.size(); ++i) {
        places.emplace(after[i], i);
    }
    std::vector<std::size_t> out;
    std::vector<std::string> alone;
    for (const std::string& id : before) {
        const auto it = places.find(id);
        out.push_back(it == places.end() ? kAbsent : it->second);
        if (it == places.end()) {
            alone.push_back(id);
        } else {
            places.erase(it);
        }
    }
    for (const auto& [id, place] : places) {
        alone.push_back(id);
    }
    if (!alone.empty()) {
        diagnostics.warn(
            base::msg("network.difference.alone", what, alone.size(), base::join_some(alone)));
    }
    return out;
}

void sum_up(OriginDifference& origin, const PairDifference& pair, std::uint32_t limit,
            double& before, double& after) {
    origin.within_before += is_cost(pair.before) && pair.before <= limit ? 1 : 0;
    origin.within_after += is_cost(pair.after) && pair.after <= limit ? 1 : 0;
    switch (pair.change) {
        case PairChange::faster: ++origin.faster; break;
        case PairChange::slower: ++origin.slower; break;
        case PairChange::newly_reachable:
        case PairChange::newly_within: ++origin.gained; break;
        case PairChange::lost:
        case PairChange::no_longer_within: ++origin.lost; break;
        case PairChange::same:
        case PairChange::none: break;
    }
    if (is_cost(pair.before) && is_cost(pair.after)) {
        ++origin.pairs;
        before += pair.before;
        after += pair.after;
    }
}

/// 0 for gains of a way, 1 for changes of its cost, 2 for losses; then the order among them.
std::tuple<int, std::int64_t, std::size_t, std::size_t> rank_key(const PairDifference& pair) {
    const auto before = static_cast<std::int64_t>(pair.before);
    const auto after = static_cast<std::int64_t>(pair.after);
    switch (pair.change) {
        case PairChange::newly_reachable:
        case PairChange::newly_within: return {0, after, pair.row, pair.column};
        case PairChange::lost:
        case PairChange::no_longer_within: return {2, before, pair.row, pair.column};
        case PairChange::none: return {3, 0, pair.row, pair.column};
        default: return {1, after - before, pair.row, pair.column};
    }
}

}  // namespace

const char* pair_change_name(PairChange change) {
    switch (change) {
        case PairChange::same: return "same";
        case PairChange::faster: return "faster";
        case PairChange::slower: return "slower";
        case PairChange::newly_reachable: return "newly_reachable";
        case PairChange::newly_within: return "newly_within";
        case PairChange::lost: return "lost";
        case PairChange::no_longer_within: return "no_longer_within";
        case PairChange::none: return "none";
    }
    return "";
}

PairChange pair_change(std::uint32_t before, std::uint32_t after) {
    if (is_cost(before) && is_cost(after)) {
        return after < before   ? PairChange::faster
               : after > before ? PairChange::slower
                                : PairChange::same;
    }
    if (is_cost(after)) {
        return before == layer::kCutOff ? PairChange::newly_within : PairChange::newly_reachable;
    }
    if (is_cost(before)) {
        return after == layer::kCutOff ? PairChange::no_longer_within : PairChange::lost;
    }
    return PairChange::none;
}

MatrixDifference difference(const layer::Matrix& before, const layer::Matrix& after,
                            std::uint32_t limit, bool all, base::Diagnostics& diagnostics) {
    if (before.unit != after.unit) {
        throw base::data_error("network.difference.unit", before.unit, after.unit);
    }
    const auto rows = match(before.row_ids, after.row_ids, "origins", diagnostics);
    const auto columns = match(before.column_ids, after.column_ids, "destinations", diagnostics);
    MatrixDifference out;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (rows[row] == kAbsent) {
            continue;
        }
        OriginDifference origin;
        origin.row = row;
        double sum_before = 0, sum_after = 0;
        for (std::size_t column = 0; column < columns.size(); ++column) {
            if (columns[column] == kAbsent) {
                continue;
            }
            PairDifference pair{row, column, before.at(row, column),
                                after.at(rows[row], columns[column])};
            pair.change = pair_change(pair.before, pair.after);
            sum_up(origin, pair, limit, sum_before, sum_after);
            if (all || (pair.change != PairChange::same && pair.change != PairChange::none)) {
                out.pairs.push_back(pair);
            }
        }
        const double n = static_cast<double>(origin.pairs);
        const double none = std::numeric_limits<double>::quiet_NaN();
        origin.mean_before = origin.pairs > 0 ? sum_before / n : none;
        origin.mean_after = origin.pairs > 0 ? sum_after / n : none;
        origin.mean_diff = origin.pairs > 0 ? (sum_after - sum_before) / n : none;
        out.origins.push_back(origin);
    }
    std::ranges::sort(out.pairs, {}, rank_key);
    return out;
}

}  // namespace jt::network
