#include "network/access/catchment.hpp"

#include "base/parallel.hpp"
#include "network/access/keyed.hpp"

#include <cmath>

namespace jt::network {
namespace {

class Areas {
public:
    Areas(const layer::Matrix& matrix, Catchment method, const Decay& decay)
        : m_matrix(matrix),
          m_method(method),
          m_decay(decay),
          m_rows(matrix.row_ids.size()),
          m_columns(matrix.column_ids.size()),
          m_row_order(by_id(matrix.row_ids)),
          m_column_order(by_id(matrix.column_ids)),
          m_row_sum(m_rows, 0),
          m_column_sum(m_columns, 0) {}

    Catchments run(const std::vector<double>& demand, const std::vector<double>& supply) {
        Catchments out{std::vector<double>(m_rows, 0), std::vector<double>(m_columns),
                       std::vector<double>(m_columns, 0), std::vector<std::int64_t>(m_rows, 0),
                       std::vector<std::int64_t>(m_columns, 0)};
        by_row([&](std::size_t i, std::size_t, double w) {
            m_row_sum[i] += w;
            out.reached[i] += w > 0 ? 1 : 0;
        });
        by_column([&](std::size_t i, std::size_t j, double w) {
            m_column_sum[j] += w;
            out.served[j] += w > 0 ? 1 : 0;
            out.load[j] += demand[i] * to_supply(i, w);
        });
        for (std::size_t j = 0; j < m_columns; ++j) {
            out.ratio[j] = out.load[j] > 0 ? supply[j] / out.load[j] : std::nan("");
        }
        by_row([&](std::size_t i, std::size_t j, double w) {
            if (out.load[j] > 0) {
                out.access[i] += out.ratio[j] * to_demand(i, j, w);
            }
        });
        return out;
    }

private:
    double weight(std::size_t row, std::size_t column) const {
        const std::uint32_t cost = m_matrix.at(row, column);
        return cost <= layer::kMaxCost ? m_decay(static_cast<double>(cost) / 60000.0) : 0;
    }

    double to_supply(std::size_t i, double w) const {
        if (w <= 0) {
            return 0;
        }
        switch (m_method) {
            case Catchment::two_step: return w;
            case Catchment::three_step: return w / m_row_sum[i] * w;
            case Catchment::balanced: return w / m_row_sum[i];
        }
        return 0;
    }

    double to_demand(std::size_t i, std::size_t j, double w) const {
        return m_method == Catchment::balanced ? (w > 0 ? w / m_column_sum[j] : 0)
                                               : to_supply(i, w);
    }

    /// Each cell once; a row's cells in the order of the columns' ids, on one thread.
    template <class Body>
    void by_row(const Body& body) {
        base::parallel_blocks(m_rows, 16, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                for (const std::size_t j : m_column_order) {
                    body(i, j, weight(i, j));
                }
            }
        });
    }

    /// Each cell once; a column's cells in the order of the rows' ids, on one thread.
    template <class Body>
    void by_column(const Body& body) {
        base::parallel_blocks(m_columns, 64, [&](std::size_t begin, std::size_t end) {
            for (const std::size_t i : m_row_order) {
                for (std::size_t j = begin; j < end; ++j) {
                    body(i, j, weight(i, j));
                }
            }
        });
    }

    const layer::Matrix& m_matrix;
    Catchment m_method;
    const Decay& m_decay;
    std::size_t m_rows, m_columns;
    std::vector<std::size_t> m_row_order, m_column_order;
    std::vector<double> m_row_sum, m_column_sum;
};

}  // namespace

Catchments catchments(const layer::Matrix& matrix, const std::vector<double>& demand,
                      const std::vector<double>& supply, Catchment method, const Decay& decay) {
    return Areas(matrix, method, decay).run(demand, supply);
}

}  // namespace jt::network
