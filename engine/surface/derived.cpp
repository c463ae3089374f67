#include "surface/derived.hpp"

#include "base/error.hpp"
#include "surface/io_gdal.hpp"
#include "surface/kernels.hpp"

#include <algorithm>
#include <map>

namespace jt::surface {
namespace {

using Make = CellsPtr (*)(Recipe);

const std::map<std::string, Make, std::less<>>& kinds() {
    static const std::map<std::string, Make, std::less<>> all = {
        {"weighted_sum", weighted_sum_cells},
        {"ordered", ordered_cells},
        {"rules", rule_cells},
        {"class_probability", class_probability_cells},
        {"value", value_cells},
        {"expression", expression_cells},
        {"slope", slope_cells},
        {"aspect", aspect_cells},
        {"hillshade", hillshade_cells},
        {"relief", relief_cells},
    };
    return all;
}

std::string corner(const Grid& grid) {
    return fmt::format("{:.10g}, {:.10g}", grid.left, grid.top);
}

std::string size(const Grid& grid) {
    return fmt::format("{:.10g} x {:.10g}", grid.cell_x, grid.cell_y);
}

/// What two surfaces do not share, with both values; empty where they share it.
void refuse(std::size_t number, const char* what, const std::string& one, const std::string& two) {
    base::Error error = base::data_error("surface.aligned", number, one, two);
    error.add_context(base::msg(what));
    throw error;
}

}  // namespace

Derived::Derived(Recipe recipe, std::size_t reach) : m_recipe(std::move(recipe)), m_reach(reach) {
    std::size_t below = 0;
    for (const SurfacePtr& input : m_recipe.inputs) {
        below = std::max(below, input->cells()->reach());
        m_wide = m_wide || input->double_precision();
    }
    m_reach += below;
}

Block Derived::block() const {
    for (const SurfacePtr& input : m_recipe.inputs) {
        if (const Block block = input->cells()->block(); block.rows > 0) {
            return block;
        }
    }
    return {};
}

void Derived::write(base::Writer& out) const {
    out.text("derived");
    out.text(m_recipe.kind);
    out.text(m_recipe.params.dump());
    out.integer(static_cast<std::int64_t>(m_recipe.inputs.size()));
    for (const SurfacePtr& input : m_recipe.inputs) {
        input->write(out);
    }
}

CellsPtr derived_cells(Recipe recipe) {
    const auto kind = kinds().find(recipe.kind);
    if (kind == kinds().end() || recipe.inputs.empty()) {
        throw base::internal_error("surface.kind", recipe.kind);
    }
    return kind->second(std::move(recipe));
}

Surface derived(Recipe recipe) {
    check_aligned(recipe.inputs);
    const Surface& first = *recipe.inputs.front();
    const Grid grid = first.grid();
    geo::Crs crs = first.crs();
    return {grid, std::move(crs), derived_cells(std::move(recipe))};
}

CellsPtr read_cells(base::Reader& in, const Grid& grid) {
    const std::string how = in.text();
    if (how == "f32") {
        return cells_of(grid, in.values<float>());
    }
    if (how == "f64") {
        return cells_of(grid, in.values<double>());
    }
    if (how == "file") {
        return read_file_cells(in);
    }
    Recipe recipe;
    recipe.kind = in.text();
    recipe.params = nlohmann::json::parse(in.text());
    for (std::int64_t left = in.integer(); left > 0; --left) {
        recipe.inputs.push_back(std::dynamic_pointer_cast<const Surface>(Surface::read(in)));
    }
    return derived_cells(std::move(recipe));
}

void check_aligned(const std::vector<SurfacePtr>& surfaces) {
    for (std::size_t i = 1; i < surfaces.size(); ++i) {
        const Surface &one = *surfaces.front(), &other = *surfaces[i];
        const Grid &a = one.grid(), &b = other.grid();
        if (!one.crs().same(other.crs())) {
            refuse(i + 1, "surface.aligned.crs", one.crs().label(), other.crs().label());
        }
        if (a.cell_x != b.cell_x || a.cell_y != b.cell_y) {
            refuse(i + 1, "surface.aligned.size", size(a), size(b));
        }
        if (a.left != b.left || a.top != b.top) {
            refuse(i + 1, "surface.aligned.corner", corner(a), corner(b));
        }
        if (a.columns != b.columns || a.rows != b.rows) {
            refuse(i + 1, "surface.aligned.count", fmt::format("{} x {}", a.columns, a.rows),
                   fmt::format("{} x {}", b.columns, b.rows));
        }
    }
}

}  // namespace jt::surface
