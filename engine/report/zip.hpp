// A zip archive of stored (not compressed) entries with fixed time stamps: the same entries give
// the same bytes.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace jt::report {

/// Entries in the given order, names in UTF-8; every time stamp is 1980-01-01, the earliest that
/// the format knows. Internal error for an entry of 4 GB or more (zip64 is not written).
std::string zip_stored(const std::vector<std::pair<std::string, std::string>>& entries);

}  // namespace jt::report
