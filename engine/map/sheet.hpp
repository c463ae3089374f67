// The sheet model: everything that stands on a sheet, in millimetres from the upper left corner, in
// drawing order. Writers (page.hpp) and checks (sheet_json.hpp) read it; nothing else decides where
// ink goes.
#pragma once

#include "geo/crs.hpp"
#include "geo/geometry.hpp"
#include "map/picture.hpp"
#include "map/text.hpp"
#include "map/view.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace jt::map {

struct Slot {
    std::string name;
    geo::Box box;
};

struct TextItem {
    std::string slot, text;
    TextStyle style;
    TextPlace place;
    geo::Box box;  ///< halo included
};

struct PathItem {
    std::string slot;
    std::vector<double> xy;  ///< interleaved
    bool closed = false;
    std::optional<Colour> fill, stroke;
    double width_mm = 0.2;
    std::vector<double> dash_mm;
    geo::Box box;  ///< of the coordinates
};

struct PictureItem {
    std::string slot;
    Picture picture;
};

using Item = std::variant<PictureItem, PathItem, TextItem>;

/// A label in a map frame: placed, or dropped for want of room.
struct LabelRecord {
    std::size_t frame = 0;
    std::string layer, text;
    std::int64_t feature = 0;
    double size_mm = 0;
    geo::Box box;  ///< empty where dropped; otherwise halo and plate included
};

struct ClassRecord {
    std::string layer, label;  ///< titles as printed
    bool listed = true;        ///< false: the style keeps the layer out of the legend
    bool operator==(const ClassRecord&) const = default;
};

struct Sheet {
    double width_mm = 420, height_mm = 297;
    std::vector<Slot> slots;
    std::vector<Item> items;
    std::vector<LabelRecord> labels, dropped;
    std::vector<ClassRecord> drawn, legend;
    std::optional<View> place;  ///< of the frame on a sheet with one: its PDF is registered
    geo::Crs crs;
    nlohmann::json about;  ///< title, scale, CRS, scenario ...: copied into sheet.json

    const geo::Box& slot(const std::string& name) const;  ///< internal error for an unknown name
};

enum class Align { left, centre, right };

/// Adds one line of text with its baseline at y; returns its box.
geo::Box add_text(Sheet& sheet, const std::string& slot, const std::string& text,
                  const TextStyle& style, double x, double y, Align align = Align::left,
                  Colour colour = {20, 20, 20, 255}, double angle = 0);

PathItem line_item(const std::string& slot, std::vector<double> xy, double width_mm,
                   Colour colour = {20, 20, 20, 255});
PathItem box_item(const std::string& slot, const geo::Box& box, double width_mm,
                  Colour colour = {20, 20, 20, 255});

/// The largest size from `preferred` down to kMinTextMm at which the text fits into the width.
/// Data error "map.text.overflow" (slot, text) where it fits at none.
double fitting_size(const std::string& slot, const std::string& text, TextStyle style,
                    double width_mm);

}  // namespace jt::map
