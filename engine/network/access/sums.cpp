#include "network/access/sums.hpp"

#include "base/parallel.hpp"
#include "network/access/keyed.hpp"

#include <cmath>

namespace jt::network {

Sums::Sums(std::size_t rows, std::vector<Effect> effects, std::vector<Purpose> purposes)
    : m_effects(std::move(effects)),
      m_purposes(std::move(purposes)),
      m_sums(rows * m_effects.size() * m_purposes.size(), 0.0),
      m_reached(rows, 0) {}

void Sums::add(std::size_t row, std::size_t destination, std::uint32_t ms) {
    const double minutes = static_cast<double>(ms) / 60000.0;
    double* sum = m_sums.data() + row * m_effects.size() * m_purposes.size();
    for (std::size_t e = 0; e < m_effects.size(); ++e) {
        const double share = m_effects[e].decay(minutes);
        m_reached[row] += e == 0 && share > 0 ? 1 : 0;
        for (const Purpose& purpose : m_purposes) {
            *sum++ += purpose.amounts[destination] * share;
        }
    }
}

void add_matrix(Sums& sums, const layer::Matrix& matrix, bool with_itself) {
    const std::vector<std::size_t> order = by_id(matrix.column_ids);
    base::parallel_blocks(sums.rows(), 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
            for (const std::size_t c : order) {
                const std::uint32_t cost = matrix.at(row, c);
                if (cost <= layer::kMaxCost &&
                    (with_itself || matrix.row_ids[row] != matrix.column_ids[c])) {
                    sums.add(row, c, cost);
                }
            }
        }
    });
}

std::vector<bool> rows_off(const layer::Matrix& matrix) {
    const std::size_t columns = matrix.column_ids.size();
    std::vector<bool> off(matrix.row_ids.size(), columns > 0);
    for (std::size_t row = 0; row < off.size(); ++row) {
        for (std::size_t c = 0; c < columns && off[row]; ++c) {
            off[row] = matrix.at(row, c) == layer::kOffNetwork;
        }
    }
    return off;
}

layer::Table sums_table(const std::vector<std::string>& ids, const Sums& sums,
                        const std::vector<bool>& off, bool each) {
    double all = 0;
    for (const double amount : sums.purposes()[0].amounts) {
        all += amount;
    }
    const auto values = [&](std::size_t effect, std::size_t purpose, double scale) {
        std::vector<double> out(ids.size());
        for (std::size_t row = 0; row < out.size(); ++row) {
            out[row] = off[row] ? std::nan("") : sums.at(row, effect, purpose) / scale;
        }
        return layer::Column::of_reals(std::move(out));
    };
    std::vector<std::int64_t> reached;
    std::vector<std::string> states;
    for (std::size_t row = 0; row < ids.size(); ++row) {
        reached.push_back(sums.reached(row));
        states.emplace_back(off[row] ? "off_network" : "ok");
    }
    layer::Table table(ids.size());
    table.set({"id", layer::Type::text, "", {}}, layer::Column::of_texts(ids));
    table.set({"value", layer::Type::real, "", {}}, values(0, 0, 1));
    table.set({"reached", layer::Type::integer, "", {}},
              layer::Column::of_integers(std::move(reached)));
    table.set({"share", layer::Type::real, "", {}}, values(0, 0, all > 0 ? all : std::nan("")));
    table.set({"status", layer::Type::text, "", {}}, layer::Column::of_texts(states));
    for (std::size_t e = 0; each && e < sums.effects().size(); ++e) {
        for (std::size_t p = 0; p < sums.purposes().size(); ++p) {
            table.set(
                {sums.purposes()[p].name + "_" + sums.effects()[e].name, layer::Type::real, "", {}},
                values(e, p, 1));
        }
    }
    return table;
}

}  // namespace jt::network
