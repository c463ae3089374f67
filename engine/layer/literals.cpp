#include "layer/literals.hpp"

#include "base/fold.hpp"

namespace jt::layer {
namespace {

using nlohmann::json;

/// The value of the column that differs from the text in spelling alone; "" where the text itself
/// is one, and where there is none.
std::string other_spelling(const Column& column, const std::string& text) {
    const std::string spelling = base::fold_spelling(text);
    std::string found;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (!column.valid(row)) {
            continue;
        }
        const std::string_view value = column.text(row);
        if (value == text) {
            return "";
        }
        if (found.empty() && base::fold_spelling(value) == spelling) {
            found = value;
        }
    }
    return found;
}

}  // namespace

void tell_spellings(const json& expression, const Table& table, base::Diagnostics& diagnostics,
                    const std::string& where) {
    if (!expression.contains("args")) {
        return;
    }
    const json& args = expression["args"];
    const std::string operation = expression.value("op", "");
    const Column* column = nullptr;
    std::string name;
    for (const json& arg : args) {
        tell_spellings(arg, table, diagnostics, where);
        if (arg.contains("col")) {
            name = arg["col"].get<std::string>();
            column = &table.column(name);
        }
    }
    const bool named = operation == "eq" || operation == "in";
    if (!named || column == nullptr || column->type() != Type::text) {
        return;
    }
    for (const json& arg : args) {
        const std::string text = arg.value("text", "");
        const std::string close = text.empty() ? "" : other_spelling(*column, text);
        if (!close.empty()) {
            diagnostics.warn(base::msg("layer.where.spelling", name, text, close), where);
        }
    }
}

}  // namespace jt::layer
