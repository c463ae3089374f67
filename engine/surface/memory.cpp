#include "surface/memory.hpp"

#include "base/error.hpp"

#include <unistd.h>

namespace jt::surface {

void require_memory(const Grid& grid, double bytes_per_cell) {
    const auto gib = [](double bytes) { return fmt::format("{:.1f}", bytes / (1 << 30)); };
    const double has = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) *
                       static_cast<double>(::sysconf(_SC_PAGESIZE));
    const double takes =
        static_cast<double>(grid.columns) * static_cast<double>(grid.rows) * bytes_per_cell;
    if (takes > has) {
        throw base::machine_error("surface.memory", grid.columns, grid.rows, gib(takes), gib(has));
    }
}

}  // namespace jt::surface
