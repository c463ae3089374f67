#include "native/arrow_import.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/layer.hpp"
#include "layer/matrix.hpp"

#include <algorithm>

namespace jt::native {
namespace {

using layer::Field;
using registry::OutputSpec;

constexpr std::int64_t kLayerColumns = 3;  // jt.id, jt.geometry, jt.status

std::string text_or(const char* text, const char* fallback) {
    std::string out = text == nullptr ? fallback : text;
    if (!base::is_utf8(out)) {
        throw base::data_error("native.utf8", fallback);
    }
    return out;
}

std::string metadata(const ArrowSchema& schema, const char* key) {
    std::int32_t length = 0;
    const char* value = jt_metadata(schema.metadata, key, &length);
    std::string out =
        value == nullptr || length <= 0 ? "" : std::string(value, static_cast<std::size_t>(length));
    if (!base::is_utf8(out)) {
        throw base::data_error("native.utf8", key);
    }
    return out;
}

/// The top struct of every object: no nulls, offset 0, every child as long as it is.
void check_struct(const jt_object& object) {
    const ArrowSchema& schema = object.schema;
    const ArrowArray& array = object.array;
    if (schema.release == nullptr || array.release == nullptr) {
        throw base::data_error("native.released");
    }
    if (schema.format == nullptr) {
        throw null_error("format");
    }
    check_full(schema, array, "+s", 1, schema.n_children);
    if (array.offset != 0) {
        throw base::data_error("native.arrow.sliced", array.offset);
    }
    for (std::int64_t i = 0; i < array.n_children; ++i) {
        const std::string name = text_or(schema.children[i]->name, "");
        if (array.children[i]->length != array.length) {
            throw base::data_error("native.column.length", name, array.children[i]->length,
                                   array.length);
        }
    }
}

Field field_of(const ArrowSchema& schema, layer::Type type, const OutputSpec& spec) {
    Field field{schema.name,
                type,
                metadata(schema, "unit"),
                {metadata(schema, "title_zh"), metadata(schema, "title_en")}};
    const auto declared = std::ranges::find(spec.columns, field.name, &Field::name);
    if (declared == spec.columns.end()) {
        return field;
    }
    if (declared->type != type) {
        throw base::data_error("native.column.type", registry::column_type_name(declared->type),
                               registry::column_type_name(type));
    }
    if (!field.unit.empty() && field.unit != declared->unit) {
        throw base::data_error("native.column.unit", declared->unit, field.unit);
    }
    return *declared;
}

void import_columns(layer::Table& out, const jt_object& object, std::int64_t first,
                    const OutputSpec& spec) {
    for (std::int64_t i = first; i < object.schema.n_children; ++i) {
        const ArrowSchema& schema = *object.schema.children[i];
        const std::string name = text_or(schema.name, "");
        if (name.empty() || out.has(name)) {
            throw base::data_error("native.column.name", i + 1, name);
        }
        base::within(base::msg("native.column", name), [&] {
            auto column = import_column(schema, *object.array.children[i]);
            Field field = field_of(schema, column.type(), spec);
            out.set(std::move(field), std::move(column));
        });
    }
    for (const auto& column : spec.columns) {
        if (!out.has(column.name)) {
            throw base::data_error("native.column.missing", column.name,
                                   base::join_some(out.names()));
        }
    }
}

/// A child that a layer or matrix has at a fixed place.
void check_place(const jt_object& object, std::int64_t place, const char* name) {
    const std::string found =
        place < object.schema.n_children ? text_or(object.schema.children[place]->name, "") : "";
    if (found != name) {
        throw base::data_error("native.place", place + 1, name, found);
    }
}

geo::Shape shape_of(const char* text) {
    const std::string word = text_or(text, "");
    for (const auto shape :
         {geo::Shape::none, geo::Shape::point, geo::Shape::line, geo::Shape::polygon}) {
        if (geo::shape_name(shape) == word) {
            return shape;
        }
    }
    throw base::data_error("native.shape", word);
}

registry::ObjectPtr import_layer(const jt_object& object, const OutputSpec& spec,
                                 const CrsOf& crs_of) {
    check_place(object, 0, "jt.id");
    check_place(object, 1, "jt.geometry");
    check_place(object, 2, "jt.status");
    const ArrowArray* const* arrays = object.array.children;
    ArrowSchema* const* schemas = object.schema.children;
    std::vector<std::int64_t> ids;
    base::within(base::msg("native.column", "jt.id"), [&] {
        check_full(*schemas[0], *arrays[0], "l", 2, 0);
        const auto* values = values_of<std::int64_t>(*arrays[0], 1, object.array.length);
        ids.assign(values, values + object.array.length);
    });
    base::within(base::msg("native.column", "jt.status"),
                 [&] { check_full(*schemas[2], *arrays[2], "C", 2, 0); });
    auto geometry = base::within(base::msg("native.column", "jt.geometry"), [&] {
        return import_geometry(shape_of(object.shape), *schemas[1], *arrays[1], *arrays[2]);
    });
    auto out = std::make_shared<layer::Layer>(text_or(object.name, spec.name.c_str()),
                                              crs_of(text_or(object.crs, "")), std::move(geometry),
                                              std::move(ids));
    import_columns(*out, object, kLayerColumns, spec);
    return out;
}

registry::ObjectPtr import_table(const jt_object& object, const OutputSpec& spec) {
    auto out = std::make_shared<layer::Table>(static_cast<std::size_t>(object.array.length));
    import_columns(*out, object, 0, spec);
    return out;
}

registry::ObjectPtr import_matrix(const jt_object& object) {
    check_place(object, 0, "jt.row");
    check_place(object, 1, "jt.cost");
    auto out = std::make_shared<layer::Matrix>();
    out->unit = text_or(object.unit, "ms");
    for (std::uint64_t i = 0; i < object.column_count; ++i) {
        if (object.column_ids == nullptr || object.column_ids[i] == nullptr) {
            throw null_error("column_ids");
        }
        out->column_ids.push_back(text_or(object.column_ids[i], "column_ids"));
    }
    base::within(base::msg("native.column", "jt.row"), [&] {
        const auto names = import_column(*object.schema.children[0], *object.array.children[0]);
        if (names.type() != layer::Type::text || names.null_count() > 0) {
            throw base::data_error("native.matrix.rows");
        }
        for (std::size_t i = 0; i < names.size(); ++i) {
            out->row_ids.emplace_back(names.text(i));
        }
    });
    base::within(base::msg("native.column", "jt.cost"), [&] {
        const ArrowSchema& schema = *object.schema.children[1];
        const ArrowArray& lists = *object.array.children[1];
        check_full(schema, lists, fmt::format("+w:{}", object.column_count), 1, 1);
        const ArrowArray& costs = *lists.children[0];
        check_full(*schema.children[0], costs, "I", 2, 0);
        const auto wide = static_cast<std::int64_t>(object.column_count);
        if (costs.length < (lists.offset + lists.length) * wide) {
            throw base::data_error("native.arrow.length", costs.length,
                                   (lists.offset + lists.length) * wide);
        }
        const auto* values = values_of<std::uint32_t>(costs, 1, lists.length * wide);
        if (values != nullptr) {
            values += lists.offset * wide;
            out->cost.assign(values, values + lists.length * wide);
        }
    });
    return out;
}

}  // namespace

registry::ObjectPtr import_object(const jt_object& object, const OutputSpec& spec,
                                  const CrsOf& crs_of) {
    const std::string kind = text_or(object.kind, "");
    if (kind != registry::kind_name(spec.kind)) {
        throw base::data_error("native.output.kind", registry::kind_name(spec.kind), kind);
    }
    check_struct(object);
    switch (spec.kind) {
        case registry::Kind::layer: return import_layer(object, spec, crs_of);
        case registry::Kind::table: return import_table(object, spec);
        case registry::Kind::matrix: return import_matrix(object);
        default: throw base::data_error("native.kind", registry::kind_name(spec.kind));
    }
}

}  // namespace jt::native
