// The chapter on method, and the appendices on parameters and versions.
#include "report/chapters.hpp"
#include "report/text_parser.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace jt::report {
namespace {

Cell text_cell(std::string text) {
    return {text.empty() ? std::string("—") : std::move(text), std::nullopt};
}
Cell real_cell(double value, int digits) { return {format_number(value, digits), value}; }

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

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// "step @ scenario.param" without the scenario; "" where the name has none.
std::string without_scenario(const std::string& name, const RunFacts& run) {
    for (const auto& scenario : run.scenarios) {
        const std::string mark = " @ " + scenario.name;
        const auto at = name.find(mark);
        const auto end = at == std::string::npos ? at : at + mark.size();
        if (end != std::string::npos && (end == name.size() || name[end] == '.')) {
            return name.substr(0, at) + name.substr(end);
        }
    }
    return "";
}

/// The parameters, those of one value in every scenario once.
Pairs same_in_all_scenarios(const RunFacts& run) {
    std::map<std::string, std::set<std::string>> values;
    std::map<std::string, std::size_t> times;
    for (const auto& [name, value] : run.params) {
        const std::string general = without_scenario(name, run);
        values[general].insert(value);
        ++times[general];
    }
    Pairs out;
    std::set<std::string> done;
    for (const auto& [name, value] : run.params) {
        const std::string general = without_scenario(name, run);
        if (general.empty() || values[general].size() > 1 ||
            times[general] != run.scenarios.size()) {
            out.emplace_back(name, value);
        } else if (done.insert(general).second) {
            out.emplace_back(general, value);
        }
    }
    return out;
}

}  // namespace

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

void add_parameters(Chapter& out, const ReportInput& input) {
    auto pairs = same_in_all_scenarios(input.run);
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
