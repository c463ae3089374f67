// Data sets inside a zip file, as offices send them. Internal to source/.
#pragma once

#include <string>
#include <vector>

namespace jt::source {

/// A path with a zip file in it becomes a path of files that were unpacked from it, for as long as
/// the program runs: "a.zip" with one data set in it, "a.zip/sub/roads.shp" with several. Any other
/// path comes back as it is. Data errors: a zip that holds no data set, or several (listed), or not
/// the one asked for; one that unpacks to more than 4 GB or to a thousand times its size, or whose
/// names lead out of its folder; a damaged one. Names that are not UTF-8 are read as GBK.
std::string unpacked(const std::string& path);

/// The zip file that the path leads into; the path itself where there is none.
std::string container_of(const std::string& path);

}  // namespace jt::source
