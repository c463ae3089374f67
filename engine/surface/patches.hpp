// Patches: cells of one class that touch, with their areas and shapes.
#pragma once

#include "surface/patches_runs.hpp"

#include <optional>

namespace jt::surface {

struct Patch {
    std::int64_t value = 0;
    std::size_t cells = 0;
    std::size_t row = 0, column = 0;  ///< of the first cell
    std::size_t top = 0, bottom = 0;  ///< rows [top, bottom)
    std::size_t left = 0, right = 0;  ///< columns [left, right)
    double area_m2 = 0;
    double circle_m2 = 0;  ///< of the smallest circle around its cells, corners and all
};

struct PatchRule {
    bool corners = false;  ///< cells that touch at a corner only belong together too
    double least = 0;      ///< m2; smaller patches are left out
};

/// Patches in the order of their first cells, from north to south and west to east.
struct Patches {
    CellRuns runs;
    /// Of each run; kNone for those left out.
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::vector<std::size_t> of_run;
    std::vector<Patch> list;
    std::size_t left_out = 0, cells_left_out = 0;
};

/// Union-find over runs of cells (He, Chao & Suzuki 2008, IEEE TIP 17). Circles are in the plane of
/// the CRS; in degrees in metres at the middle row of the patch. Areas: row_areas() of zonal.hpp.
/// Errors of both and of runs_of().
Patches patches(const Surface& surface, const PatchRule& rule);

/// Numbers of patches from 1 on in their cells; 32 bit up to 16,777,216 patches, else 64.
Surface numbered(const Surface& surface, const Patches& patches);

}  // namespace jt::surface
