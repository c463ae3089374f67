#include "layer/expression.hpp"

#include "base/error.hpp"
#include "geo/measure.hpp"
#include "layer/operation.hpp"
#include "layer/titles.hpp"

namespace jt::layer {
namespace {

using nlohmann::json;

constexpr int kDeepest = 1000;  // far beyond what people write, far below the end of the stack

base::Error form_error(const json& node) {
    return base::data_error("layer.expression.form",
                            node.dump(-1, ' ', false, json::error_handler_t::replace));
}

/// The common number of rows: a length of 1 gives way to any other.
std::size_t common_length(const std::string& operation, const Columns& columns) {
    std::size_t n = 1;
    for (const auto* column : columns) {
        if (n != 1 && column->size() != 1 && column->size() != n) {
            throw base::data_error("layer.expression.length", operation, n, column->size());
        }
        n = column->size() == 1 ? n : column->size();
    }
    return n;
}

Column coerced(const Column& column, const Coercion& coercion) {
    if (coercion.constant) {
        return Column::of_reals({*coercion.constant});
    }
    std::vector<double> values(column.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = column.number(i) * coercion.factor;
    }
    return Column::of_reals(std::move(values));
}

Column run(const std::string& name, const Operation& operation, const Signature& signature,
           Columns columns) {
    if (operation.kernel == nullptr) {
        throw base::data_error("layer.expression.geometry", name);
    }
    std::vector<Column> changed;
    changed.reserve(columns.size());  // pointers into it stay good
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Coercion& coercion = signature.coercions[i];
        if (coercion.constant || coercion.factor != 1) {
            changed.push_back(coerced(*columns[i], coercion));
            columns[i] = &changed.back();
        }
    }
    return operation.kernel(columns, common_length(name, columns), signature.result.type);
}

std::string literal_text(const Value& value) {
    return value.literal && value.field.type == Type::text ? std::string(value.column.text(0)) : "";
}

/// A node that was walked: its type, and its values where there is a table.
struct Node {
    Operand operand;
    ColumnPtr column;
};

/// Walks the tree once: over a table it computes, over fields alone it only checks.
class Walker {
public:
    explicit Walker(const Table& table) : m_table(&table), m_fields(table.fields()) {}
    explicit Walker(const std::vector<Field>& fields) : m_fields(fields) {}

    Node walk(const json& node, int depth = 0) const {
        if (depth > kDeepest) {
            throw base::data_error("layer.expression.deep", kDeepest);
        }
        if (!node.is_object()) {
            throw form_error(node);
        }
        if (node.contains("op")) {
            return operation(node, depth);
        }
        if (node.contains("col")) {
            return column(node);
        }
        Value value = literal(node);
        return {{value.field, true, literal_text(value)},
                std::make_shared<const Column>(std::move(value.column))};
    }

private:
    Node column(const json& node) const {
        if (node.size() != 1 || !node["col"].is_string()) {
            throw form_error(node);
        }
        const auto name = node["col"].get<std::string>();
        if (m_table != nullptr) {
            return {{m_table->field(name), false, ""}, m_table->shared_column(name)};
        }
        std::vector<std::string> names;
        for (const auto& field : m_fields) {
            if (field.name == name) {
                return {{field, false, ""}, nullptr};
            }
            names.push_back(field.name);
        }
        if (const auto index = index_of_title(m_fields, name)) {
            return {{m_fields[*index], false, ""}, nullptr};
        }
        throw base::unknown_name_error("layer.column.unknown", name, names);
    }

    Node operation(const json& node, int depth) const {
        static const json kNone = json::array();
        const json& args = node.contains("args") ? node["args"] : kNone;
        const bool listed = args.is_array() || (args.is_object() && args.empty());
        if (node.size() > 2 || !node["op"].is_string() || !listed ||
            (node.size() == 2 && !node.contains("args"))) {
            throw form_error(node);
        }
        const auto name = node["op"].get<std::string>();
        const Operation& found = find_operation(name, args.size());
        std::vector<Operand> operands;
        std::vector<ColumnPtr> columns;
        for (const auto& arg : args) {
            Node walked = walk(arg, depth + 1);
            operands.push_back(std::move(walked.operand));
            columns.push_back(std::move(walked.column));
        }
        const Signature signature = found.resolve(name, operands);
        const Operand result = {signature.result, false, ""};
        if (m_table == nullptr) {
            return {result, nullptr};
        }
        if (found.kernel == nullptr) {
            return {result, std::make_shared<const Column>(measured(name))};
        }
        Columns pointers;
        for (const auto& pointer : columns) {
            pointers.push_back(pointer.get());
        }
        return {result, std::make_shared<const Column>(run(name, found, signature, pointers))};
    }

    Column measured(const std::string& name) const {
        const auto* layer = dynamic_cast<const Layer*>(m_table);
        if (layer == nullptr) {
            throw base::data_error("layer.expression.geometry", name);
        }
        return base::within(base::msg("layer.layer", layer->name()), [&] {
            return Column::of_reals(name == "area" ? geo::areas(layer->geometry(), layer->crs())
                                                   : geo::lengths(layer->geometry(), layer->crs()));
        });
    }

    const Table* m_table = nullptr;
    const std::vector<Field>& m_fields;
};

}  // namespace

Value literal(const json& leaf) {
    if (!leaf.is_object() || leaf.size() != 1) {
        throw form_error(leaf);
    }
    const json& value = leaf.front();
    if (leaf.contains("num") && value.is_number_integer() &&
        (!value.is_number_unsigned() || value.get<std::uint64_t>() >> 63 == 0)) {
        return {
            {"", Type::integer, "", {}}, Column::of_integers({value.get<std::int64_t>()}), true};
    }
    if (leaf.contains("num") && value.is_number()) {
        return {{"", Type::real, "", {}}, Column::of_reals({value.get<double>()}), true};
    }
    if (leaf.contains("text") && value.is_string()) {
        return {{"", Type::text, "", {}}, Column::of_texts({value.get<std::string>()}), true};
    }
    if (leaf.contains("bool") && value.is_boolean()) {
        return {{"", Type::boolean, "", {}}, Column::of_booleans({value.get<bool>()}), true};
    }
    throw form_error(leaf);
}

Value evaluate(const json& expression, const Table& table) {
    const Node node = Walker(table).walk(expression);
    if (node.column->size() == table.rows()) {
        return {node.operand.field, *node.column};
    }
    const std::vector<std::size_t> first(table.rows(), 0);  // a value that depends on no column
    return {node.operand.field, node.column->take(first)};
}

Field check(const json& expression, const std::vector<Field>& fields) {
    return Walker(fields).walk(expression).operand.field;
}

Value apply(const std::string& operation, const std::vector<Value>& args) {
    const Operation& found = find_operation(operation, args.size());
    std::vector<Operand> operands;
    Columns columns;
    for (const auto& arg : args) {
        operands.push_back({arg.field, arg.literal, literal_text(arg)});
        columns.push_back(&arg.column);
    }
    const Signature signature = found.resolve(operation, operands);
    return {signature.result, run(operation, found, signature, columns)};
}

std::vector<std::size_t> where(const json& expression, const Table& table) {
    const Value value = evaluate(expression, table);
    if (value.field.type != Type::boolean) {
        throw base::data_error("layer.expression.condition",
                               registry::column_type_name(value.field.type));
    }
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < table.rows(); ++i) {
        if (value.column.boolean(i)) {
            rows.push_back(i);
        }
    }
    return rows;
}

}  // namespace jt::layer
