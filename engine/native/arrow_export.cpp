#include "native/arrow_export.hpp"

#include "base/error.hpp"
#include "layer/layer.hpp"
#include "layer/matrix.hpp"

#include <array>

namespace jt::native {
namespace {

using layer::Column;
using layer::Type;

struct Pair {
    ArrowSchema* schema;
    ArrowArray* array;
};

const void* data_of(const auto& values) { return values.data(); }

void append_sized(std::string& out, std::string_view text) {
    const auto size = static_cast<std::int32_t>(text.size());
    out.append(reinterpret_cast<const char*>(&size), sizeof size);
    out += text;
}

std::string metadata_of(const layer::Field& field) {
    const std::array<std::pair<const char*, std::string_view>, 3> all = {
        {{"unit", field.unit}, {"title_zh", field.title.zh}, {"title_en", field.title.en}}};
    std::string pairs;
    std::int32_t count = 0;
    for (const auto& [key, value] : all) {
        if (!value.empty()) {
            append_sized(pairs, key);
            append_sized(pairs, value);
            ++count;
        }
    }
    std::string out(reinterpret_cast<const char*>(&count), sizeof count);
    return count == 0 ? "" : out + pairs;
}

/// Booleans are bytes of 0 and 1 in the engine's columns, bits in Arrow.
std::vector<std::uint8_t> bits_of(const Column& column) {
    std::vector<std::uint8_t> bits((column.size() + 7) / 8);
    for (std::size_t i = 0; i < column.size(); ++i) {
        if (column.boolean(i)) {
            bits[i / 8] |= static_cast<std::uint8_t>(1U << (i % 8));
        }
    }
    return bits;
}

Pair export_column(const layer::Field& field, const Column& column, Arena& arena) {
    const void* valid = column.null_count() == 0 ? nullptr : data_of(column.validity());
    const char* format = "g";
    std::vector<const void*> buffers = {valid};
    switch (column.type()) {
        case Type::boolean:
            format = "b";
            buffers.push_back(data_of(arena.keep(bits_of(column))));
            break;
        case Type::integer:
            format = "l";
            buffers.push_back(data_of(column.integers()));
            break;
        case Type::real: buffers.push_back(data_of(column.reals())); break;
        case Type::text:
            format = "U";
            buffers.push_back(data_of(column.offsets()));
            buffers.push_back(column.chars().data());
            break;
    }
    return {arena.schema(format, field.name.c_str(), {}, metadata_of(field)),
            arena.array(column.size(), column.null_count(), std::move(buffers))};
}

Pair list_of(const char* name, std::vector<std::int64_t> offsets, const Pair& items, Arena& arena) {
    const std::size_t length = offsets.size() - 1;
    const auto& kept = arena.keep(std::move(offsets));
    return {arena.schema("+L", name, {items.schema}),
            arena.array(length, 0, {nullptr, data_of(kept)}, {items.array})};
}

Pair export_geometry(const geo::GeometryArray& geometry, Arena& arena) {
    std::vector<std::int64_t> parts = {0}, rings = {0}, coordinates = {0};
    for (std::size_t i = 0; i < geometry.size(); ++i) {
        parts.push_back(static_cast<std::int64_t>(geometry.parts_end(i)));
    }
    for (std::size_t part = 0; part < static_cast<std::size_t>(parts.back()); ++part) {
        rings.push_back(static_cast<std::int64_t>(geometry.rings_end(part)));
    }
    for (std::size_t ring = 0; ring < static_cast<std::size_t>(rings.back()); ++ring) {
        const auto size = static_cast<std::int64_t>(geometry.ring(ring).size() / 2);
        coordinates.push_back(coordinates.back() + size);
    }
    const auto xy = geometry.xy();
    const Pair value = {arena.schema("g", "value"),
                        arena.array(xy.size(), 0, {nullptr, data_of(xy)})};
    const Pair pairs = {arena.schema("+w:2", "xy", {value.schema}),
                        arena.array(xy.size() / 2, 0, {nullptr}, {value.array})};
    const Pair ring = list_of("coordinates", std::move(coordinates), pairs, arena);
    const Pair part = list_of("rings", std::move(rings), ring, arena);
    return list_of("jt.geometry", std::move(parts), part, arena);
}

Pair export_status(const geo::GeometryArray& geometry, Arena& arena) {
    std::vector<std::uint8_t> status;
    status.reserve(geometry.size());
    for (std::size_t i = 0; i < geometry.size(); ++i) {
        status.push_back(static_cast<std::uint8_t>(geometry.status(i)));
    }
    const auto& kept = arena.keep(std::move(status));
    return {arena.schema("C", "jt.status"),
            arena.array(geometry.size(), 0, {nullptr, data_of(kept)})};
}

/// Moves the structs into the object: what stays in the arena is marked as moved.
void set_struct(jt_object& out, std::size_t rows, const std::vector<Pair>& children, Arena& arena) {
    std::vector<ArrowSchema*> schemas;
    std::vector<ArrowArray*> arrays;
    for (const auto& child : children) {
        schemas.push_back(child.schema);
        arrays.push_back(child.array);
    }
    ArrowSchema* schema = arena.schema("+s", "", std::move(schemas));
    ArrowArray* array = arena.array(rows, 0, {nullptr}, std::move(arrays));
    out.schema = *schema;
    out.array = *array;
    schema->release = nullptr;
    array->release = nullptr;
}

std::vector<Pair> export_columns(const layer::Table& table, Arena& arena) {
    std::vector<Pair> out;
    for (const auto& field : table.fields()) {
        out.push_back(export_column(field, table.column(field.name), arena));
    }
    return out;
}

void export_layer(jt_object& out, const layer::Layer& layer, Arena& arena) {
    const geo::Crs& crs = layer.crs();
    out.name = layer.name().c_str();
    out.shape = geo::shape_name(layer.geometry().shape()).data();
    out.crs = crs.known() ? crs.wkt().c_str() : "";
    out.crs_kind = !crs.known() ? "unknown" : crs.geographic() ? "geographic" : "projected";
    const auto& ids = layer.ids();
    std::vector<Pair> children = {
        {arena.schema("l", "jt.id"), arena.array(ids.size(), 0, {nullptr, data_of(ids)})},
        export_geometry(layer.geometry(), arena),
        export_status(layer.geometry(), arena)};
    for (const auto& column : export_columns(layer, arena)) {
        children.push_back(column);
    }
    set_struct(out, layer.rows(), children, arena);
}

void export_matrix(jt_object& out, const layer::Matrix& matrix, Arena& arena) {
    std::vector<const char*> ids;
    for (const auto& id : matrix.column_ids) {
        ids.push_back(id.c_str());
    }
    out.unit = matrix.unit.c_str();
    out.column_count = ids.size();
    out.column_ids = arena.keep(std::move(ids)).data();
    auto& names = arena.keep(Column::of_texts(matrix.row_ids));
    auto& field = arena.keep(layer::Field{"jt.row", Type::text, "", {}});
    const char* format = arena.keep(fmt::format("+w:{}", matrix.column_ids.size())).c_str();
    const Pair cost = {arena.schema("I", "value"),
                       arena.array(matrix.cost.size(), 0, {nullptr, data_of(matrix.cost)})};
    const Pair lists = {arena.schema(format, "jt.cost", {cost.schema}),
                        arena.array(matrix.row_ids.size(), 0, {nullptr}, {cost.array})};
    set_struct(out, matrix.row_ids.size(), {export_column(field, names, arena), lists}, arena);
}

}  // namespace

jt_object export_object(const registry::Object& object, registry::Kind as, Arena& arena) {
    jt_object out = {};
    out.size = sizeof out;
    out.version = JT_VERSION;
    out.kind = registry::kind_name(as).data();
    if (as == registry::Kind::layer) {
        export_layer(out, dynamic_cast<const layer::Layer&>(object), arena);
    } else if (as == registry::Kind::table) {
        const auto& table = dynamic_cast<const layer::Table&>(object);
        set_struct(out, table.rows(), export_columns(table, arena), arena);
    } else if (as == registry::Kind::matrix) {
        export_matrix(out, dynamic_cast<const layer::Matrix&>(object), arena);
    } else {
        throw base::data_error("native.kind", registry::kind_name(as));
    }
    return out;
}

}  // namespace jt::native
