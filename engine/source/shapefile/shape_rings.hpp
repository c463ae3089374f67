// The rings of a shapefile polygon lie in one list; which belong together follows from their
// directions and places. Internal to source/.
#pragma once

#include <cstddef>
#include <vector>

namespace jt::source {

/// Raw coordinates: pairs of doubles, not aligned.
struct RawRing {
    const char* bytes = nullptr;
    std::size_t points = 0;
};

struct RawPart {
    std::size_t shell = 0;
    std::vector<std::size_t> holes;
    bool turned = false;  ///< the shell runs counter-clockwise, as holes should
};

/// Clockwise rings are shells; a counter-clockwise one is a hole of the smallest shell around it,
/// and where none is around it a shell of its own that runs the wrong way. Where all rings run the
/// other way round, shells counter-clockwise and holes clockwise, they are told apart so. Shells
/// keep their order, holes theirs.
std::vector<RawPart> parts_of(const std::vector<RawRing>& rings);

}  // namespace jt::source
