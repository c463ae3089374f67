#include "map/sheet.hpp"

#include "base/error.hpp"
#include "map/style.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace jt::map {
namespace {

/// The box of a line of text turned clockwise about the start of its baseline.
geo::Box turned(const geo::Box& box, double angle, double x, double y) {
    const double c = std::cos(angle * std::numbers::pi / 180);
    const double s = std::sin(angle * std::numbers::pi / 180);
    geo::Box out;
    for (const double px : {box.min_x, box.max_x}) {
        for (const double py : {box.min_y, box.max_y}) {
            out.add(x + px * c - py * s, y + px * s + py * c);
        }
    }
    return out;
}

}  // namespace

const geo::Box& Sheet::slot(const std::string& name) const {
    const auto found = std::find_if(slots.begin(), slots.end(),
                                    [&](const Slot& item) { return item.name == name; });
    if (found == slots.end()) {
        throw base::internal_error("map.slot", name);
    }
    return found->box;
}

geo::Box add_text(Sheet& sheet, const std::string& slot, const std::string& text,
                  const TextStyle& style, double x, double y, Align align, Colour colour,
                  double angle) {
    const geo::Box box = measure_text(text, style);
    const double share = align == Align::left ? 0 : align == Align::centre ? 0.5 : 1;
    const double back = share * box.max_x;
    const double turn = angle * std::numbers::pi / 180;
    const TextPlace place{x - back * std::cos(turn), y - back * std::sin(turn), angle, colour, 0};
    const geo::Box on_page = turned(box, angle, place.x, place.y);
    sheet.items.emplace_back(TextItem{slot, text, style, place, on_page});
    return on_page;
}

PathItem line_item(const std::string& slot, std::vector<double> xy, double width_mm,
                   Colour colour) {
    PathItem item;
    item.slot = slot;
    item.stroke = colour;
    item.width_mm = width_mm;
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        item.box.add(xy[i], xy[i + 1]);
    }
    item.xy = std::move(xy);
    return item;
}

PathItem box_item(const std::string& slot, const geo::Box& box, double width_mm, Colour colour) {
    PathItem item = line_item(
        slot,
        {box.min_x, box.min_y, box.max_x, box.min_y, box.max_x, box.max_y, box.min_x, box.max_y},
        width_mm, colour);
    item.closed = true;
    return item;
}

double fitting_size(const std::string& slot, const std::string& text, TextStyle style,
                    double width_mm) {
    for (; style.size_mm > kMinTextMm; style.size_mm = std::max(style.size_mm - 0.1, kMinTextMm)) {
        if (measure_text(text, style).max_x <= width_mm) {
            return style.size_mm;
        }
    }
    if (measure_text(text, style).max_x > width_mm) {
        throw base::data_error("map.text.overflow", slot, text);
    }
    return style.size_mm;
}

}  // namespace jt::map
