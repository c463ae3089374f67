// A coordinate system of one's own, kept in a file: an institute's .prj or .wkt.
#pragma once

#include "geo/crs.hpp"

#include <string>
#include <vector>

namespace jt::source {

/// Does the text name such a file rather than a CRS? By its extension: .prj, .wkt or .proj.
bool names_crs_file(const std::string& text);

/// The text of such a file in UTF-8 (GBK is understood), trimmed; "" for one that is empty.
std::string read_crs_text(const std::string& path);

/// A code, WKT, PROJ string or short name, or the path of a file that holds WKT (ESRI's, OGC's 1 or
/// 2) or a PROJ string. Data errors: those of geo::Crs::from(), and for a file, with its path,
/// "source.crs_file.missing" and "source.crs_file.content".
geo::Crs crs_of(const std::string& text);

/// Those of the texts that name files, in order: what a result depends on besides its data.
std::vector<std::string> crs_files(const std::vector<std::string>& texts);

}  // namespace jt::source
