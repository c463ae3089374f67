#include "map/symbols.hpp"

#include "base/error.hpp"
#include "map/image.hpp"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <mapnik/agg_renderer.hpp>
#include <mapnik/cairo/cairo_renderer.hpp>
#include <mapnik/expression.hpp>
#include <mapnik/feature.hpp>
#include <mapnik/feature_factory.hpp>
#include <mapnik/feature_type_style.hpp>
#include <mapnik/image.hpp>
#include <mapnik/layer.hpp>
#include <mapnik/map.hpp>
#include <mapnik/memory_datasource.hpp>
#include <mapnik/rule.hpp>
#include <mapnik/symbolizer.hpp>
#pragma GCC diagnostic pop

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

namespace jt::map {
namespace {

// One plane for all: page millimetres with y upwards. The same definition for map and layers means
// that Mapnik projects nothing.
const std::string kPlane = "epsg:3857";
constexpr double kUnitsPerMm = 10;  // Mapnik "pixels" in a vector page
constexpr double kPointsPerMm = 72 / 25.4;
constexpr double kSpill = 3;  // mm around the box, for lines that reach in from outside

mapnik::color colour_of(Colour c) { return {c.r, c.g, c.b, c.a}; }

mapnik::geometry::linear_ring<double> ring_of(std::span<const double> xy, bool counter_clockwise) {
    mapnik::geometry::linear_ring<double> ring;
    double twice_area = 0;
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        ring.add_coord(xy[i], -xy[i + 1]);
        if (i + 3 < xy.size()) {
            twice_area += xy[i] * -xy[i + 3] - xy[i + 2] * -xy[i + 1];
        }
    }
    if ((twice_area > 0) != counter_clockwise) {
        std::reverse(ring.begin(), ring.end());
    }
    return ring;
}

mapnik::geometry::geometry<double> polygon_of(const geo::GeometryArray& shapes,
                                              std::size_t feature) {
    mapnik::geometry::multi_polygon<double> out;
    for (std::size_t p = shapes.parts_begin(feature); p < shapes.parts_end(feature); ++p) {
        mapnik::geometry::polygon<double> polygon;
        for (std::size_t r = shapes.rings_begin(p); r < shapes.rings_end(p); ++r) {
            if (r == shapes.rings_begin(p)) {
                polygon.set_exterior_ring(ring_of(shapes.ring(r), true));
            } else {
                polygon.add_hole(ring_of(shapes.ring(r), false));
            }
        }
        out.push_back(std::move(polygon));
    }
    return mapnik::geometry::geometry<double>(std::move(out));
}

mapnik::geometry::geometry<double> line_of(const geo::GeometryArray& shapes, std::size_t feature) {
    mapnik::geometry::multi_line_string<double> out;
    for (std::size_t p = shapes.parts_begin(feature); p < shapes.parts_end(feature); ++p) {
        const auto xy = shapes.ring(shapes.rings_begin(p));
        mapnik::geometry::line_string<double> line;
        for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
            line.add_coord(xy[i], -xy[i + 1]);
        }
        out.push_back(std::move(line));
    }
    return mapnik::geometry::geometry<double>(std::move(out));
}

void push_shapes(const Stratum& stratum, std::size_t index, const mapnik::context_ptr& context,
                 mapnik::value_integer& next_id, mapnik::memory_datasource& source) {
    const geo::GeometryArray& shapes = stratum.shapes;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (shapes.status(i) != geo::Status::ok && shapes.status(i) != geo::Status::invalid) {
            continue;
        }
        auto feature = mapnik::feature_factory::create(context, next_id++);
        feature->set_geometry(shapes.shape() == geo::Shape::polygon ? polygon_of(shapes, i)
                                                                    : line_of(shapes, i));
        feature->put("s", mapnik::value_integer(index));
        source.push(feature);
    }
}

mapnik::rule rule_of(const Paint& paint, std::size_t index, double units_per_mm) {
    mapnik::rule rule;
    rule.set_filter(mapnik::parse_expression("[s]=" + std::to_string(index)));
    if (paint.fill) {
        mapnik::polygon_symbolizer fill;
        mapnik::put(fill, mapnik::keys::fill, colour_of(*paint.fill));
        rule.append(std::move(fill));
    }
    if (paint.stroke) {
        mapnik::line_symbolizer line;
        mapnik::put(line, mapnik::keys::stroke, colour_of(*paint.stroke));
        mapnik::put(line, mapnik::keys::stroke_width, paint.width_mm * units_per_mm);
        mapnik::put(line, mapnik::keys::stroke_linejoin,
                    mapnik::enumeration_wrapper(mapnik::line_join_enum::ROUND_JOIN));
        mapnik::put(
            line, mapnik::keys::stroke_linecap,
            mapnik::enumeration_wrapper(paint.dash_mm.empty() ? mapnik::line_cap_enum::ROUND_CAP
                                                              : mapnik::line_cap_enum::BUTT_CAP));
        if (!paint.dash_mm.empty()) {
            mapnik::dash_array dash;
            for (std::size_t i = 0; i + 1 < paint.dash_mm.size(); i += 2) {
                dash.emplace_back(paint.dash_mm[i] * units_per_mm,
                                  paint.dash_mm[i + 1] * units_per_mm);
            }
            mapnik::put(line, mapnik::keys::stroke_dasharray, dash);
        }
        rule.append(std::move(line));
    }
    return rule;
}

void add_group(const Group& group, double units_per_mm, mapnik::Map& map) {
    mapnik::parameters params;
    params["type"] = "memory";
    auto source = std::make_shared<mapnik::memory_datasource>(params);
    auto context = std::make_shared<mapnik::context_type>();
    context->push("s");
    mapnik::feature_type_style style;
    style.set_opacity(static_cast<float>(group.opacity));
    mapnik::value_integer next_id = 1;
    for (std::size_t i = 0; i < group.strata.size(); ++i) {
        push_shapes(group.strata[i], i, context, next_id, *source);
        style.add_rule(rule_of(group.strata[i].paint, i, units_per_mm));
    }
    if (next_id == 1) {
        return;
    }
    const std::string name = "group" + std::to_string(map.layer_count());
    map.insert_style(name, std::move(style));
    mapnik::layer layer(name, kPlane);
    layer.set_datasource(source);
    layer.add_style(name);
    map.add_layer(std::move(layer));
}

mapnik::Map map_of(std::span<const Group> groups, int width, int height, const geo::Box& mm,
                   double units_per_mm) {
    mapnik::Map map(width, height, kPlane);
    map.set_aspect_fix_mode(mapnik::Map::RESPECT);
    map.set_buffer_size(static_cast<int>(std::ceil(kSpill * units_per_mm)));
    for (const Group& group : groups) {
        add_group(group, units_per_mm, map);
    }
    map.zoom_to_box({mm.min_x, -mm.max_y, mm.max_x, -mm.min_y});
    return map;
}

std::span<const Group> run_of(const Picture& picture, std::size_t begin, std::size_t end) {
    return std::span(picture.groups).subspan(begin, end - begin);
}

template <class Draw>
void guarded(Draw&& draw) {
    try {
        draw();
    } catch (const base::Error&) {
        throw;
    } catch (const std::exception& error) {
        throw base::internal_error("map.mapnik", error.what());
    }
}

}  // namespace

void draw_vector(const Picture& picture, cairo_t* page) {
    const geo::Box box = snapped(picture.box, kUnitsPerMm);
    const auto width = static_cast<int>(std::lround((box.max_x - box.min_x) * kUnitsPerMm));
    const auto height = static_cast<int>(std::lround((box.max_y - box.min_y) * kUnitsPerMm));
    cairo_save(page);
    cairo_rectangle(page, picture.box.min_x * kPointsPerMm, picture.box.min_y * kPointsPerMm,
                    (picture.box.max_x - picture.box.min_x) * kPointsPerMm,
                    (picture.box.max_y - picture.box.min_y) * kPointsPerMm);
    cairo_clip(page);
    const auto shapes = [&](std::size_t begin, std::size_t end) {
        cairo_save(page);
        cairo_translate(page, box.min_x * kPointsPerMm, box.min_y * kPointsPerMm);
        cairo_scale(page, kPointsPerMm / kUnitsPerMm, kPointsPerMm / kUnitsPerMm);
        guarded([&] {
            const mapnik::Map map =
                map_of(run_of(picture, begin, end), width, height, box, kUnitsPerMm);
            const mapnik::cairo_ptr target(cairo_reference(page), mapnik::cairo_closer());
            mapnik::cairo_renderer<mapnik::cairo_ptr> renderer(map, target);
            renderer.apply();
        });
        cairo_restore(page);
    };
    in_order(picture.groups, shapes,
             [&](const Group& group) { place_image(*group.image, group.opacity, page); });
    cairo_restore(page);
}

Pixels draw_pixels(const Picture& picture, double dpi) {
    const double per_mm = dpi / 25.4;
    const geo::Box box = snapped(picture.box, per_mm);
    const PixelFrame frame = pixel_frame(picture.box, per_mm);
    Pixels out{frame.x, frame.y, frame.width, frame.height, {}};
    guarded([&] {
        mapnik::image_rgba8 image(out.width, out.height);
        std::fill(image.begin(), image.end(), 0xFFFFFFFFU);
        const auto shapes = [&](std::size_t begin, std::size_t end) {
            const mapnik::Map map =
                map_of(run_of(picture, begin, end), out.width, out.height, box, per_mm);
            mapnik::agg_renderer<mapnik::image_rgba8> renderer(map, image);
            renderer.apply();
        };
        in_order(picture.groups, shapes, [&](const Group& group) {
            blend(*group.image, group.opacity, frame, per_mm, &*image.begin());
        });
        out.rgb.reserve(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
        for (const std::uint32_t abgr : image) {
            out.rgb.push_back(((abgr & 0xFFU) << 16U) | (abgr & 0xFF00U) | ((abgr >> 16U) & 0xFFU));
        }
    });
    return out;
}

}  // namespace jt::map
