// Surfaces computed from others when they are read, and how they are kept: by what they are made
// of, not by their values.
#pragma once

#include "surface/surface.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace jt::surface {

/// What a derived surface is made of. The inputs share one grid.
struct Recipe {
    std::string kind;  ///< of derived_cells()
    nlohmann::json params;
    std::vector<SurfacePtr> inputs;
};

/// Values computed from windows of other surfaces. The steps of a chain are computed part by part,
/// each in its own width, so that they are the bits of steps that are held in between.
class Derived : public Cells {
public:
    /// `reach`: cells beyond a window that this step reads of its inputs.
    Derived(Recipe recipe, std::size_t reach);
    bool wide() const override { return m_wide; }
    std::size_t reach() const override { return m_reach; }
    Block block() const override;
    void write(base::Writer& out) const override;
    const Recipe& recipe() const { return m_recipe; }

protected:
    const Grid& grid() const { return m_recipe.inputs.front()->grid(); }
    const std::vector<SurfacePtr>& inputs() const { return m_recipe.inputs; }
    const nlohmann::json& params() const { return m_recipe.params; }
    void set_wide(bool wide) { m_wide = wide; }

private:
    Recipe m_recipe;
    std::size_t m_reach;
    bool m_wide = false;  ///< as any input, unless set
};

/// The kinds are those of kernels.hpp. Internal error for others.
CellsPtr derived_cells(Recipe recipe);

/// The surface of a recipe, with the grid and CRS of the first input. Data error "surface.aligned"
/// where an input has another grid or CRS, with what differs.
Surface derived(Recipe recipe);

/// Reads what Cells::write() wrote.
CellsPtr read_cells(base::Reader& in, const Grid& grid);

/// Data error "surface.aligned" (names, what differs: CRS, cell size, corner, rows and columns)
/// unless all surfaces have one grid and CRS. Nothing is resampled silently.
void check_aligned(const std::vector<SurfacePtr>& surfaces);

}  // namespace jt::surface
