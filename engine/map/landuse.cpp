#include "map/landuse.hpp"

#include <algorithm>
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

bool is_landuse_code(std::string_view text) {
    return (text.size() == 2 || text.size() == 4 || text.size() == 6) &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

const LanduseClass* landuse_by_name(std::string_view zh) {
    const auto found = std::ranges::find(kClasses, zh, &LanduseClass::zh);
    return found == kClasses.end() ? nullptr : &*found;
}

}  // namespace jt::map
