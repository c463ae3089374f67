// A sheet written as PDF, SVG or PNG, always with the same bytes for the same sheet.
#pragma once

#include "map/sheet.hpp"

#include <string>

namespace jt::map {

/// `stamp` is the ISO date of the document ("2026-11-22"); no clock is read. A sheet with one frame
/// is registered on the ground (geo_pdf.hpp).
std::string write_pdf(const Sheet& sheet, const std::string& stamp);
std::string write_svg(const Sheet& sheet);
/// 8-bit RGB with its resolution in a pHYs chunk.
std::string write_png(const Sheet& sheet, double dpi);

}  // namespace jt::map
