// The chapters on data and method and the appendices.
#include "base/text.hpp"
#include "report/chapters.hpp"
#include "report/text_parser.hpp"

#include <algorithm>
#include <array>

namespace jt::report {
namespace {

Cell text_cell(std::string text) {
    return {text.empty() ? std::string("—") : std::move(text), std::nullopt};
}
Cell count_cell(const std::optional<std::int64_t>& count) {
    if (!count) {
        return {"—", std::nullopt};
    }
    return {std::to_string(*count), static_cast<double>(*count)};
}
Cell real_cell(double value, int digits) { return {format_number(value, digits), value}; }

/// A column of the data list that is left out where no input has a value for it.
struct InputColumn {
    const char* title;
    Align align;
    Cell (*cell)(const InputFact&);
    bool (*present)(const InputFact&);
};

constexpr std::array<InputColumn, 7> kInputColumns = {{
    {"report.column.path", Align::left, [](const InputFact& i) { return text_cell(i.path); },
     [](const InputFact&) { return true; }},
    {"report.column.layer", Align::left, [](const InputFact& i) { return text_cell(i.layer); },
     [](const InputFact& i) { return !i.layer.empty(); }},
    {"report.column.role", Align::left, [](const InputFact& i) { return text_cell(i.role); },
     [](const InputFact& i) { return !i.role.empty(); }},
    {"report.column.features", Align::right,
     [](const InputFact& i) { return count_cell(i.features); },
     [](const InputFact& i) { return i.features.has_value(); }},
    {"report.column.encoding", Align::left,
     [](const InputFact& i) { return text_cell(i.encoding); },
     [](const InputFact& i) { return !i.encoding.empty(); }},
    {"report.column.crs", Align::left, [](const InputFact& i) { return text_cell(i.crs); },
     [](const InputFact& i) { return !i.crs.empty(); }},
    {"report.column.sha256", Align::left,
     [](const InputFact& i) { return text_cell(i.sha256.substr(0, 12)); },
     [](const InputFact& i) { return !i.sha256.empty(); }},
}};

Grid input_grid(const Chapter& out, const RunFacts& run) {
    Grid grid;
    grid.key = "table:#inputs";
    grid.caption = out.say("report.caption.inputs");
    grid.rows.resize(run.inputs.size());
    for (const auto& column : kInputColumns) {
        if (!std::ranges::any_of(run.inputs, column.present)) {
            continue;
        }
        grid.columns.push_back({out.say(column.title), column.align});
        for (std::size_t i = 0; i < run.inputs.size(); ++i) {
            grid.rows[i].push_back(column.cell(run.inputs[i]));
        }
    }
    return grid;
}

/// Guesses and repairs while reading: the diagnostics that name an input.
std::vector<std::string> evidence(const Chapter& out, const RunFacts& run) {
    std::vector<std::string> items;
    for (const auto& diagnostic : run.diagnostics) {
        const bool of_input = std::ranges::any_of(run.inputs, [&](const InputFact& input) {
            return !diagnostic.where.empty() && (diagnostic.where.starts_with(input.path) ||
                                                 input.path.ends_with("/" + diagnostic.where));
        });
        if (of_input || diagnostic.message.id.starts_with("source.")) {
            items.push_back(
                (diagnostic.where.empty() ? "" : diagnostic.where + (out.zh() ? "：" : ": ")) +
                base::render(diagnostic.message, out.lang()));
        }
    }
    return items;
}

void add_formulas(Chapter& out, const RunFacts& run) {
    if (run.formulas.empty()) {
        return;
    }
    out.heading(2, out.say("report.section.formulas"));
    for (const auto& formula : run.formulas) {
        if (!formula.title.empty()) {
            out.paragraph(formula.title + (out.zh() ? "：" : ":"));
        }
        out.add(Formula{formula.tex, "", ""});
        if (!formula.where.empty()) {
            const std::string where = out.say("report.text.where", formula.where);
            out.add(Paragraph{parse_inline(where)});
        }
        if (!formula.source.empty()) {
            out.note(out.say("report.text.source", formula.source));
        }
    }
}

Grid weight_grid(const Chapter& out, const WeightFact& fact, std::size_t index) {
    Grid grid;
    grid.key = "table:#weights" + std::to_string(index);
    grid.caption = fact.name.empty() ? out.say("report.caption.weights_plain")
                                     : out.say("report.caption.weights", fact.name);
    const bool matrix = fact.matrix.size() == fact.names.size();
    grid.columns.push_back({out.say("report.column.criterion"), Align::left});
    for (std::size_t i = 0; matrix && i < fact.names.size(); ++i) {
        grid.columns.push_back({fact.names[i], Align::right});
    }
    grid.columns.push_back({out.say("report.column.weight"), Align::right});
    for (std::size_t i = 0; i < fact.names.size(); ++i) {
        auto& row = grid.rows.emplace_back();
        row.push_back(text_cell(fact.names[i]));
        for (std::size_t k = 0; matrix && k < fact.names.size(); ++k) {
            row.push_back(k < fact.matrix[i].size() ? real_cell(fact.matrix[i][k], 3)
                                                    : text_cell(""));
        }
        row.push_back(real_cell(fact.weights[i], 4));
    }
    return grid;
}

void add_consistency(Chapter& out, const WeightFact& fact) {
    if (!fact.lambda_max || !fact.cr) {
        return;
    }
    constexpr double kAccepted = 0.10;  // Saaty 1980
    const auto shown = [](const std::optional<double>& value, int digits) {
        return value ? format_number(*value, digits) : std::string("—");
    };
    out.paragraph(
        out.say("report.text.consistency", shown(fact.lambda_max, 4), shown(fact.ci, 4),
                shown(fact.ri, 2), shown(fact.cr, 4)) +
        out.say(*fact.cr <= kAccepted ? "report.text.consistent" : "report.text.inconsistent"));
    if (!fact.ri_source.empty()) {
        out.note(out.say("report.text.ri_source", fact.ri_source));
    }
}

void add_weights(Chapter& out, const RunFacts& run) {
    if (run.weights.empty()) {
        return;
    }
    out.heading(2, out.say("report.section.weights"));
    if (std::ranges::any_of(run.weights, [](const auto& fact) { return fact.cr.has_value(); })) {
        out.paragraph(out.say("report.text.ahp"));
        out.add(Formula{R"(CI = \frac{\lambda_{\max} - n}{n - 1})", "", ""});
        out.add(Formula{R"(CR = \frac{CI}{RI})", "", ""});
    }
    for (std::size_t i = 0; i < run.weights.size(); ++i) {
        Grid grid = weight_grid(out, run.weights[i], i);
        const std::string method = run.weights[i].method;
        out.paragraph(method.empty() ? out.say("report.text.weights", cite(grid.key))
                                     : out.say("report.text.weights_by", cite(grid.key), method));
        out.add(std::move(grid));
        add_consistency(out, run.weights[i]);
    }
}

/// "3: 12, 15, 18, ..." of a diagnostic.
std::string feature_text(const base::Diagnostic& diagnostic) {
    if (diagnostic.features.empty()) {
        return "—";
    }
    const bool more = static_cast<std::size_t>(diagnostic.count) > diagnostic.features.size();
    return fmt::format("{}{}", fmt::join(diagnostic.features, ", "), more ? ", ..." : "");
}

Grid pair_grid(const Chapter& out, const char* caption, const char* first, const char* second,
               const std::vector<std::pair<std::string, std::string>>& pairs) {
    Grid grid;
    grid.key = std::string("table:#") + caption;
    grid.caption = out.say(caption);
    grid.columns = {{out.say(first), Align::left}, {out.say(second), Align::left}};
    for (const auto& pair : pairs) {
        grid.rows.push_back({text_cell(pair.first), text_cell(pair.second)});
    }
    return grid;
}

}  // namespace

void add_data(Chapter& out, const ReportInput& input, bool appendix) {
    if (input.run.inputs.empty()) {
        return;
    }
    out.heading(1, out.say("report.chapter.data"), appendix);
    Grid grid = input_grid(out, input.run);
    out.paragraph(out.say("report.text.inputs", input.run.inputs.size(), cite(grid.key)));
    out.add(std::move(grid));
    const auto items = evidence(out, input.run);
    if (items.empty()) {
        return;
    }
    out.paragraph(out.say("report.text.evidence"));
    out.list(items);
}

void add_method(Chapter& out, const ReportInput& input, bool appendix) {
    const RunFacts& run = input.run;
    if (run.crs.empty() && run.formulas.empty() && run.weights.empty() && run.operations.empty()) {
        return;
    }
    out.heading(1, out.say("report.chapter.method"), appendix);
    if (!run.crs.empty() || !run.operations.empty()) {
        out.heading(2, out.say("report.section.crs"));
        if (!run.crs.empty()) {
            out.paragraph(out.say("report.text.crs", run.crs));
        }
        if (!run.operations.empty()) {
            out.paragraph(out.say("report.text.operations"));
            out.list(run.operations);
        }
    }
    add_formulas(out, run);
    add_weights(out, run);
}

void add_diagnostics(Chapter& out, const ReportInput& input) {
    constexpr std::size_t kPrinted = 200;
    auto list = input.run.diagnostics;
    out.heading(1, out.say("report.chapter.diagnostics"), true);
    if (list.empty()) {
        out.paragraph(out.say("report.text.no_diagnostics"));
        return;
    }
    std::ranges::stable_sort(list, std::greater<>(), &base::Diagnostic::severity);
    std::array<std::size_t, 3> counts{};
    Grid grid;
    grid.key = "table:#diagnostics";
    grid.caption = out.say("report.caption.diagnostics");
    grid.columns = {{out.say("report.column.severity"), Align::center},
                    {out.say("report.column.where"), Align::left},
                    {out.say("report.column.message"), Align::left},
                    {out.say("report.column.count"), Align::right},
                    {out.say("report.column.ids"), Align::left}};
    for (const auto& diagnostic : list) {
        ++counts[static_cast<std::size_t>(diagnostic.severity)];
        if (grid.rows.size() == kPrinted) {
            continue;
        }
        const std::string severity =
            "base.severity." + std::string(base::severity_name(diagnostic.severity));
        grid.rows.push_back({text_cell(out.say(severity.c_str())), text_cell(diagnostic.where),
                             text_cell(base::render(diagnostic.message, out.lang())),
                             diagnostic.count > 0 ? count_cell(diagnostic.count) : text_cell(""),
                             text_cell(feature_text(diagnostic))});
    }
    if (list.size() > kPrinted) {
        grid.note = out.say("report.text.more_diagnostics", kPrinted, list.size());
    }
    out.paragraph(out.say("report.text.diagnostics", list.size(), counts[2], counts[1], counts[0],
                          cite(grid.key)));
    out.add(std::move(grid));
}

void add_parameters(Chapter& out, const ReportInput& input) {
    auto pairs = input.run.params;
    if (!input.run.seed.empty()) {
        pairs.insert(pairs.begin(), {out.say("report.text.seed"), input.run.seed});
    }
    if (pairs.empty()) {
        return;
    }
    out.heading(1, out.say("report.chapter.parameters"), true);
    Grid grid = pair_grid(out, "report.caption.parameters", "report.column.parameter",
                          "report.column.value", pairs);
    out.paragraph(out.say("report.text.parameters", cite(grid.key)));
    out.add(std::move(grid));
}

void add_versions(Chapter& out, const ReportInput& input) {
    const RunFacts& run = input.run;
    std::vector<std::pair<std::string, std::string>> pairs;
    if (!run.engine.empty()) {
        pairs.emplace_back(out.say("report.text.engine"), run.engine);
    }
    pairs.insert(pairs.end(), run.versions.begin(), run.versions.end());
    if (pairs.empty() && run.operators.empty()) {
        return;
    }
    out.heading(1, out.say("report.chapter.versions"), true);
    if (!run.operators.empty()) {
        Grid grid;
        grid.key = "table:#operators";
        grid.caption = out.say("report.caption.operators");
        grid.columns = {{out.say("report.column.operator"), Align::left},
                        {out.say("report.column.title"), Align::left},
                        {out.say("report.column.version"), Align::center},
                        {out.say("report.column.origin"), Align::left}};
        for (const auto& item : run.operators) {
            grid.rows.push_back({text_cell(item.name), text_cell(item.title),
                                 text_cell(item.version), text_cell(item.origin)});
        }
        out.paragraph(out.say("report.text.operators", cite(grid.key)));
        out.add(std::move(grid));
    }
    if (!pairs.empty()) {
        Grid grid = pair_grid(out, "report.caption.versions", "report.column.software",
                              "report.column.version", pairs);
        out.paragraph(out.say("report.text.versions", cite(grid.key)));
        out.add(std::move(grid));
    }
    if (!run.hash.empty()) {
        out.paragraph(out.say("report.text.run_hash", run.hash));
    }
}

}  // namespace jt::report
