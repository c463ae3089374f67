#include "map/labels.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "geo/index.hpp"
#include "geo/topology.hpp"
#include "map/box_grid.hpp"
#include "map/label_places.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace jt::map {
namespace {

constexpr double kEdge = 0.8;    // mm kept free along the frame
constexpr double kPlate = 0.55;  // mm of plate around the text of a line's label

struct Request {
    const DrawnLayer* layer = nullptr;
    std::size_t layer_index = 0;
    std::string text;
    std::vector<std::size_t> places;  // features of the layer that share it; lines only: several
};

geo::Box text_box(const LabelStyle& style, const std::string& text) {
    return measure_text(text, {style.size_mm, Face::sans, style.bold});
}

bool plated(const DrawnLayer& layer) { return layer.shapes.shape() == geo::Shape::line; }

/// Text of each visible feature; features of line layers with one text are one request.
void add_requests(const DrawnLayer& layer, std::size_t index, std::vector<Request>& out) {
    const layer::Column& column = layer.layer->column(layer.style->label->field);
    std::map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < layer.rows.size(); ++i) {
        const std::string text = base::trim(column.show(layer.rows[i]));
        if (text.empty()) {
            continue;
        }
        const auto same = known.find(text);
        if (plated(layer) && same != known.end()) {
            out[same->second].places.push_back(i);
        } else {
            known.emplace(text, out.size());
            out.push_back({&layer, index, text, {i}});
        }
    }
}

/// Of polygons: the larger is written first. Points and lines keep their order.
double size_on_paper(const Request& request) {
    if (request.layer->shapes.shape() != geo::Shape::polygon) {
        return 0;
    }
    const geo::Box box = request.layer->shapes.box(request.places.front());
    return (box.max_x - box.min_x) * (box.max_y - box.min_y);
}

std::vector<Request> requests_of(const FrameContent& content, base::Diagnostics& diagnostics) {
    std::vector<Request> out;
    for (std::size_t i = 0; i < content.layers.size(); ++i) {
        const DrawnLayer& layer = content.layers[i];
        if (!layer.style->label) {
            continue;
        }
        const std::string& field = layer.style->label->field;
        if (layer.style->optional_label && !layer.layer->has(field)) {
            diagnostics.info(base::msg("map.role.field", layer.style->role, field), layer.title);
            continue;
        }
        base::within(base::msg("map.in.layer_named", layer.layer->name()),
                     [&] { add_requests(layer, i, out); });
    }
    std::stable_sort(out.begin(), out.end(), [](const Request& a, const Request& b) {
        const double pa = a.layer->style->label->priority, pb = b.layer->style->label->priority;
        return pa != pb                         ? pa > pb
               : a.layer_index != b.layer_index ? a.layer_index > b.layer_index
                                                : size_on_paper(a) > size_on_paper(b);
    });
    return out;
}

/// What a label belongs to: the point or shape that it stands at and a leader starts from.
struct Anchor {
    double x = 0, y = 0, rx = 0, ry = 0;
};

Anchor anchor_of(const Request& request) {
    const DrawnLayer& layer = *request.layer;
    const std::size_t place = request.places.front();
    if (layer.shapes.shape() == geo::Shape::point) {
        const double radius = layer.classes[layer.class_of[place]].symbol.size / 2;
        const auto xy = layer.shapes.coordinates(place);
        return {xy[0], xy[1], radius, radius};
    }
    geo::Box box;
    for (const std::size_t each : request.places) {
        box.add(layer.shapes.box(each));
    }
    return {(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2, (box.max_x - box.min_x) / 2,
            (box.max_y - box.min_y) / 2};
}

void append(std::vector<Spot>& out, const std::vector<Spot>& more) {
    out.insert(out.end(), more.begin(), more.end());
}

/// Candidates, best first; the anchor of a shape that can be written on moves to its inside.
std::vector<Spot> spots_of(const Request& request, double width, double height, Anchor& anchor) {
    const DrawnLayer& layer = *request.layer;
    const bool line = layer.shapes.shape() == geo::Shape::line;
    if (line && 2 * std::max(anchor.rx, anchor.ry) > 1.5 * width) {
        return spots_along(layer.shapes, request.places, width);
    }
    std::vector<Spot> spots;  // a label would cover a short line: it stands beside it
    const bool roomy = 2 * anchor.rx >= 0.8 * width && 2 * anchor.ry >= 1.2 * height;
    if (layer.shapes.shape() == geo::Shape::polygon && roomy) {
        spots = spots_inside(layer.shapes, request.places.front(), width, height);
        if (!spots.empty()) {
            anchor = {spots.front().x, spots.front().y, 0.3, 0.3};
        }
    } else {
        spots = spots_around(anchor.x, anchor.y, anchor.rx, anchor.ry, width, height,
                             layer.style->label->where);
    }
    append(spots, spots_farther(anchor.x, anchor.y, anchor.rx, anchor.ry, width, height));
    return spots;
}

/// The line from the anchor to the nearest point of the box, as x, y pairs; it starts at the edge
/// of the marker or shape.
std::vector<double> leader_of(const Anchor& anchor, const geo::Box& box) {
    const double x = std::clamp(anchor.x, box.min_x, box.max_x);
    const double y = std::clamp(anchor.y, box.min_y, box.max_y);
    const double length = std::max(std::hypot(x - anchor.x, y - anchor.y), 1e-9);
    const double c = (x - anchor.x) / length, s = (y - anchor.y) / length;
    const double start =
        1 / std::max(std::hypot(c / (anchor.rx + 0.1), s / (anchor.ry + 0.1)), 1e-9);
    return {anchor.x + c * start, anchor.y + s * start, x, y};
}

/// Small boxes along a leader: what has to be free for it, and then is taken by it.
std::vector<geo::Box> boxes_along(const std::vector<double>& line) {
    const double length = std::hypot(line[2] - line[0], line[3] - line[1]);
    const int steps = std::max(2, static_cast<int>(std::ceil(length / 0.5)));
    std::vector<geo::Box> out;
    for (int i = 1; i < steps; ++i) {
        const double x = line[0] + (line[2] - line[0]) * i / steps;
        const double y = line[1] + (line[3] - line[1]) * i / steps;
        out.push_back(geo::Box{x, y, x, y}.grown(0.2));
    }
    return out;
}

/// Markers of all layers, and polygons too small to be written on.
BoxGrid obstacles_of(const FrameContent& content) {
    constexpr double kSmall = 5;
    BoxGrid out;
    for (const DrawnLayer& layer : content.layers) {
        for (std::size_t i = 0; i < layer.rows.size(); ++i) {
            const geo::Box box = layer.shapes.box(i);
            if (layer.shapes.shape() == geo::Shape::point) {
                const double radius = layer.classes[layer.class_of[i]].symbol.size / 2;
                const auto xy = layer.shapes.coordinates(i);
                for (std::size_t k = 0; k + 1 < xy.size(); k += 2) {
                    out.add(geo::Box{xy[k], xy[k + 1], xy[k], xy[k + 1]}.grown(radius));
                }
            } else if (layer.shapes.shape() == geo::Shape::polygon && layer.style->label &&
                       box.max_x - box.min_x < kSmall && box.max_y - box.min_y < kSmall) {
                out.add(box);
            }
        }
    }
    return out;
}

bool inside(const geo::Box& outer, const geo::Box& box) {
    return box.min_x >= outer.min_x && box.max_x <= outer.max_x && box.min_y >= outer.min_y &&
           box.max_y <= outer.max_y;
}

/// Would a label here read as the name of another polygon of its layer? Polygons that hold the
/// anchor too do not count: nested and overlapping areas share their ground.
bool names_another(const Request& request, const geo::BoxIndex& index, const Anchor& anchor,
                   const Spot& spot) {
    const geo::GeometryArray& shapes = request.layer->shapes;
    if (shapes.shape() != geo::Shape::polygon ||
        geo::contains_point(shapes, request.places.front(), spot.x, spot.y)) {
        return false;
    }
    for (const std::size_t i : index.find({spot.x, spot.y, spot.x, spot.y})) {
        if (geo::contains_point(shapes, i, spot.x, spot.y) &&
            !geo::contains_point(shapes, i, anchor.x, anchor.y)) {
            return true;
        }
    }
    return false;
}

/// Draws the label with the centre of its box at the spot.
void draw_label(const Request& request, const geo::Box& text, const geo::Box& box,
                const std::string& slot, Sheet& sheet) {
    const LabelStyle& style = *request.layer->style->label;
    TextPlace place{(box.min_x + box.max_x) / 2 - (text.min_x + text.max_x) / 2,
                    (box.min_y + box.max_y) / 2 - (text.min_y + text.max_y) / 2, 0, style.colour,
                    plated(*request.layer) ? 0 : style.halo_mm};
    if (plated(*request.layer)) {
        PathItem plate = box_item(slot, box.grown(-0.1), 0.2, style.colour);
        plate.fill = style.shield ? Colour{255, 255, 255, 255} : Colour{255, 255, 255, 205};
        if (!style.shield) {
            plate.stroke.reset();
        }
        sheet.items.emplace_back(std::move(plate));
    }
    sheet.items.emplace_back(
        TextItem{slot, request.text, {style.size_mm, Face::sans, style.bold}, place, box});
}

LabelRecord record_of(const Request& request, std::size_t frame) {
    const std::size_t row = request.layer->rows[request.places.front()];
    return {frame,
            request.layer->title,
            request.text,
            request.layer->layer->ids()[row],
            request.layer->style->label->size_mm,
            {}};
}

void report_dropped(const std::vector<LabelRecord>& dropped, base::Diagnostics& diagnostics) {
    std::map<std::string, std::vector<std::int64_t>> by_layer;
    for (const LabelRecord& record : dropped) {
        by_layer[record.layer].push_back(record.feature);
    }
    for (const auto& [layer, ids] : by_layer) {
        diagnostics.features(base::Severity::info, base::msg("map.label.dropped"), layer, ids);
    }
}

/// Tries the spots in order; true where one was free. The box and its leader are then taken.
bool place_label(const Request& request, const geo::BoxIndex& index, const geo::Box& room,
                 const std::string& slot, LabelRecord& record, BoxGrid& taken, Sheet& sheet) {
    const LabelStyle& style = *request.layer->style->label;
    const geo::Box text = text_box(style, request.text);
    const double pad = plated(*request.layer) ? kPlate : style.halo_mm;
    const double width = text.max_x - text.min_x + 2 * pad;
    const double height = text.max_y - text.min_y + 2 * pad;
    Anchor anchor = anchor_of(request);
    for (const Spot& spot : spots_of(request, width, height, anchor)) {
        const geo::Box box{spot.x - width / 2, spot.y - height / 2, spot.x + width / 2,
                           spot.y + height / 2};
        if (!inside(room, box) || taken.meets(box) || names_another(request, index, anchor, spot)) {
            continue;
        }
        if (spot.leader) {
            const std::vector<double> line = leader_of(anchor, box);
            const std::vector<geo::Box> steps = boxes_along(line);
            if (std::any_of(steps.begin(), steps.end(),
                            [&](const geo::Box& step) { return taken.meets(step); })) {
                continue;
            }
            for (const geo::Box& step : steps) {
                taken.add(step);
            }
            sheet.items.emplace_back(line_item(slot, line, 0.16, style.colour));
        }
        record.box = box;
        taken.add(box);
        draw_label(request, text, box, slot, sheet);
        return true;
    }
    return false;
}

}  // namespace

void add_labels(const FrameContent& content, std::size_t frame, const std::string& slot,
                Sheet& sheet, base::Diagnostics& diagnostics) {
    BoxGrid taken = obstacles_of(content);
    const geo::Box room = content.view.page.grown(-kEdge);
    std::vector<LabelRecord> dropped;
    std::map<const DrawnLayer*, geo::BoxIndex> indices;
    for (const Request& request : requests_of(content, diagnostics)) {
        LabelRecord record = record_of(request, frame);
        const geo::BoxIndex& index =
            indices.try_emplace(request.layer, request.layer->shapes).first->second;
        const bool placed = place_label(request, index, room, slot, record, taken, sheet);
        (placed ? sheet.labels : dropped).push_back(record);
    }
    report_dropped(dropped, diagnostics);
    sheet.dropped.insert(sheet.dropped.end(), dropped.begin(), dropped.end());
}

}  // namespace jt::map
