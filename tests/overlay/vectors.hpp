// What the tests of the vector operators share: layers with columns, sums, permuted copies, and a
// reader of small GeoJSON files.
#pragma once

#include "geo/measure.hpp"
#include "overlay/fixtures.hpp"

#include <algorithm>
#include <numeric>

namespace jt::test {

using Registered = std::shared_ptr<layer::Layer>;

inline Registered with_texts(Registered layer, const std::string& name,
                             const std::vector<std::string>& values) {
    layer->set({name, layer::Type::text, "", {}}, layer::Column::of_texts(values));
    return layer;
}

inline Registered with_reals(Registered layer, const std::string& name, std::vector<double> values,
                             const std::string& unit = "") {
    layer->set({name, layer::Type::real, unit, {}}, layer::Column::of_reals(std::move(values)));
    return layer;
}

inline double sum_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

inline std::vector<double> numbers(const layer::Table& table, const std::string& name) {
    std::vector<double> out;
    for (std::size_t i = 0; i < table.rows(); ++i) {
        out.push_back(table.column(name).number(i));
    }
    return out;
}

inline std::vector<std::string> shown(const layer::Table& table, const std::string& name) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < table.rows(); ++i) {
        out.push_back(table.column(name).show(i));
    }
    return out;
}

inline geo::GeometryArray line_of(const std::vector<double>& offsets) {
    geo::GeometryArray out(geo::Shape::line);
    std::vector<double> xy;
    for (std::size_t k = 0; k < offsets.size(); k += 2) {
        xy.insert(xy.end(), {kEast + offsets[k], kNorth + offsets[k + 1]});
    }
    out.add_line(xy);
    return out;
}

/// The bytes of an object as the cache keeps it: equal bytes, equal results.
inline std::string bytes_of(const registry::Object& object) {
    base::Writer writer;
    object.write(writer);
    return writer.bytes();
}

/// The features in reverse order.
inline Registered reversed(const layer::Layer& layer) {
    std::vector<std::size_t> rows(layer.rows());
    std::iota(rows.rbegin(), rows.rend(), std::size_t{0});
    return std::make_shared<layer::Layer>(take(layer, rows));
}

/// Unit squares that lie in any of the rectangles.
inline int cells_of(const std::vector<Rect>& list, int extent) {
    int count = 0;
    for (int x = 0; x < extent; ++x) {
        for (int y = 0; y < extent; ++y) {
            count += std::any_of(list.begin(), list.end(), [&](const Rect& r) {
                return x >= r.x1 && x < r.x2 && y >= r.y1 && y < r.y2;
            });
        }
    }
    return count;
}

/// A grid of squares that tile, `across` in each direction, of `side` metres.
inline std::vector<Rect> grid(int across, int side, int shift = 0) {
    std::vector<Rect> out;
    for (int x = 0; x < across; ++x) {
        for (int y = 0; y < across; ++y) {
            out.push_back({shift + x * side, shift + y * side, shift + (x + 1) * side,
                           shift + (y + 1) * side});
        }
    }
    return out;
}

}  // namespace jt::test
