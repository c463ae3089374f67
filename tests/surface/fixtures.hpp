// Small surfaces, rasters on disk, and running the operators of surface/.
#pragma once

#include "layer/layer.hpp"
#include "surface/register.hpp"
#include "surface/surface.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

namespace jt::test {

/// A grid of 10 m cells near the central meridian of EPSG:4544, filled by a function of x, y.
inline surface::Grid metre_grid(std::size_t columns, std::size_t rows, double cell = 10) {
    surface::Grid grid;
    grid.columns = columns;
    grid.rows = rows;
    grid.left = 500000;
    grid.top = 3390000;
    grid.cell_x = cell;
    grid.cell_y = cell;
    return grid;
}

inline surface::Surface filled(const surface::Grid& grid, const std::string& crs,
                               const std::function<double(double, double)>& value) {
    std::vector<double> values;
    for (std::size_t row = 0; row < grid.rows; ++row) {
        for (std::size_t column = 0; column < grid.columns; ++column) {
            values.push_back(value(grid.x(column), grid.y(row)));
        }
    }
    return {grid, geo::Crs::from(crs), std::move(values)};
}

inline surface::SurfacePtr shared(surface::Surface surface) {
    return std::make_shared<surface::Surface>(std::move(surface));
}

inline std::vector<double> values_of(const surface::Surface& surface) {
    return surface.window<double>({0, 0, surface.grid().rows, surface.grid().columns});
}

/// Equal, NaN like NaN.
inline bool alike(const std::vector<double>& one, const std::vector<double>& two) {
    return std::equal(one.begin(), one.end(), two.begin(), two.end(), [](double a, double b) {
        return a == b || (std::isnan(a) && std::isnan(b));
    });
}

inline std::shared_ptr<layer::Layer> layer_of(const std::string& name, geo::GeometryArray geometry,
                                              const std::string& crs = "EPSG:4544") {
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < geometry.size(); ++i) {
        ids.push_back(static_cast<std::int64_t>(i) + 1);
    }
    return std::make_shared<layer::Layer>(name, geo::Crs::from(crs), std::move(geometry),
                                          std::move(ids));
}

struct Ran {
    registry::Outputs outputs;
    base::Diagnostics diagnostics;
    const layer::Table& table() const {
        return dynamic_cast<const layer::Table&>(*outputs.at("table"));
    }
    const surface::Surface& surface() const {
        return dynamic_cast<const surface::Surface&>(*outputs.at("surface"));
    }
    std::vector<std::string> texts() const {
        std::vector<std::string> out;
        for (const auto& one : diagnostics.list()) {
            out.push_back(base::render(one, base::Lang::en));
        }
        return out;
    }
};

inline const registry::Registry& operators() {
    static const registry::Registry all = [] {
        registry::Registry out;
        surface::register_operators(out);
        return out;
    }();
    return all;
}

inline Ran run(const std::string& name,
               std::map<std::string, std::vector<registry::ObjectPtr>> inputs,
               const nlohmann::json& params = nlohmann::json::object()) {
    Ran out;
    registry::Call call;
    call.inputs = std::move(inputs);
    call.params = params;
    call.diagnostics = &out.diagnostics;
    out.outputs = operators().run(name, call);
    return out;
}

}  // namespace jt::test
