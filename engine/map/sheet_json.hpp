// The sheet as JSON, for tests and for who wants to find things on it, and the rules it keeps.
#pragma once

#include "map/sheet.hpp"

#include <string>
#include <vector>

namespace jt::map {

/// {"title", "scale", "crs", "frames" ..., "page": {"width_mm", "height_mm"},
///  "slots": [{"name", "box"}], "items": [{"slot", "kind", "box", "text", "size_mm"}],
///  "labels": [{"frame", "layer", "feature", "text", "size_mm", "box"}], "dropped": [the same
///  without box], "classes": [{"layer", "label", "in_legend"}], "legend": [{"layer", "label"}]}.
/// Boxes are [left, top, right, bottom] in mm, to 0.001 mm.
std::string sheet_json(const Sheet& sheet);

/// What the sheet breaks of its own rules, as sentences; empty for a good sheet: two label boxes
/// that meet, text below kMinTextMm, an item outside its slot, a legend that does not list exactly
/// the classes drawn. The operator refuses to write a sheet with faults (internal error
/// "map.faults").
std::vector<std::string> faults(const Sheet& sheet);

}  // namespace jt::map
