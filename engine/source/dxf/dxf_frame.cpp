#include "source/dxf/dxf_frame.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "source/dxf/colour_index.hpp"

#include <cpl_conv.h>
#include <algorithm>
#include <charconv>

namespace jt::source {
namespace {

DxfPairs read_template(const char* name) {
    const char* path = CPLFindFile("gdal", name);
    if (path == nullptr) {
        throw base::machine_error("source.dxf.template", name);
    }
    return read_dxf(base::read_file(path));
}

DxfPairs::iterator find(DxfPairs& pairs, int code, std::string_view value) {
    const auto at = std::ranges::find_if(pairs, [&](const auto& pair) {
        return pair.first == code && base::lower(pair.second) == base::lower(value);
    });
    if (at == pairs.end()) {
        throw base::machine_error("source.dxf.template_part", fmt::format("{} {}", code, value));
    }
    return at;
}

/// Sets the values that follow a marker of the template, each at its own group code.
void set(DxfPairs& pairs, int code, std::string_view marker,
         const std::vector<std::pair<int, std::string>>& values) {
    auto at = find(pairs, code, marker);
    for (const auto& [wanted, value] : values) {
        at = std::find_if(at + 1, pairs.end(),
                          [code = wanted](const auto& pair) { return pair.first == code; });
        if (at == pairs.end()) {
            throw base::machine_error("source.dxf.template_part",
                                      fmt::format("{} {}", marker, wanted));
        }
        at->second = value;
    }
}

std::string number(double value) { return fmt::format("{}", value); }

void set_header(DxfPairs& pairs, const geo::Box& box, bool utf8, std::size_t next_handle) {
    set(pairs, 9, "$ACADVER", {{1, utf8 ? "AC1021" : "AC1018"}});
    set(pairs, 9, "$DWGCODEPAGE", {{3, "ANSI_936"}});
    set(pairs, 9, "$HANDSEED", {{5, dxf_handle(next_handle)}});
    set(pairs, 9, "$INSUNITS", {{70, "6"}});  // metres
    set(pairs, 9, "$MEASUREMENT", {{70, "1"}});
    set(pairs, 9, "$PDMODE", {{70, "34"}});    // points as a cross in a circle,
    set(pairs, 9, "$PDSIZE", {{40, "-1.5"}});  // in percent of the window
    if (!box.empty()) {
        set(pairs, 9, "$EXTMIN", {{10, number(box.min_x)}, {20, number(box.min_y)}});
        set(pairs, 9, "$EXTMAX", {{10, number(box.max_x)}, {20, number(box.max_y)}});
        const double height =
            std::max({box.max_y - box.min_y, (box.max_x - box.min_x) / 1.5, 1.0}) * 1.1;
        set(pairs, 100, "AcDbViewportTableRecord",
            {{12, number((box.min_x + box.max_x) / 2)},
             {22, number((box.min_y + box.max_y) / 2)},
             {40, number(height)}});
    }
}

/// One layer of the table: colour index for old programs and true colour for the others.
DxfPairs layer_record(const DxfLayer& layer, std::size_t handle) {
    const Colour c = layer.colour;
    DxfPairs out = {{0, "LAYER"},
                    {5, dxf_handle(handle)},
                    {330, "2"},
                    {100, "AcDbSymbolTableRecord"},
                    {100, "AcDbLayerTableRecord"},
                    {2, layer.name},
                    {70, "0"},
                    {62, layer.coloured ? std::to_string(closest_aci(c)) : "7"}};
    if (layer.coloured) {
        out.emplace_back(420, std::to_string(c.r << 16 | c.g << 8 | c.b));
    }
    out.insert(out.end(), {{6, "Continuous"}, {370, "-3"}, {390, "F"}});
    return out;
}

void add_layers(DxfPairs& pairs, const std::vector<DxfLayer>& layers) {
    set(pairs, 2, "LAYER", {{70, std::to_string(layers.size() + 1)}});
    DxfPairs records;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const DxfPairs one = layer_record(layers[i], kFirstLayerHandle + i);
        records.insert(records.end(), one.begin(), one.end());
    }
    const auto end =
        std::find(find(pairs, 2, "LAYER"), pairs.end(), std::pair<int, std::string>(0, "ENDTAB"));
    pairs.insert(end, records.begin(), records.end());
}

}  // namespace

DxfPairs read_dxf(std::string_view text) {
    DxfPairs out;
    const std::vector<std::string> lines = base::split(text, '\n');
    for (std::size_t i = 0; i + 1 < lines.size(); i += 2) {
        const std::string code = base::trim(lines[i]);
        int value = 0;
        std::from_chars(code.data(), code.data() + code.size(), value);
        out.emplace_back(value, base::trim(lines[i + 1]));
    }
    return out;
}

std::string dxf_text(const DxfPairs& pairs) {
    std::string out;
    for (const auto& [code, value] : pairs) {
        out += fmt::format("{:3}\r\n{}\r\n", code, value);
    }
    return out;
}

std::string dxf_handle(std::size_t handle) { return fmt::format("{:X}", handle); }

DxfFrame dxf_frame(const std::vector<DxfLayer>& layers, const geo::Box& box, bool utf8,
                   std::size_t next_handle) {
    DxfFrame out{read_template("header.dxf"), read_template("trailer.dxf")};
    set_header(out.head, box, utf8, next_handle);
    set(out.head, 100, "AcDbTextStyleTableRecord", {{3, "simsun.ttc"}});
    add_layers(out.head, layers);
    return out;
}

}  // namespace jt::source
