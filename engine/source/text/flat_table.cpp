#include "source/text/flat_table.hpp"

namespace jt::source {
namespace {

/// Does every feature have one point at most?
bool single_points(const geo::GeometryArray& geometry) {
    bool out = geometry.shape() == geo::Shape::point;
    for (std::size_t row = 0; out && row < geometry.size(); ++row) {
        out = geometry.parts_end(row) - geometry.parts_begin(row) <= 1;
    }
    return out;
}

/// Are the points what the columns x and y say, as in a table that was read by them?
bool told_by_columns(const layer::Layer& layer) {
    for (const char* name : {"x", "y"}) {
        if (!layer.has(name) || layer.field(name).type != layer::Type::real) {
            return false;
        }
    }
    const layer::Column &x = layer.column("x"), &y = layer.column("y");
    for (std::size_t row = 0; row < layer.rows(); ++row) {
        const bool ok = layer.geometry().status(row) == geo::Status::ok;
        const auto at = layer.geometry().coordinates(row);
        if (ok && (x.number(row) != at[0] || y.number(row) != at[1])) {
            return false;
        }
    }
    return true;
}

}  // namespace

layer::Table flat_table(const layer::Table& table, const base::Message& left_out,
                        base::Diagnostics& diagnostics, const std::string& where) {
    const auto* features = dynamic_cast<const layer::Layer*>(&table);
    layer::Table out(table.rows());
    for (const layer::Field& field : table.fields()) {
        out.set(field, table.shared_column(field.name));
    }
    if (features == nullptr) {
        return out;
    }
    const geo::GeometryArray& geometry = features->geometry();
    const bool single = single_points(geometry);
    if (single && told_by_columns(*features)) {
        return out;
    }
    if (!single || table.has("x") || table.has("y")) {
        diagnostics.warn(left_out, where);
        return out;
    }
    layer::ColumnBuilder x(layer::Type::real), y(layer::Type::real);
    for (std::size_t row = 0; row < geometry.size(); ++row) {
        const bool ok = geometry.status(row) == geo::Status::ok;
        ok ? x.real(geometry.coordinates(row)[0]) : x.null();
        ok ? y.real(geometry.coordinates(row)[1]) : y.null();
    }
    out.set(layer::Field{"x", layer::Type::real, "", {}}, x.build());
    out.set(layer::Field{"y", layer::Type::real, "", {}}, y.build());
    return out;
}

}  // namespace jt::source
