#include "locate/costs.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/rows.hpp"

#include <cmath>
#include <set>
#include <utility>
#include <vector>

namespace jt::locate {
namespace {

double per_unit(const std::string& unit) {
    return unit == "ms" ? 60000 : unit == "mm" ? 1000 : unit == "分" ? 100 : 1;
}

const layer::Column& numbers(const layer::Table& table, const std::string& field) {
    const layer::Column& out = table.column(field);
    if (out.type() == layer::Type::text) {
        throw base::data_error("layer.weight.text", field);
    }
    return out;
}

/// Takes pairs, and keeps what is wrong with them until all are seen.
class Pairs {
public:
    explicit Pairs(const TakeCost& take) : m_take(take) {}

    void add(const std::string& origin, const std::string& destination, const layer::Column& column,
             std::size_t row) {
        const double cost = column.number(row);
        if (!column.valid(row) || std::isnan(cost)) {
            return;
        }
        const std::string pair = origin + " -> " + destination;
        if (!(cost >= 0) || !std::isfinite(cost)) {
            m_bad.push_back(pair + " (" + column.show(row) + ")");
        } else if (!m_seen.insert({origin, destination}).second) {
            m_twice.push_back(pair);
        } else {
            m_take(origin, destination, cost);
        }
    }

    void refuse() const {
        if (!m_bad.empty()) {
            throw base::data_error("locate.costs.bad", m_bad.size(), base::join_some(m_bad));
        }
        if (!m_twice.empty()) {
            throw base::data_error("locate.costs.twice", m_twice.size(), base::join_some(m_twice));
        }
    }

private:
    const TakeCost& m_take;
    std::set<std::pair<std::string, std::string>> m_seen;
    std::vector<std::string> m_bad, m_twice;
};

/// Data error that lists the rows that lack an id in one of the fields.
void refuse_empty(const layer::Table& table, const std::vector<std::string>& fields) {
    std::vector<std::size_t> empty;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        for (const std::string& field : fields) {
            if (table.column(field).show(row).empty()) {
                empty.push_back(row);
                break;
            }
        }
    }
    if (!empty.empty()) {
        std::vector<std::string> shown;
        for (const std::int64_t row : layer::row_ids(table, empty)) {
            shown.push_back(std::to_string(row));
        }
        throw base::data_error("layer.ids.empty", "costs", shown.size(), base::join_some(shown));
    }
}

}  // namespace

void read_matrix(const layer::Matrix& matrix, const TakeCost& take) {
    const double unit = per_unit(matrix.unit);
    for (std::size_t row = 0; row < matrix.row_ids.size(); ++row) {
        for (std::size_t column = 0; column < matrix.column_ids.size(); ++column) {
            const std::uint32_t cost = matrix.at(row, column);
            if (cost <= layer::kMaxCost) {
                take(matrix.row_ids[row], matrix.column_ids[column], cost / unit);
            }
        }
    }
}

void read_costs(const layer::Table& table, const CostFields& fields, const TakeCost& take) {
    Pairs pairs(take);
    if (fields.wide) {
        refuse_empty(table, {fields.origin});
        const layer::Column& origin = table.column(fields.origin);
        for (const std::string& name : table.names()) {
            const layer::Column& column = table.column(name);
            for (std::size_t row = 0;
                 name != fields.origin && column.type() != layer::Type::text && row < table.rows();
                 ++row) {
                pairs.add(origin.show(row), name, column, row);
            }
        }
    } else {
        refuse_empty(table, {fields.origin, fields.destination});
        const layer::Column &origin = table.column(fields.origin),
                            &destination = table.column(fields.destination),
                            &cost = numbers(table, fields.cost);
        for (std::size_t row = 0; row < table.rows(); ++row) {
            pairs.add(origin.show(row), destination.show(row), cost, row);
        }
    }
    pairs.refuse();
}

}  // namespace jt::locate
