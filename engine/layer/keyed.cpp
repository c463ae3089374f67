#include "layer/keyed.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/rows.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace jt::layer {
namespace {

/// Ids that stand in several rows, each once.
std::vector<std::string> repeated(const std::vector<std::string>& ids) {
    std::map<std::string, std::size_t> times;
    std::vector<std::string> out;
    for (const std::string& id : ids) {
        if (++times[id] == 2) {
            out.push_back(id);
        }
    }
    return out;
}

}  // namespace

Keyed keyed(const Table& table, std::string port, const std::string& id_field) {
    Keyed out{table, std::move(port), {}};
    const Column names = row_names(table, id_field);
    std::vector<std::size_t> empty;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        out.ids.push_back(names.show(row));
        if (out.ids.back().empty()) {
            empty.push_back(row);
        }
    }
    if (!empty.empty()) {
        std::vector<std::string> rows;
        for (const std::int64_t id : row_ids(table, empty)) {
            rows.push_back(std::to_string(id));
        }
        throw base::data_error("layer.ids.empty", out.port, rows.size(), base::join_some(rows));
    }
    const std::vector<std::string> twice = repeated(out.ids);
    if (!twice.empty()) {
        throw base::data_error("layer.ids.twice", out.port, twice.size(), base::join_some(twice));
    }
    return out;
}

std::vector<std::size_t> rows_of(const Keyed& keyed, const std::vector<std::string>& ids,
                                 base::Diagnostics& diagnostics) {
    std::map<std::string, std::size_t> row_of;
    for (std::size_t row = 0; row < keyed.ids.size(); ++row) {
        row_of[keyed.ids[row]] = row;
    }
    std::vector<std::size_t> rows;
    std::vector<std::string> unknown;
    std::vector<bool> used(keyed.ids.size(), false);
    for (const std::string& id : ids) {
        const auto it = row_of.find(id);
        if (it == row_of.end()) {
            unknown.push_back(id);
        } else {
            rows.push_back(it->second);
            used[it->second] = true;
        }
    }
    if (!unknown.empty()) {
        throw base::data_error("layer.ids.unknown", keyed.port, unknown.size(),
                               base::join_some(unknown));
    }
    std::vector<std::size_t> unused;
    for (std::size_t row = 0; row < used.size(); ++row) {
        if (!used[row]) {
            unused.push_back(row);
        }
    }
    if (!unused.empty()) {
        diagnostics.features(base::Severity::warning, base::msg("layer.ids.unused"), keyed.port,
                             row_ids(keyed.table, unused));
    }
    return rows;
}

std::vector<double> amounts(const Keyed& keyed, const std::string& field,
                            const std::vector<std::size_t>& rows) {
    if (field.empty()) {
        return std::vector<double>(rows.size(), 1.0);
    }
    const Column& column = keyed.table.column(field);
    if (column.type() == Type::text) {
        throw base::data_error("layer.weight.text", field);
    }
    std::vector<double> out;
    std::vector<std::string> bad;
    for (const std::size_t row : rows) {
        const double value = column.number(row);
        if (!(value >= 0) || !std::isfinite(value)) {
            bad.push_back(keyed.ids[row] + " (" + column.show(row) + ")");
        }
        out.push_back(value);
    }
    if (!bad.empty()) {
        throw base::data_error("layer.weight.bad", field, keyed.port, bad.size(),
                               base::join_some(bad));
    }
    return out;
}

std::vector<double> amounts(const Keyed& keyed, const std::string& field) {
    std::vector<std::size_t> rows(keyed.ids.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return amounts(keyed, field, rows);
}

std::vector<std::size_t> by_id(const std::vector<std::string>& ids) {
    std::vector<std::size_t> order(ids.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return ids[a] < ids[b]; });
    return order;
}

}  // namespace jt::layer
