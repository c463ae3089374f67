#include "network/change/drawn.hpp"

#include "base/error.hpp"
#include "geo/crs.hpp"
#include "geo/topology.hpp"
#include "network/graph/road_links.hpp"

#include <algorithm>
#include <cmath>

namespace jt::network {
namespace {

geo::Shape shape_of(const std::string& name) {
    return name == "polygon" ? geo::Shape::polygon
           : name == "point" ? geo::Shape::point
                             : geo::Shape::line;
}

/// The places of a feature, neighbours that are equal taken once.
std::vector<double> places(const nlohmann::json& feature) {
    std::vector<double> xy;
    for (const auto& place : feature.at("xy")) {
        if (!place.is_array() || place.size() < 2 || !place[0].is_number() ||
            !place[1].is_number() || !std::isfinite(place[0].get<double>()) ||
            !std::isfinite(place[1].get<double>())) {
            throw base::data_error("network.drawn.number", place.dump());
        }
        const double x = place[0].get<double>(), y = place[1].get<double>();
        if (xy.empty() || xy[xy.size() - 2] != x || xy.back() != y) {
            xy.insert(xy.end(), {x, y});
        }
    }
    return xy;
}

void refuse_degrees(const std::vector<double>& xy, const geo::Crs& crs) {
    bool degrees = !crs.geographic();
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        degrees = degrees && std::abs(xy[i]) <= 180 && std::abs(xy[i + 1]) <= 90;
    }
    if (degrees && !xy.empty()) {
        throw base::data_error("network.drawn.degrees", fmt::format("{} {}", xy[0], xy[1]),
                               crs.label());
    }
}

void add_feature(geo::GeometryArray& out, std::vector<double> xy) {
    const std::size_t places = xy.size() / 2;
    switch (out.shape()) {
        case geo::Shape::point:
            if (places != 1) {
                throw base::data_error("network.drawn.few", places, 1);
            }
            out.add_point(xy[0], xy[1]);
            return;
        case geo::Shape::polygon:
            if (places >= 1 && (xy[0] != xy[xy.size() - 2] || xy[1] != xy.back())) {
                xy.insert(xy.end(), {xy[0], xy[1]});
            }
            if (xy.size() < 8) {
                throw base::data_error("network.drawn.few", places, 3);
            }
            out.add_ring(xy);
            if (!geo::invalid_reason(out, out.size() - 1).empty()) {
                throw base::data_error("network.drawn.crosses");
            }
            return;
        default:
            if (places < 2) {
                throw base::data_error("network.drawn.few", places, 2);
            }
            out.add_line(xy);
    }
}

layer::Column column_of(const nlohmann::json& features, const std::string& name, bool numbers) {
    layer::ColumnBuilder builder(numbers ? layer::Type::real : layer::Type::text);
    for (const auto& feature : features) {
        const auto it = feature.find(name);
        if (it == feature.end() || it->is_null()) {
            builder.null();
        } else if (numbers) {
            builder.real(it->get<double>());
        } else {
            builder.text(it->is_string() ? it->get<std::string>() : it->dump());
        }
    }
    return builder.build();
}

void add_columns(const nlohmann::json& features, layer::Layer& out) {
    std::vector<std::string> names;
    for (const auto& feature : features) {
        for (const auto& [name, value] : feature.items()) {
            if (name != "xy" && std::ranges::find(names, name) == names.end()) {
                names.push_back(name);
            }
        }
    }
    std::ranges::sort(names);
    for (const std::string& name : names) {
        const bool numbers = std::ranges::all_of(features, [&](const nlohmann::json& feature) {
            return !feature.contains(name) || feature.at(name).is_number();
        });
        out.set({name, numbers ? layer::Type::real : layer::Type::text, "", {}},
                column_of(features, name, numbers));
    }
}

/// Numbers of a column, or its texts, at the end of another.
void add_values(layer::ColumnBuilder& builder, const layer::Layer& from, const std::string& name) {
    const layer::Column* column = from.has(name) ? &from.column(name) : nullptr;
    for (std::size_t row = 0; row < from.rows(); ++row) {
        if (column == nullptr || !column->valid(row)) {
            builder.null();
        } else if (builder.type() == layer::Type::text) {
            builder.text(column->show(row));
        } else if (builder.type() == layer::Type::real) {
            builder.real(column->number(row));
        } else {
            builder.integer(column->integer(row));
        }
    }
}

/// Text beside anything is text (ids may be numbers in one layer), other mixtures are real numbers.
layer::Field common_field(const std::vector<std::shared_ptr<const layer::Layer>>& layers,
                          const std::string& name) {
    layer::Field field;
    bool first = true;
    for (const auto& layer : layers) {
        if (!layer->has(name)) {
            continue;
        }
        const layer::Field& mine = layer->field(name);
        if (first) {
            field = mine;
        } else if (field.type != mine.type) {
            const bool text = field.type == layer::Type::text || mine.type == layer::Type::text;
            field.type = text ? layer::Type::text : layer::Type::real;
        }
        first = false;
    }
    return field;
}

}  // namespace

std::shared_ptr<layer::Layer> drawn_layer(const std::string& name, const std::string& shape,
                                          const nlohmann::json& features, const std::string& crs,
                                          const std::string& to) {
    const geo::Crs target = geo::Crs::from(to);
    const geo::Crs source = crs.empty() ? target : geo::Crs::from(crs);
    const geo::Transform transform(source, target);
    geo::GeometryArray geometry(shape_of(shape));
    std::vector<std::int64_t> ids;
    for (const auto& feature : features) {
        const auto number = static_cast<std::int64_t>(ids.size()) + 1;
        base::within(base::msg("network.drawn.feature", name, number), [&] {
            std::vector<double> xy = places(feature);
            refuse_degrees(xy, source);
            if (!transform.identity() && transform.apply(xy) > 0) {
                throw base::data_error("network.drawn.outside", target.label());
            }
            add_feature(geometry, std::move(xy));
        });
        ids.push_back(number);
    }
    auto out = std::make_shared<layer::Layer>(name, target, std::move(geometry), std::move(ids));
    add_columns(features, *out);
    return out;
}

std::shared_ptr<const layer::Layer> appended(
    const std::vector<std::shared_ptr<const layer::Layer>>& layers) {
    if (layers.size() == 1) {
        return layers.front();
    }
    geo::GeometryArray geometry(layers.front()->geometry().shape());
    std::vector<std::int64_t> ids;
    std::vector<std::string> names;
    for (const auto& layer : layers) {
        check_crs(*layer, layers.front()->crs());
        if (layer->rows() > 0 && layer->geometry().shape() != geometry.shape()) {
            throw base::data_error("network.drawn.shape", layer->name(),
                                   geo::shape_name(layer->geometry().shape()),
                                   geo::shape_name(geometry.shape()));
        }
        const std::int64_t above = ids.empty() ? 0 : *std::ranges::max_element(ids);
        for (std::size_t row = 0; row < layer->rows(); ++row) {
            geometry.append(layer->geometry(), row);
        }
        const std::size_t before = ids.size();
        for (const std::int64_t id : layer->ids()) {
            ids.push_back(before == 0 ? id : above + 1 + id);
        }
        for (const std::string& name : layer->names()) {
            if (std::ranges::find(names, name) == names.end()) {
                names.push_back(name);
            }
        }
    }
    auto out = std::make_shared<layer::Layer>(layers.front()->name(), layers.front()->crs(),
                                              std::move(geometry), std::move(ids));
    for (const std::string& name : names) {
        const layer::Field field = common_field(layers, name);
        layer::ColumnBuilder builder(field.type);
        for (const auto& layer : layers) {
            add_values(builder, *layer, name);
        }
        out->set(field, builder.build());
    }
    return out;
}

}  // namespace jt::network
