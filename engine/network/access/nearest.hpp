// The nearest destination over a matrix of costs.
#pragma once

#include "layer/matrix.hpp"
#include "layer/table.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::network {

/// What a row of nearest_table() is made of.
struct Nearest {
    std::string id;
    std::uint32_t ms = layer::kUnreachable;  ///< or a status
};

/// Nearest column of each row: table with columns id, nearest, minutes, status; of equal costs the
/// first column. A row without a cost has the status that stands in it, the last one that is not
/// off_network. No columns: unreachable.
layer::Table nearest(const layer::Matrix& matrix, bool with_itself);

layer::Table nearest_table(const std::vector<std::string>& ids, const std::vector<Nearest>& found);

}  // namespace jt::network
