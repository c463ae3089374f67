#include "overlay/op_support.hpp"

#include "base/error.hpp"
#include "overlay/areas.hpp"

#include <algorithm>
#include <numeric>

namespace jt::overlay {

using registry::ParamType;

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
    return layer_of(call, port, std::vector<geo::Shape>{shape});
}

const layer::Layer& layer_of(const registry::Call& call, const std::string& port,
                             const std::vector<geo::Shape>& shapes) {
    const auto& layer = call.in<layer::Layer>(port);
    require_shape(layer, port, shapes);
    return layer;
}

void require_shape(const layer::Layer& layer, const std::string& port,
                   const std::vector<geo::Shape>& shapes) {
    const geo::Shape found = layer.geometry().shape();
    if (layer.rows() > 0 && std::find(shapes.begin(), shapes.end(), found) == shapes.end()) {
        std::string wanted;
        for (const geo::Shape shape : shapes) {
            wanted += (wanted.empty() ? "" : "/") + std::string(geo::shape_name(shape));
        }
        throw base::data_error("overlay.shape", port, wanted, layer.name(), geo::shape_name(found));
    }
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

void report_failures(registry::Call& call, const layer::Layer& layer,
                     const std::vector<Failure>& failures) {
    if (failures.empty()) {
        return;
    }
    std::vector<std::size_t> rows;
    for (const auto& failure : failures) {
        if (rows.empty() || rows.back() != failure.row) {
            rows.push_back(failure.row);
        }
    }
    call.diagnostics->features(base::Severity::warning,
                               base::msg("overlay.failed", rows.size(), failures.front().reason),
                               layer.name(), layer::row_ids(layer, rows));
}

layer::Column take_or_null(const layer::Column& column, const std::vector<std::size_t>& rows) {
    layer::ColumnBuilder out(column.type());
    for (const std::size_t row : rows) {
        if (row == kNoRow || !column.valid(row)) {
            out.null();
        } else if (column.type() == layer::Type::real) {
            out.real(column.number(row));
        } else if (column.type() == layer::Type::text) {
            out.text(column.text(row));
        } else {
            out.integer(column.integer(row));
        }
    }
    return out.build();
}

void set_result(registry::Call& call, layer::Table& out, const layer::Field& field,
                layer::Column column) {
    if (out.has(field.name)) {
        call.diagnostics->info(base::msg("overlay.column.replaced", field.name));
    }
    out.set(field, std::move(column));
}

std::string free_name(const layer::Table& table, std::string name, std::string_view suffix,
                      const std::vector<registry::ColumnSpec>& reserved) {
    const auto taken = [&](const std::string& word) {
        return table.has(word) || std::any_of(reserved.begin(), reserved.end(),
                                              [&](const auto& r) { return r.name == word; });
    };
    while (taken(name)) {
        name += suffix;
    }
    return name;
}

std::vector<std::string> names_in(const registry::Call& call, const std::string& param) {
    std::vector<std::string> out;
    for (const auto& item : call.params.at(param)) {
        if (!item.is_string()) {
            throw base::data_error("overlay.names", param, item.dump());
        }
        out.push_back(item.get<std::string>());
    }
    return out;
}

const layer::Column& number_column(const layer::Table& table, const std::string& name) {
    const auto& column = table.column(name);
    if (column.type() == layer::Type::text) {
        throw base::data_error("overlay.column.number", name);
    }
    return column;
}

std::vector<std::int64_t> new_ids(std::size_t count) {
    std::vector<std::int64_t> out(count);
    std::iota(out.begin(), out.end(), 1);
    return out;
}

layer::Column names_of(const layer::Layer& layer, const registry::Call& call,
                       const std::string& param) {
    const auto& value = call.params.at(param);
    return layer::row_names(layer, value.is_string() ? value.get<std::string>() : "");
}

}  // namespace jt::overlay
