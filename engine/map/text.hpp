// Text by Pango: measured once, in millimetres, with the same widths in PDF, SVG and PNG. Each
// thread has its own font map.
#pragma once

#include "geo/geometry.hpp"
#include "map/colour.hpp"

#include <string>
#include <vector>

typedef struct _cairo cairo_t;

namespace jt::map {

enum class Face { sans, serif };

struct TextStyle {
    double size_mm = 3;  ///< of the CJK em box
    Face face = Face::sans;
    bool bold = false;
    bool operator==(const TextStyle&) const = default;
};

/// Machine error "map.font.missing" (with the package to install) where fontconfig does not have
/// the CJK fonts that sheets are set in. Checked once per process.
void require_fonts();
void require_font(const std::string& family);  ///< the check for one family

/// Extent of one line relative to the start of its baseline, y down: the em boxes and the ink.
geo::Box measure_text(const std::string& text, const TextStyle& style);

/// Lines that are not wider than width_mm, broken where Chinese and English may be broken.
std::vector<std::string> wrap_text(const std::string& text, const TextStyle& style,
                                   double width_mm);

/// One line from x, y (mm, start of the baseline) on a page whose user unit is the point;
/// angle in degrees clockwise. A halo is drawn first where halo_mm > 0.
struct TextPlace {
    double x = 0, y = 0, angle = 0;
    Colour colour;
    double halo_mm = 0;
};
void draw_text(cairo_t* page, const std::string& text, const TextStyle& style,
               const TextPlace& place);

}  // namespace jt::map
