// Layers of integer rectangles and points near the central meridian of EPSG:4544, where the scale
// is 1: planar oracles are right to about one part in ten million.
#pragma once

#include "layer/layer.hpp"
#include "overlay/register.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <random>

namespace jt::test {

constexpr double kEast = 500000;
constexpr double kNorth = 3390000;

struct Rect {
    int x1, y1, x2, y2;
};

inline geo::GeometryArray rectangles(const std::vector<Rect>& list) {
    geo::GeometryArray out(geo::Shape::polygon);
    for (const auto& r : list) {
        const double w = kEast + r.x1;
        const double e = kEast + r.x2;
        const double s = kNorth + r.y1;
        const double n = kNorth + r.y2;
        out.add_ring(std::vector<double>{w, s, e, s, e, n, w, n, w, s});
    }
    return out;
}

inline geo::GeometryArray points(const std::vector<std::pair<int, int>>& list) {
    geo::GeometryArray out(geo::Shape::point);
    for (const auto& [x, y] : list) {
        out.add_point(kEast + x, kNorth + y);
    }
    return out;
}

inline std::shared_ptr<layer::Layer> layer_of(const std::string& name, geo::GeometryArray geometry,
                                              const std::string& crs = "EPSG:4544") {
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < geometry.size(); ++i) {
        ids.push_back(static_cast<std::int64_t>(i) + 1);
    }
    return std::make_shared<layer::Layer>(name, crs.empty() ? geo::Crs() : geo::Crs::from(crs),
                                          std::move(geometry), std::move(ids));
}

inline std::vector<Rect> random_rectangles(std::size_t count, int extent, int largest,
                                           unsigned seed) {
    std::mt19937 random(seed);
    const auto draw = [&](int low, int high) {
        return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
    };
    std::vector<Rect> out;
    for (std::size_t i = 0; i < count; ++i) {
        const int x = draw(0, extent - largest);
        const int y = draw(0, extent - largest);
        out.push_back({x, y, x + draw(1, largest), y + draw(1, largest)});
    }
    return out;
}

struct Ran {
    registry::Outputs outputs;
    base::Diagnostics diagnostics;
    const layer::Table& table(const std::string& name = "table") const {
        return dynamic_cast<const layer::Table&>(*outputs.at(name));
    }
    const layer::Layer& layer() const {
        return dynamic_cast<const layer::Layer&>(*outputs.at("layer"));
    }
    std::vector<std::string> texts() const {
        std::vector<std::string> out;
        for (const auto& one : diagnostics.list()) {
            out.push_back(base::render(one, base::Lang::en));
        }
        return out;
    }
};

inline Ran run(const std::string& name,
               std::map<std::string, std::vector<registry::ObjectPtr>> inputs,
               const nlohmann::json& params = nlohmann::json::object()) {
    static const registry::Registry all = [] {
        registry::Registry out;
        overlay::register_operators(out);
        return out;
    }();
    Ran out;
    registry::Call call;
    call.inputs = std::move(inputs);
    call.params = params;
    call.diagnostics = &out.diagnostics;
    out.outputs = all.run(name, call);
    return out;
}

}  // namespace jt::test
