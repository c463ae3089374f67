// How results name the rows they speak of.
#pragma once

#include "layer/table.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace jt::layer {

/// The column that names rows in results: the asked one; where none is asked ("") the column "id"
/// if there is one, else the feature ids of a layer, else row numbers from 1. Data error for an
/// unknown name.
Column row_names(const Table& table, const std::string& asked = "");

/// Ids for diagnostics: feature ids of a layer, row numbers from 1 of a plain table.
std::vector<std::int64_t> row_ids(const Table& table, std::span<const std::size_t> rows);

/// All columns, without geometry: the start of a result that keeps the rows of its input.
Table columns_of(const Table& table);

}  // namespace jt::layer
