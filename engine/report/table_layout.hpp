// Widths and type size of a printed table (docx and its PDF).
#pragma once

#include "report/document.hpp"

#include <vector>

namespace jt::report {

/// The text block after GB/T 9704-2012, in twips (1/20 pt): 156 mm on A4 upright, 225 mm across.
constexpr int kTextWidth = 8844;
constexpr int kTextWidthAcross = 12756;

struct TableLayout {
    int half_points = 21;     ///< type size: 10.5, 9 or 7.5 pt
    bool landscape = false;   ///< wants a page of its own orientation
    std::vector<int> widths;  ///< twips; their sum is at most the width of the text block
};

/// The largest type in which every column has room for its longest unbreakable piece and the table
/// its usual width; where even 9 pt is too wide the table goes across the page. Deterministic.
TableLayout lay_out(const Grid& grid);

}  // namespace jt::report
