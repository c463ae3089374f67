#include "map/template.hpp"

#include "map/json.hpp"

#include <map>

namespace jt::map {
namespace {

constexpr double kFigures = 6;  // mm around a frame for the graticule's figures
constexpr double kGap = 3;

const std::map<std::string, std::size_t>& rooms() {
    static const std::map<std::string, std::size_t> kRooms{
        {"A3横", 1}, {"A3横-双联", 2}, {"A3横-三联", 3}, {"A3横-四联", 4}};
    return kRooms;
}

FrameSlot frame_slot(geo::Box box, bool titled) {
    FrameSlot slot;
    if (titled) {
        slot.title = {box.min_x, box.min_y, box.max_x, box.min_y + 6};
        box.min_y += 6;
    }
    slot.map = box;
    slot.frame = box.grown(-kFigures);
    return slot;
}

/// Frames in a grid over the area, row by row.
void add_grid(const geo::Box& area, std::size_t columns, std::size_t rows, std::size_t count,
              bool titled, Template& out) {
    const double width = (area.max_x - area.min_x - kGap * double(columns - 1)) / double(columns);
    const double height = (area.max_y - area.min_y - kGap * double(rows - 1)) / double(rows);
    for (std::size_t i = 0; i < count; ++i) {
        const double x = area.min_x + double(i % columns) * (width + kGap);
        const double y = area.min_y + double(i / columns) * (height + kGap);
        out.frames.push_back(frame_slot({x, y, x + width, y + height}, titled));
    }
}

/// One column of furniture at the right of the map.
void add_column(bool with_inset, Template& out) {
    const double left = 324, right = 406;
    double top = 34;
    if (with_inset) {
        out.inset = {left, top, right, top + 56};
        top += 56 + kGap;
    }
    out.legend = {left, top, right, 184};
    out.north = {left, 186, left + 16, 205};
    out.scale = {left + 18, 186, right, 205};
    out.notes = {left, 207, right, 243};
    out.block = {left, 245, right, 283};
}

/// A band of furniture below the frames.
void add_band(bool with_inset, Template& out) {
    const double top = 222, bottom = 283;
    double left = 14;
    if (with_inset) {
        out.inset = {left, top, left + 78, bottom};
        left += 78 + kGap;
    }
    out.legend = {left, top, 248, bottom};
    out.north = {251, top, 266, top + 20};
    out.scale = {267, top, 322, top + 20};
    out.notes = {251, top + 21, 322, bottom};
    out.block = {325, top, 406, bottom};
}

}  // namespace

std::size_t template_room(const std::string& name) {
    const auto found = rooms().find(name);
    if (found == rooms().end()) {
        std::vector<std::string> names;
        for (const auto& [known, room] : rooms()) {
            names.push_back(known);
        }
        unknown_word("template", name, names);
    }
    return found->second;
}

Template lay_out(const std::string& name, std::size_t frames, bool with_inset) {
    const std::size_t room = template_room(name);
    Template out;
    out.neat_outer = {10, 10, 410, 287};
    out.neat_inner = {12, 12, 408, 285};
    out.title = {70, 14, 350, 25};
    out.subtitle = {70, 26, 350, 32};
    out.stamp = {353, 15, 406, 25};
    if (room == 1 || room == 4) {
        const std::size_t side = room == 1 ? 1 : 2;
        add_grid({14, 34, 321, 283}, side, side, frames, room > 1, out);
        add_column(with_inset, out);
    } else {
        add_grid({14, 34, 406, 219}, frames, 1, frames, true, out);
        add_band(with_inset, out);
    }
    return out;
}

}  // namespace jt::map
