// Sums of opportunities by time: one sweep for all purposes and all cutoffs or decays.
#pragma once

#include "layer/matrix.hpp"
#include "layer/table.hpp"
#include "network/access/decay.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::network {

/// What destinations offer: an amount for each.
struct Purpose {
    std::string name;
    std::vector<double> amounts;
};

/// What a time is worth.
struct Effect {
    std::string name;
    Decay decay;
};

/// For each row, effect and purpose the sum of amount x effect(minutes).
class Sums {
public:
    Sums(std::size_t rows, std::vector<Effect> effects, std::vector<Purpose> purposes);

    /// Adds a destination at a cost. Rows may be filled at the same time; the destinations of a row
    /// are added in the order of their ids (by_id()), so that sums are equal to the last bit
    /// whichever way the costs were found.
    void add(std::size_t row, std::size_t destination, std::uint32_t ms);

    std::size_t rows() const { return m_reached.size(); }
    double at(std::size_t row, std::size_t effect, std::size_t purpose) const {
        return m_sums[(row * m_effects.size() + effect) * m_purposes.size() + purpose];
    }
    /// Destinations that had a part in the first effect.
    std::int64_t reached(std::size_t row) const { return m_reached[row]; }
    const std::vector<Effect>& effects() const { return m_effects; }
    const std::vector<Purpose>& purposes() const { return m_purposes; }

private:
    std::vector<Effect> m_effects;
    std::vector<Purpose> m_purposes;
    std::vector<double> m_sums;
    std::vector<std::int64_t> m_reached;
};

/// Adds all cells of a matrix that have a cost, rows in parallel; the sums have its rows, and as
/// many amounts as it has columns. Without `with_itself` a column of the row's own id is left out.
void add_matrix(Sums& sums, const layer::Matrix& matrix, bool with_itself);

/// Rows of the matrix without any cost because of kOffNetwork in every column.
std::vector<bool> rows_off(const layer::Matrix& matrix);

/// Table with columns id, value (the first effect and purpose), reached, share (value over the sum
/// of all amounts; null when that is 0), status (ok, or off_network where `off`; then all values
/// are null), and, with `each`, one column an effect and purpose: <purpose>_<effect>.
layer::Table sums_table(const std::vector<std::string>& ids, const Sums& sums,
                        const std::vector<bool>& off, bool each);

}  // namespace jt::network
