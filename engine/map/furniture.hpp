// What stands around the map: title, north arrow, scale bar, notes, and the title block (图签).
#pragma once

#include "geo/crs.hpp"
#include "map/sheet.hpp"
#include "map/spec.hpp"

#include <string>
#include <vector>

namespace jt::map {

void add_neat_lines(const geo::Box& outer, const geo::Box& inner, Sheet& sheet);
/// Title, subtitle, and the stamp 未审核·内部用图 while there is no approval number.
void add_heading(const SheetSpec& spec, Sheet& sheet);
void add_north_arrow(Sheet& sheet);
/// Numeric scale above a bar of round length.
void add_scale(double scale, base::Lang lang, Sheet& sheet);
/// Numbered notes; data error "map.text.overflow" where they do not fit at kMinTextMm.
void add_notes(const std::vector<std::string>& notes, base::Lang lang, Sheet& sheet);
/// The 图签: name, number, office, date, CRS, scale, approval number. Empty values stay "—".
void add_title_block(const SheetSpec& spec, const geo::Crs& crs, double scale, Sheet& sheet);

std::string scale_text(double scale);                         ///< "1:1 000 000"
std::string crs_text(const geo::Crs& crs, base::Lang lang);   ///< the whole name for the notes
std::string crs_short(const geo::Crs& crs, base::Lang lang);  ///< for the title block
std::string stamp_text(base::Lang lang);                      ///< of a sheet without approval

}  // namespace jt::map
