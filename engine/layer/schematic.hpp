// Features marked as schematic: their places and shapes are no survey. The mark is a column
// "schematic", in any case of letters (shapefiles write capitals), that is neither 0, false nor
// empty.
#pragma once

#include "layer/table.hpp"

#include <optional>
#include <span>

namespace jt::layer {

/// How many rows are marked; nothing where no column says.
std::optional<std::size_t> schematic_count(const Table& table);
/// The same of some rows.
std::optional<std::size_t> schematic_count(const Table& table, std::span<const std::size_t> rows);

}  // namespace jt::layer
