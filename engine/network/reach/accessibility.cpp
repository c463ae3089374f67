#include "network/reach/accessibility.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <cmath>
#include <map>

namespace jt::network {
namespace {

bool has_cost(std::uint32_t cost) { return cost <= layer::kMaxCost; }

double minutes_of(std::uint32_t ms) { return static_cast<double>(ms) / 60000.0; }

/// "ok", or the status that stands in the whole row, without its own column when that is asked.
const char* row_status(const layer::Matrix& matrix, std::size_t row, bool with_itself = true) {
    std::uint32_t status = layer::kOffNetwork;
    bool any = false;
    for (std::size_t c = 0; c < matrix.column_ids.size(); ++c) {
        if (!with_itself && matrix.row_ids[row] == matrix.column_ids[c]) {
            continue;
        }
        const std::uint32_t cost = matrix.at(row, c);
        if (has_cost(cost)) {
            return "ok";
        }
        any = true;
        if (cost != layer::kOffNetwork) {
            status = cost;
        }
    }
    return any ? layer::cost_status_name(status) : "ok";
}

}  // namespace

double hansen(Decay decay, double beta, double minutes, double least_min) {
    const double t = std::max(minutes, least_min);
    return decay == Decay::power ? std::pow(t, -beta) : std::exp(-beta * t);
}

double gaussian(double minutes, double limit_min) {
    if (minutes > limit_min) {
        return 0;
    }
    const double share = minutes / limit_min, floor = std::exp(-0.5);
    return (std::exp(-0.5 * share * share) - floor) / (1 - floor);
}

std::vector<double> weights_of(const layer::Matrix& matrix, const layer::Table& table,
                               const std::vector<std::string>& ids, const std::string& weight) {
    std::map<std::string, double> by_id;
    for (std::size_t row = 0; row < ids.size(); ++row) {
        double value = 1;
        if (!weight.empty()) {
            const layer::Column& column = table.column(weight);
            if (column.type() == layer::Type::text) {
                throw base::data_error("network.weight.text", weight);
            }
            value = column.number(row);
            if (!(value >= 0) || !std::isfinite(value)) {
                throw base::data_error("network.weight.bad", weight, ids[row], column.show(row));
            }
        }
        by_id[ids[row]] = value;
    }
    std::vector<double> weights;
    for (const std::string& id : matrix.column_ids) {
        const auto it = by_id.find(id);
        if (it == by_id.end()) {
            throw base::data_error("network.weight.missing", id);
        }
        weights.push_back(it->second);
    }
    return weights;
}

layer::Table accumulate(const layer::Matrix& matrix, const std::vector<double>& weights,
                        bool with_itself, const std::function<double(double)>& effect) {
    double all = 0;
    for (const double weight : weights) {
        all += weight;
    }
    std::vector<double> values, shares;
    std::vector<std::int64_t> reached;
    std::vector<std::string> states;
    for (std::size_t row = 0; row < matrix.row_ids.size(); ++row) {
        double sum = 0;
        std::int64_t count = 0;
        for (std::size_t c = 0; c < weights.size(); ++c) {
            const std::uint32_t cost = matrix.at(row, c);
            if (!has_cost(cost) || (!with_itself && matrix.row_ids[row] == matrix.column_ids[c])) {
                continue;
            }
            const double share = effect(minutes_of(cost));
            sum += weights[c] * share;
            count += share > 0 ? 1 : 0;
        }
        const std::string status = row_status(matrix, row);
        const bool off = status == "off_network";
        values.push_back(off ? std::nan("") : sum);
        shares.push_back(off || all <= 0 ? std::nan("") : sum / all);
        reached.push_back(count);
        states.push_back(off ? status : "ok");
    }
    layer::Table table(matrix.row_ids.size());
    table.set({"id", layer::Type::text, "", {}}, layer::Column::of_texts(matrix.row_ids));
    table.set({"value", layer::Type::real, "", {}}, layer::Column::of_reals(std::move(values)));
    table.set({"reached", layer::Type::integer, "", {}},
              layer::Column::of_integers(std::move(reached)));
    table.set({"share", layer::Type::real, "", {}}, layer::Column::of_reals(std::move(shares)));
    table.set({"status", layer::Type::text, "", {}}, layer::Column::of_texts(states));
    return table;
}

layer::Table nearest(const layer::Matrix& matrix, bool with_itself) {
    std::vector<std::string> names, states;
    std::vector<double> minutes;
    for (std::size_t row = 0; row < matrix.row_ids.size(); ++row) {
        std::size_t best = matrix.column_ids.size();
        for (std::size_t c = 0; c < matrix.column_ids.size(); ++c) {
            const bool itself = !with_itself && matrix.row_ids[row] == matrix.column_ids[c];
            if (has_cost(matrix.at(row, c)) && !itself &&
                (best == matrix.column_ids.size() || matrix.at(row, c) < matrix.at(row, best))) {
                best = c;
            }
        }
        const bool found = best < matrix.column_ids.size();
        names.push_back(found ? matrix.column_ids[best] : "");
        minutes.push_back(found ? minutes_of(matrix.at(row, best)) : std::nan(""));
        const std::string status = row_status(matrix, row, with_itself);
        states.push_back(found || status != "ok" ? status : "unreachable");
    }
    layer::Table table(matrix.row_ids.size());
    table.set({"id", layer::Type::text, "", {}}, layer::Column::of_texts(matrix.row_ids));
    table.set({"nearest", layer::Type::text, "", {}}, layer::Column::of_texts(names));
    table.set({"minutes", layer::Type::real, "min", {}},
              layer::Column::of_reals(std::move(minutes)));
    table.set({"status", layer::Type::text, "", {}}, layer::Column::of_texts(states));
    return table;
}

}  // namespace jt::network
