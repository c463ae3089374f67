// Surfaces that are held whole.
#pragma once

#include "surface/grid.hpp"

namespace jt::surface {

/// Machine error "surface.memory" where a grid, at so many bytes a cell, takes more memory than
/// the machine has: told before it is tried.
void require_memory(const Grid& grid, double bytes_per_cell);

}  // namespace jt::surface
