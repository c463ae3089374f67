#include "map/landuse.hpp"

#include <array>

namespace jt::map {
namespace {

constexpr auto kClasses = std::to_array<LanduseClass>({
#define JT_LANDUSE(code, zh, en, r, g, b) {code, zh, en, {r, g, b, 255}},
#include "map/landuse.inc"
#undef JT_LANDUSE
});

}  // namespace

const LanduseClass* find_landuse(std::string_view code) {
    for (std::size_t length = code.size(); length >= 2; --length) {
        for (const LanduseClass& item : kClasses) {
            if (item.code == code.substr(0, length)) {
                return &item;
            }
        }
    }
    return nullptr;
}

}  // namespace jt::map
