// Data standards: what a delivered layer must look like, kept as small JSON files, and the quality
// check of a layer against one (数据质检).
#pragma once

#include "geo/crs.hpp"
#include "source/loaded.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jt::source {

struct StandardField {
    std::string name;
    base::Text title;
    std::string type;      ///< "text", "integer", "number", "date"; "" for any
    int width = 0;         ///< most characters of a text; 0 for any
    bool required = true;  ///< the column must be there
    bool filled = false;   ///< and have a value in every feature
    bool unique = false;
    std::vector<std::string> values;  ///< the only ones allowed; empty for any
    std::string pattern;              ///< regular expression (ECMAScript) for the whole text
    std::optional<double> min, max;
};

struct Standard {
    std::string name;  ///< "STBHHX"
    base::Text title;
    std::string source;  ///< where the rules come from
    std::vector<geo::Shape> shapes;
    std::string datum;  ///< "CGCS2000", or "" for any
    std::vector<StandardField> fields;
    bool no_duplicates = false, no_overlaps = false;
};

/// Data errors: not JSON, an unknown key or type, a regular expression that is none; with the file.
Standard read_standard(const std::string& path);

/// Everything that does not meet the standard, with feature ids: geometry type, datum, validity,
/// duplicates and overlaps (of more than a square metre), and for each field presence, type, width,
/// values. Each finding is of severity error; columns that the standard does not know are one
/// information. `where` of a finding is the field, "" for the layer.
base::Diagnostics check_standard(const Loaded& loaded, const geo::Crs& crs,
                                 const Standard& standard);

}  // namespace jt::source
