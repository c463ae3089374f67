// Names of DXF layers.
#include "base/error.hpp"
#include "base/text.hpp"
#include "source/dxf/dxf.hpp"
#include "source/text/codec.hpp"

#include <set>

namespace jt::source {
namespace {

constexpr std::size_t kNameBytes = 255;

/// What stands in a name for a character that DXF does not allow: its full-width form (U+FF01 to
/// U+FF5E), and _ for control characters.
char32_t allowed(char32_t c) {
    constexpr std::u32string_view kForbidden = U"<>/\\\":;?,*|=`";
    constexpr char32_t kFullWidth = 0xFF00 - 0x20;
    return c < 0x20 || c == 0x7F                             ? U'_'
           : kForbidden.find(c) != std::u32string_view::npos ? c + kFullWidth
                                                             : c;
}

std::string bytes_of(const std::string& name, const Codec& codec) {
    const auto bytes = codec.encode(name);
    if (!bytes) {
        throw base::data_error("source.dxf.unencodable", name, codec.name());
    }
    return *bytes;
}

/// With allowed characters only, cut on a character border.
std::string cleaned(const std::string& name, const Codec& codec, std::size_t room) {
    std::string out;
    std::size_t used = 0;
    for (const char32_t c : base::code_points(base::trim(name))) {
        const std::string character = base::to_utf8(allowed(c));
        used += bytes_of(character, codec).size();
        if (used > room) {
            break;
        }
        out += character;
    }
    const std::string lower = base::lower(base::trim(out));
    const bool special = lower.empty() || lower == "0" || lower == "defpoints";
    return (special ? "_" : "") + base::trim(out);
}

}  // namespace

std::vector<std::string> dxf_layer_names(const std::vector<std::string>& names,
                                         const std::string& encoding,
                                         base::Diagnostics& diagnostics, const std::string& where) {
    const Codec codec(encoding);
    std::set<std::string> taken;
    std::vector<std::string> out;
    for (const std::string& name : names) {
        bytes_of(name, codec);
        std::string made = cleaned(name, codec, kNameBytes);
        for (int n = 2; !taken.insert(base::lower(made)).second; ++n) {
            const std::string tail = fmt::format("_{}", n);
            made = cleaned(name, codec, kNameBytes - tail.size()) + tail;
        }
        if (made != name) {
            diagnostics.warn(base::msg("source.dxf.layer_renamed", name, made), where);
        }
        out.push_back(std::move(made));
    }
    return out;
}

}  // namespace jt::source
