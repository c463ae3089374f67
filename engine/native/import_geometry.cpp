// Geometry of native plugins: three levels of lists over x, y pairs.
#include "base/error.hpp"
#include "native/arrow_import.hpp"

#include <span>

namespace jt::native {
namespace {

using geo::Shape;
using geo::Status;

/// One level of lists: item i holds the children [at(i), at(i + 1)).
struct Level {
    const std::int64_t* offsets = nullptr;
    std::int64_t at(std::int64_t i) const { return offsets == nullptr ? 0 : offsets[i]; }
};

Level check_lists(const ArrowSchema& schema, const ArrowArray& array) {
    check_full(schema, array, "+L", 2, 1);
    const Level level{values_of<std::int64_t>(array, 1, array.length)};
    const std::int64_t items = array.children[0]->length;
    bool good = level.at(0) >= 0 && level.at(array.length) <= items;
    for (std::int64_t i = 0; i < array.length; ++i) {
        good = good && level.at(i) <= level.at(i + 1);
        if (!good) {
            throw base::data_error("native.arrow.offsets", i + 1);
        }
    }
    return level;
}

struct Levels {
    Level parts, rings, coordinates;
    const double* xy = nullptr;

    std::span<const double> ring(std::int64_t r) const {
        const auto begin = coordinates.at(r), end = coordinates.at(r + 1);
        return {xy + 2 * begin, static_cast<std::size_t>(2 * (end - begin))};
    }
};

Levels check_levels(const ArrowSchema& schema, const ArrowArray& array) {
    Levels out;
    out.parts = check_lists(schema, array);
    const ArrowSchema& rings = *schema.children[0];
    const ArrowArray& parts_items = *array.children[0];
    out.rings = check_lists(rings, parts_items);
    out.coordinates = check_lists(*rings.children[0], *parts_items.children[0]);
    const ArrowSchema& pair = *rings.children[0]->children[0];
    const ArrowArray& pairs = *parts_items.children[0]->children[0];
    check_full(pair, pairs, "+w:2", 1, 1);
    const ArrowArray& values = *pairs.children[0];
    check_full(*pair.children[0], values, "g", 2, 0);
    if (values.length < 2 * (pairs.offset + pairs.length)) {
        throw base::data_error("native.arrow.length", values.length,
                               2 * (pairs.offset + pairs.length));
    }
    out.xy = values_of<double>(values, 1, values.length);
    out.xy = out.xy == nullptr ? nullptr : out.xy + 2 * pairs.offset;
    return out;
}

/// What a part of the shape must be; "" where it is. Only asked of features that claim to be
/// usable.
const char* wrong_part(Shape shape, const Levels& levels, std::int64_t part) {
    const std::int64_t begin = levels.rings.at(part), end = levels.rings.at(part + 1);
    if (end == begin || (shape != Shape::polygon && end - begin != 1)) {
        return "native.geometry.rings";
    }
    for (std::int64_t r = begin; r < end; ++r) {
        const auto xy = levels.ring(r);
        const std::size_t least = shape == Shape::polygon ? 8 : shape == Shape::line ? 4 : 2;
        if (xy.size() < least || (shape == Shape::point && xy.size() != 2)) {
            return "native.geometry.coordinates";
        }
        const std::size_t last = xy.size() - 2;
        if (shape == Shape::polygon && (xy[0] != xy[last] || xy[1] != xy[last + 1])) {
            return "native.geometry.open";
        }
    }
    return "";
}

void check_feature(Shape shape, const Levels& levels, std::int64_t feature) {
    for (auto part = levels.parts.at(feature); part < levels.parts.at(feature + 1); ++part) {
        const std::string wrong = wrong_part(shape, levels, part);
        if (!wrong.empty()) {
            throw base::data_error(wrong, feature + 1, geo::shape_name(shape));
        }
    }
}

void append_feature(geo::GeometryArray& out, const Levels& levels, std::int64_t feature) {
    out.begin_feature();
    for (auto part = levels.parts.at(feature); part < levels.parts.at(feature + 1); ++part) {
        out.begin_part();
        for (auto r = levels.rings.at(part); r < levels.rings.at(part + 1); ++r) {
            out.begin_ring();
            const auto xy = levels.ring(r);
            for (std::size_t i = 0; i < xy.size(); i += 2) {
                out.add(xy[i], xy[i + 1]);
            }
        }
    }
    out.end_feature();
}

/// The status that coordinates have by themselves leaves the plugin two choices: null or empty,
/// usable or invalid.
void settle_status(geo::GeometryArray& out, std::size_t feature, std::uint8_t told) {
    const Status found = out.status(feature);
    const auto status = static_cast<Status>(told);
    const bool fits = found == status || (found == Status::empty && status == Status::null) ||
                      (found == Status::ok && status == Status::invalid);
    if (told > static_cast<std::uint8_t>(Status::invalid) || !fits) {
        throw base::data_error("native.geometry.status", feature + 1, told,
                               geo::status_name(found));
    }
    out.set_status(feature, status);
}

}  // namespace

geo::GeometryArray import_geometry(Shape shape, const ArrowSchema& schema, const ArrowArray& array,
                                   const ArrowArray& status) {
    const Levels levels = check_levels(schema, array);
    const auto* told = values_of<std::uint8_t>(status, 1, array.length);
    geo::GeometryArray out(shape);
    for (std::int64_t i = 0; i < array.length; ++i) {
        if (shape == Shape::none && levels.parts.at(i) != levels.parts.at(i + 1)) {
            throw base::data_error("native.geometry.none", i + 1);
        }
        if (told[i] == static_cast<std::uint8_t>(Status::ok)) {
            check_feature(shape, levels, i);
        }
        append_feature(out, levels, i);
        settle_status(out, static_cast<std::size_t>(i), told[i]);
    }
    return out;
}

}  // namespace jt::native
