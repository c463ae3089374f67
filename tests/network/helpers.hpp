// Small networks for the tests, near the central meridian of EPSG:4544, where planar metres are
// geodesic metres to well under a millimetre.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/layer.hpp"
#include "network/graph/build.hpp"
#include "network/graph/connectors.hpp"
#include "network/reach/matrix.hpp"

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jt::test {

constexpr double kX = 500000, kY = 3390000;

struct Road {
    std::vector<double> xy;  ///< metres from (kX, kY)
    std::string id = "";
    std::string name = "arterial";
    double speed = 36;  ///< 10 m/s: 100 ms a metre; NaN = null
    std::string oneway = "";
    int year = 0;
    int level = 0;
    std::int64_t feature = -1;  ///< -1: position in the list
};

inline geo::Crs crs() { return geo::Crs::from("EPSG:4544"); }

inline std::shared_ptr<layer::Layer> roads(const std::vector<Road>& list,
                                           const std::string& name = "roads",
                                           const geo::Crs& in = crs()) {
    geo::GeometryArray lines(geo::Shape::line);
    std::vector<std::int64_t> features, years, levels;
    std::vector<std::string> ids, names, oneway;
    std::vector<double> speeds;
    for (const Road& road : list) {
        std::vector<double> xy = road.xy;
        for (std::size_t i = 0; i < xy.size(); ++i) {
            xy[i] += i % 2 == 0 ? kX : kY;
        }
        if (xy.empty()) {
            lines.null_feature();
        } else {
            lines.add_line(xy);
        }
        features.push_back(road.feature >= 0 ? road.feature
                                             : static_cast<std::int64_t>(features.size()) + 1);
        ids.push_back(road.id.empty() ? "r" + std::to_string(features.back()) : road.id);
        names.push_back(road.name);
        speeds.push_back(road.speed);
        oneway.push_back(road.oneway);
        years.push_back(road.year);
        levels.push_back(road.level);
    }
    auto out = std::make_shared<layer::Layer>(name, in, std::move(lines), std::move(features));
    out->set({"id", layer::Type::text, "", {}}, layer::Column::of_texts(ids));
    out->set({"class", layer::Type::text, "", {}}, layer::Column::of_texts(names));
    out->set({"speed", layer::Type::real, "km/h", {}}, layer::Column::of_reals(std::move(speeds)));
    out->set({"oneway", layer::Type::text, "", {}}, layer::Column::of_texts(oneway));
    out->set({"year_open", layer::Type::integer, "", {}},
             layer::Column::of_integers(std::move(years)));
    out->set({"level", layer::Type::integer, "", {}},
             layer::Column::of_integers(std::move(levels)));
    return out;
}

/// Points with ids "a", "b", ... or the given ones.
inline std::shared_ptr<layer::Layer> points(const std::vector<double>& xy,
                                            std::vector<std::string> ids = {}) {
    geo::GeometryArray array(geo::Shape::point);
    std::vector<std::int64_t> features;
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        array.add_point(kX + xy[i], kY + xy[i + 1]);
        features.push_back(static_cast<std::int64_t>(features.size()) + 1);
    }
    const bool named = !ids.empty();
    for (std::size_t i = 0; !named && i < features.size(); ++i) {
        ids.push_back("p" + std::to_string(i + 1));
    }
    auto out = std::make_shared<layer::Layer>("points", crs(), std::move(array), features);
    out->set({"id", layer::Type::text, "", {}}, layer::Column::of_texts(ids));
    return out;
}

inline network::BuildOptions car_options() {
    network::BuildOptions options;
    options.speeds = network::default_speeds();
    options.walk = false;
    options.snap_m = 0;
    options.access_speed = 3.6;  // 1 m/s: 1 ms a millimetre
    return options;
}

struct Built {
    base::Diagnostics diagnostics;
    std::shared_ptr<const network::Network> network;
    const network::Topology& t() const { return network->topology(); }
};

inline Built build(const std::vector<Road>& list,
                   const network::BuildOptions& options = car_options()) {
    Built built;
    built.network = network::build({roads(list)}, nullptr, nullptr, options, built.diagnostics);
    return built;
}

inline layer::Matrix matrix(const network::Network& net, const layer::Layer& from,
                            const layer::Layer& to, std::uint32_t cutoff = layer::kMaxCost - 1) {
    base::Diagnostics diagnostics;
    const auto a = network::connect(net, from, "", diagnostics);
    const auto b = network::connect(net, to, "", diagnostics);
    return network::cost_matrix(net, a, b, cutoff, base::Progress());
}

/// One pair, coordinates from (kX, kY).
inline std::uint32_t cost(const network::Network& net, double x1, double y1, double x2, double y2) {
    return matrix(net, *points({x1, y1}), *points({x2, y2})).cost.at(0);
}

/// The diagnostic of an id as text, or "" where there is none.
inline std::string said(const base::Diagnostics& diagnostics, const std::string& id) {
    for (const auto& diagnostic : diagnostics.list()) {
        if (diagnostic.message.id == id) {
            return base::render(diagnostic, base::Lang::en);
        }
    }
    return "";
}

inline std::string bytes(const registry::Object& object) {
    base::Writer out;
    object.write(out);
    return out.bytes();
}

/// A small seeded generator (64-bit LCG, Knuth 1997), so that tests are the same everywhere.
struct Random {
    std::uint64_t state;
    std::uint32_t next() {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::uint32_t>(state >> 33);
    }
    std::uint32_t below(std::uint32_t n) { return next() % n; }
    double unit() { return next() / 2147483648.0; }
};

}  // namespace jt::test
