#include "report/binding.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace jt::report {
namespace {

const TableView* find_table(const std::string& name, const Bindings& bindings) {
    const auto it = std::ranges::find_if(
        *bindings.tables, [&](const TableView& view) { return view.spec().name == name; });
    return it == bindings.tables->end() ? nullptr : &*it;
}

std::string without_extension(const std::string& file) {
    for (const char* extension : {".png", ".pdf", ".svg"}) {
        if (file.ends_with(extension)) {
            return file.substr(0, file.size() - 4);
        }
    }
    return file;
}

const FigureSpec* find_figure(const std::string& file, const Bindings& bindings) {
    const std::string stem = without_extension(file);
    const auto it = std::ranges::find_if(
        *bindings.figures, [&](const FigureSpec& figure) { return figure.file == stem; });
    return it == bindings.figures->end() ? nullptr : &*it;
}

std::optional<std::string> find_fact(const std::string& name, const RunFacts& run) {
    if (!name.starts_with("run.")) {
        return std::nullopt;
    }
    const std::string key = name.substr(4);
    const std::vector<std::pair<std::string, const std::string*>> facts = {
        {"name", &run.name},     {"crs", &run.crs},   {"seed", &run.seed},
        {"engine", &run.engine}, {"hash", &run.hash},
    };
    for (const auto& fact : facts) {
        if (fact.first == key) {
            return *fact.second;
        }
    }
    for (const auto& param : run.params) {
        if ("params." + param.first == key) {
            return param.second;
        }
    }
    return std::nullopt;
}

[[noreturn]] void unknown_name(const std::string& name, const Bindings& bindings) {
    std::vector<std::string> names = {"run.name", "run.crs", "run.seed", "run.engine", "run.hash"};
    for (const auto& view : *bindings.tables) {
        names.push_back(view.spec().name);
    }
    for (const auto& figure : *bindings.figures) {
        names.push_back(figure.file);
    }
    throw base::unknown_name_error("report.name.unknown", name, names);
}

/// A table that is planned only has a name; figures and facts come with the run.
Span planned_span(const Placeholder& placeholder, const Bindings& bindings) {
    const auto& tables = *bindings.planned;
    if (!placeholder.value ||
        std::ranges::find(tables, placeholder.name, &TableSpec::name) != tables.end()) {
        return {Span::Kind::text, "", ""};
    }
    std::vector<std::string> names;
    for (const auto& table : tables) {
        names.push_back(table.name);
    }
    throw base::unknown_name_error("report.name.unknown", placeholder.name, names);
}

[[noreturn]] void bad_syntax(const std::string& text) {
    throw base::data_error("report.placeholder.syntax", text);
}

/// Reads ".column" or ".column:digits" behind the key.
void parse_column(const std::string& rest, const std::string& text, Placeholder& out) {
    if (rest.size() < 2 || rest.front() != '.') {
        bad_syntax(text);
    }
    out.column = rest.substr(1);
    const auto colon = out.column.rfind(':');
    if (colon == std::string::npos) {
        return;
    }
    int digits = -1;
    const char* end = out.column.data() + out.column.size();
    const auto [stop, code] = std::from_chars(out.column.data() + colon + 1, end, digits);
    if (code != std::errc() || stop != end || digits < 0 || digits > 12) {
        bad_syntax(text);
    }
    out.digits = digits;
    out.column.resize(colon);
}

}  // namespace

Placeholder parse_placeholder(const std::string& text) {
    Placeholder out;
    std::string body = base::trim(text);
    if (body.starts_with("#")) {
        out.label = true;
        body = base::trim(body.substr(1));
    }
    const auto open = body.find("[\"");
    out.name = base::trim(body.substr(0, open));
    if (open != std::string::npos) {
        const auto close = body.find("\"]", open + 2);
        if (close == std::string::npos || out.label) {
            bad_syntax(text);
        }
        out.value = true;
        out.key = body.substr(open + 2, close - open - 2);
        parse_column(body.substr(close + 2), text, out);
    }
    if (out.name.empty() || (out.value && out.column.empty())) {
        bad_syntax(text);
    }
    return out;
}

Span bind_span(const std::string& text, const Bindings& bindings) {
    const Placeholder placeholder = parse_placeholder(text);
    if (bindings.planned != nullptr) {
        return planned_span(placeholder, bindings);
    }
    const TableView* table = find_table(placeholder.name, bindings);
    if (placeholder.value) {
        if (table == nullptr) {
            unknown_name(placeholder.name, bindings);
        }
        return {Span::Kind::text,
                table->value(placeholder.key, placeholder.column, placeholder.digits), ""};
    }
    if (placeholder.label) {
        if (table != nullptr) {
            return {Span::Kind::reference, "", "table:" + placeholder.name};
        }
        if (const auto* figure = find_figure(placeholder.name, bindings)) {
            return {Span::Kind::reference, "", "figure:" + figure->file};
        }
        unknown_name(placeholder.name, bindings);
    }
    if (const auto fact = find_fact(placeholder.name, *bindings.run)) {
        return {Span::Kind::text, *fact, ""};
    }
    if (table != nullptr || find_figure(placeholder.name, bindings) != nullptr) {
        throw base::data_error("report.placeholder.inline", placeholder.name);
    }
    unknown_name(placeholder.name, bindings);
}

std::optional<Block> bind_block(const std::string& text, const Bindings& bindings) {
    const Placeholder placeholder = parse_placeholder(text);
    if (bindings.planned != nullptr || placeholder.value || placeholder.label) {
        return std::nullopt;
    }
    if (const auto* table = find_table(placeholder.name, bindings)) {
        return Block(table->grid());
    }
    if (find_figure(placeholder.name, bindings) != nullptr) {
        return Block(bind_figure(placeholder.name, "", bindings));
    }
    return std::nullopt;
}

Figure bind_figure(const std::string& file, const std::string& caption, const Bindings& bindings) {
    if (bindings.planned != nullptr) {
        return {};
    }
    const FigureSpec* figure = find_figure(file, bindings);
    if (figure == nullptr) {
        unknown_name(without_extension(file), bindings);
    }
    Figure out;
    out.key = "figure:" + figure->file;
    out.caption = caption.empty() ? figure->caption : caption;
    out.path = figure->file + ".png";
    return out;
}

}  // namespace jt::report
