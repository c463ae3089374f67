#include "overlay/op_support.hpp"

#include "base/error.hpp"
#include "overlay/areas.hpp"

namespace jt::overlay {

using registry::ParamType;

registry::ParamSpec make_param(std::string name, ParamType type, nlohmann::json fallback,
                               base::Text help) {
    registry::ParamSpec spec;
    spec.name = std::move(name);
    spec.type = type;
    spec.fallback = std::move(fallback);
    spec.help = std::move(help);
    return spec;
}

registry::PortSpec layer_port(std::string name, base::Text help) {
    return {std::move(name), registry::Kind::layer, true, false, std::move(help)};
}

registry::ParamSpec id_param(std::string name, base::Text whose) {
    return make_param(
        std::move(name), ParamType::text, nullptr,
        {whose.zh + "的标识列；缺省为 id 列，没有则为要素编号",
         "id column of " + whose.en + "; by default column id, else the feature ids"});
}

const layer::Layer& layer_of(const registry::Call& call, const std::string& port,
                             geo::Shape shape) {
    const auto& layer = call.in<layer::Layer>(port);
    if (layer.rows() > 0 && layer.geometry().shape() != shape) {
        throw base::data_error("overlay.shape", port, geo::shape_name(shape), layer.name(),
                               geo::shape_name(layer.geometry().shape()));
    }
    return layer;
}

void require_same_crs(const layer::Layer& a, const layer::Layer& b) {
    for (const auto* layer : {&a, &b}) {
        if (!layer->crs().known()) {
            throw base::data_error("overlay.crs.missing", layer->name());
        }
    }
    if (!a.crs().same(b.crs())) {
        throw base::data_error("overlay.crs.differ", a.name(), a.crs().label(), b.name(),
                               b.crs().label());
    }
}

std::vector<std::size_t> report_unusable(registry::Call& call, const layer::Layer& layer) {
    auto rows = unusable(layer.geometry());
    if (!rows.empty()) {
        call.diagnostics->features(base::Severity::warning,
                                   base::msg("overlay.unusable", rows.size()), layer.name(),
                                   layer::row_ids(layer, rows));
    }
    return rows;
}

layer::Column names_of(const layer::Layer& layer, const registry::Call& call,
                       const std::string& param) {
    const auto& value = call.params.at(param);
    return layer::row_names(layer, value.is_string() ? value.get<std::string>() : "");
}

}  // namespace jt::overlay
