#include "source/dxf/dxf.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "geo/topology.hpp"
#include "source/dxf/dxf_frame.hpp"
#include "source/text/codec.hpp"

#include <algorithm>
#include <cmath>

namespace jt::source {
namespace {

using geo::Shape;
using geo::Status;

constexpr std::size_t kTextBytes = 2000;  ///< CAD reads 2049

void check_crs(const layer::Layer& layer) {
    if (layer.crs().known() && (layer.crs().geographic() || layer.crs().web_mercator())) {
        throw base::data_error("source.dxf.crs", layer.crs().label());
    }
}

bool drawable(const layer::Layer& layer, std::size_t row) {
    const Status status = layer.geometry().status(row);
    return status == Status::ok || status == Status::invalid;
}

/// One or two or five times a power of ten: about the 300th part of the extent.
double fitting_height(const geo::Box& box) {
    const double side = std::max(box.max_x - box.min_x, box.max_y - box.min_y);
    const double wanted = side > 0 ? side / 300 : 1;
    const double unit = std::pow(10, std::floor(std::log10(wanted)));
    return wanted >= 5 * unit ? 5 * unit : wanted >= 2 * unit ? 2 * unit : unit;
}

/// Writes entities; their layers are numbers until the names are known.
class DxfEntities {
public:
    DxfEntities(const layer::Layer& layer, const std::vector<std::string>& names,
                std::size_t first_handle)
        : m_layer(layer), m_names(names), m_handle(first_handle) {}

    std::size_t next_handle() const { return m_handle; }
    const DxfPairs& pairs() const { return m_pairs; }

    void add_geometry(std::size_t row, std::size_t on) {
        const geo::GeometryArray& geometry = m_layer.geometry();
        for (std::size_t p = geometry.parts_begin(row); p < geometry.parts_end(row); ++p) {
            for (std::size_t r = geometry.rings_begin(p); r < geometry.rings_end(p); ++r) {
                if (geometry.shape() == Shape::point) {
                    begin("POINT", "AcDbPoint", on);
                    place(10, geometry.ring(r)[0], geometry.ring(r)[1]);
                } else {
                    add_polyline(geometry.ring(r), geometry.shape() == Shape::polygon, on);
                }
            }
        }
    }

    /// Centred on the point.
    void add_text(double x, double y, double height, const std::string& bytes, std::size_t on) {
        begin("TEXT", "AcDbText", on);
        place(10, x, y);
        add(40, fmt::format("{}", height));
        add(1, bytes);
        add(72, "1");
        place(11, x, y);
        add(100, "AcDbText");
        add(73, "2");
    }

private:
    void add(int code, std::string value) { m_pairs.emplace_back(code, std::move(value)); }

    void begin(const char* entity, const char* part, std::size_t on) {
        add(0, entity);
        add(5, dxf_handle(m_handle++));
        add(100, "AcDbEntity");
        add(8, m_names[on]);
        add(100, part);
    }

    void place(int code, double x, double y) {
        add(code, fmt::format("{}", x));
        add(code + 10, fmt::format("{}", y));
        add(code + 20, "0");
    }

    void add_polyline(std::span<const double> xy, bool closed, std::size_t on) {
        const std::size_t count = xy.size() / 2 - (closed ? 1 : 0);
        begin("LWPOLYLINE", "AcDbPolyline", on);
        add(90, std::to_string(count));
        add(70, closed ? "1" : "0");
        for (std::size_t i = 0; i < count; ++i) {
            add(10, fmt::format("{}", xy[2 * i]));
            add(20, fmt::format("{}", xy[2 * i + 1]));
        }
    }

    const layer::Layer& m_layer;
    const std::vector<std::string>& m_names;
    std::size_t m_handle;
    DxfPairs m_pairs;
};

/// The text of a label: one line, %% (the sign of CAD's control codes) kept as it is.
std::string label_text(std::string text) {
    std::ranges::replace_if(
        text, [](unsigned char c) { return c < 0x20; }, ' ');
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool twice = text[i] == '%' && ((i > 0 && text[i - 1] == '%') ||
                                              (i + 1 < text.size() && text[i + 1] == '%'));
        out += twice ? "%%%" : std::string(1, text[i]);
    }
    return out;
}

void add_labels(const layer::Layer& layer, const std::vector<std::size_t>& on,
                const DxfOptions& options, base::Diagnostics& diagnostics, const std::string& where,
                DxfEntities& entities) {
    const layer::Column& column = layer.column(options.label);
    const Codec codec(options.encoding);
    const double height =
        options.label_height > 0 ? options.label_height : fitting_height(layer.geometry().box());
    if (options.label_height <= 0) {
        diagnostics.info(base::msg("source.dxf.label_height", height), where);
    }
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        const std::string text = base::trim(label_text(column.show(row)));
        if (text.empty() || !drawable(layer, row)) {
            continue;
        }
        const auto bytes = codec.encode(text);
        if (!bytes || bytes->size() > kTextBytes) {
            base::Error error =
                bytes ? base::data_error("source.dxf.label_long", bytes->size(), kTextBytes)
                      : base::data_error("source.dxf.unencodable", text, codec.name());
            error.add_context(base::msg("source.place.value", layer.ids()[row], options.label));
            throw error;
        }
        double x = 0, y = 0;
        base::within(base::msg("source.place.feature", layer.ids()[row]),
                     [&] { geo::point_on_surface(layer.geometry(), row, x, y); });
        entities.add_text(x, y, height, *bytes, on[row]);
    }
}

void tell_losses(const layer::Layer& layer, const LayerStyle* style, const DxfOptions& options,
                 base::Diagnostics& diagnostics, const std::string& where) {
    std::vector<std::string> lost;
    for (const layer::Field& field : layer.fields()) {
        const bool shown =
            style != nullptr && style->kind != StyleKind::single && field.name == style->field;
        if (field.name != options.label && !shown) {
            lost.push_back(field.name);
        }
    }
    if (!lost.empty()) {
        diagnostics.warn(base::msg("source.dxf.fields", base::join_some(lost)), where);
    }
    std::vector<std::int64_t> missing;
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        if (!drawable(layer, row)) {
            missing.push_back(layer.ids()[row]);
        }
    }
    if (!missing.empty()) {
        diagnostics.features(base::Severity::warning, base::msg("source.dxf.no_geometry"), where,
                             missing);
    }
    if (layer.geometry().shape() == Shape::polygon) {
        diagnostics.info(base::msg("source.dxf.polygons"), where);
    }
    diagnostics.info(layer.crs().known() ? base::msg("source.dxf.crs_lost", layer.crs().label())
                                         : base::msg("source.write.no_crs"),
                     where);
}

/// DXF layers: the classes that features are in, and one of the data's name for the others.
struct Layers {
    std::vector<DxfLayer> list;
    std::vector<std::string> names;  ///< UTF-8, before they are made fit
    std::vector<std::size_t> of_row;
};

Layers layers_of(const layer::Layer& layer, const std::string& name, const LayerStyle* style) {
    const std::size_t classes = style == nullptr ? 0 : style->classes.size();
    const auto found = style == nullptr ? std::vector<std::size_t>(layer.rows(), kNoClass)
                                        : classes_of(*style, layer);
    std::vector<std::size_t> count(classes + 1, 0), place(classes + 1, 0);
    for (const std::size_t one : found) {
        ++count[std::min(one, classes)];
    }
    Layers out;
    const bool lines = layer.geometry().shape() == Shape::line;
    for (std::size_t i = 0; i <= classes; ++i) {
        if (count[i] == 0 && !(classes == 0)) {
            continue;
        }
        place[i] = out.list.size();
        const bool own = i < classes;
        out.names.push_back(own ? style->classes[i].name : name);
        out.list.push_back(
            {"", own ? main_colour(style->classes[i].symbol, lines) : Colour{}, own});
    }
    for (const std::size_t one : found) {
        out.of_row.push_back(place[std::min(one, classes)]);
    }
    return out;
}

}  // namespace

std::string dxf_bytes(const layer::Layer& layer, const std::string& name, const LayerStyle* style,
                      const DxfOptions& options, base::Diagnostics& diagnostics,
                      const std::string& where) {
    check_crs(layer);
    Layers layers = layers_of(layer, name, style);
    const Codec codec(options.encoding);
    std::vector<std::string> names;
    for (const std::string& one :
         dxf_layer_names(layers.names, options.encoding, diagnostics, where)) {
        names.push_back(*codec.encode(one));
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        layers.list[i].name = names[i];
    }
    DxfEntities entities(layer, names, kFirstLayerHandle + names.size());
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        if (drawable(layer, row)) {
            entities.add_geometry(row, layers.of_row[row]);
        }
    }
    if (!options.label.empty()) {
        add_labels(layer, layers.of_row, options, diagnostics, where, entities);
    }
    tell_losses(layer, style, options, diagnostics, where);
    const DxfFrame frame = dxf_frame(layers.list, layer.geometry().box(),
                                     options.encoding == "UTF-8", entities.next_handle());
    return dxf_text(frame.head) + dxf_text(entities.pairs()) + dxf_text(frame.tail);
}

}  // namespace jt::source
