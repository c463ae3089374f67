#include "report/chapters.hpp"

#include <algorithm>

namespace jt::report {
namespace {

// Marks of a reference inside a text; control characters, so that no data can look like one.
constexpr char kOpen = '\x01';
constexpr char kClose = '\x02';

Spans with_references(const std::string& text) {
    Spans out;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto open = text.find(kOpen, at);
        if (open != at) {
            out.push_back({Span::Kind::text, text.substr(at, open - at), ""});
        }
        if (open == std::string::npos) {
            break;
        }
        const auto close = text.find(kClose, open);
        out.push_back({Span::Kind::reference, "", text.substr(open + 1, close - open - 1)});
        at = close == std::string::npos ? text.size() : close + 1;
    }
    return out;
}

std::string short_hash(const std::string& hash) { return hash.substr(0, 12); }

void add_scenarios_sentence(Chapter& out, const RunFacts& run) {
    std::vector<std::string> names;
    for (const auto& scenario : run.scenarios) {
        names.push_back(scenario.year.empty() || scenario.year == scenario.name
                            ? scenario.name
                            : out.say("report.text.scenario", scenario.name, scenario.year));
    }
    if (!names.empty()) {
        out.paragraph(
            out.say("report.text.scenarios", names.size(), join_words(names, out.lang())));
    }
}

/// Says what is schematic, and that it must not be taken for surveyed.
void add_schematic_statement(Chapter& out, const RunFacts& run) {
    std::vector<std::string> names;
    std::int64_t features = 0;
    for (const auto& input : run.inputs) {
        if (input.schematic.value_or(0) > 0) {
            names.push_back(name_of(input));
            features += *input.schematic;
        }
    }
    const bool stated =
        !run.inputs.empty() && std::ranges::all_of(run.inputs, [](const InputFact& input) {
            return input.schematic.has_value();
        });
    if (names.empty()) {
        out.paragraph(out.say(stated ? "report.text.not_schematic" : "report.text.no_boundaries"));
    } else {
        out.strong(out.say("report.text.schematic", names.size(), features,
                           join_words(names, out.lang())));
    }
}

/// "表2至表10" for neighbours in print, the labels themselves up to two.
void add_range(std::vector<std::string>& out, const std::vector<std::string>& keys,
               const Chapter& words) {
    if (keys.size() > 2) {
        out.push_back(words.say("report.text.range", cite(keys.front()), cite(keys.back())));
        return;
    }
    for (const auto& key : keys) {
        out.push_back(cite(key));
    }
}

std::vector<std::string> product_references(const Chapter& words, const ReportInput& input,
                                            Role role, const std::string& chapter) {
    std::vector<std::string> tables, figures, out;
    for (const auto& view : input.tables) {
        if (view.spec().role == role && view.spec().chapter == chapter) {
            tables.push_back("table:" + view.spec().name);
        }
    }
    for (const auto& figure : input.figures) {
        if (figure.role == role && figure.chapter == chapter) {
            figures.push_back("figure:" + figure.file);
        }
    }
    add_range(out, tables, words);
    add_range(out, figures, words);
    return out;
}

/// The column that names the rows for people: "name" where there is one, else the first shown.
const ShownColumn& name_column(const TableView& view) {
    const auto index = view.table().index_of("name");
    const auto it = std::ranges::find_if(
        view.columns(), [&](const ShownColumn& column) { return index && column.index == *index; });
    return it == view.columns().end() ? view.columns().front() : *it;
}

/// The largest rise and fall of a column of differences.
void add_extremes(Chapter& out, const TableView& view, const ShownColumn& column) {
    std::size_t low = view.table().rows(), high = low;
    double least = 0, most = 0;
    for (std::size_t row = 0; row < view.table().rows(); ++row) {
        const auto value = view.cell(row, column).sort;
        if (value && *value < least) {
            least = *value;
            low = row;
        }
        if (value && *value > most) {
            most = *value;
            high = row;
        }
    }
    const ShownColumn& names = name_column(view);
    const auto said = [&](const char* id, std::size_t row) {
        return out.say(id, view.cell(row, names).text, view.cell(row, column).text);
    };
    std::vector<std::string> parts;
    if (high < view.table().rows()) {
        parts.push_back(said("report.text.largest_rise", high));
    }
    if (low < view.table().rows()) {
        parts.push_back(said("report.text.largest_fall", low));
    }
    if (parts.empty()) {
        parts.push_back(out.say("report.text.no_change"));
    }
    out.paragraph(out.say("report.text.extremes", cite("table:" + view.spec().name), column.title,
                          fmt::format("{}", fmt::join(parts, out.zh() ? "；" : "; "))));
}

}  // namespace

void Chapter::heading(int level, std::string text, bool appendix) {
    m_blocks.emplace_back(Heading{level, std::move(text), appendix, "", ""});
}

void Chapter::paragraph(const std::string& text) {
    m_blocks.emplace_back(Paragraph{with_references(text)});
}

void Chapter::strong(const std::string& text) {
    m_blocks.emplace_back(Paragraph{{Span{Span::Kind::strong, text, ""}}});
}

void Chapter::note(const std::string& text) { m_blocks.emplace_back(Note{with_references(text)}); }

void Chapter::list(const std::vector<std::string>& items) {
    List out;
    for (const auto& item : items) {
        out.items.push_back(with_references(item));
    }
    m_blocks.emplace_back(std::move(out));
}

void Chapter::append(std::vector<Block> blocks) {
    std::ranges::move(blocks, std::back_inserter(m_blocks));
}

std::string cite(const std::string& key) { return kOpen + key + kClose; }

std::string join_words(const std::vector<std::string>& words, base::Lang lang) {
    const bool zh = lang == base::Lang::zh;
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) {
            out += i + 1 == words.size() ? (zh ? "和" : " and ") : (zh ? "、" : ", ");
        }
        out += words[i];
    }
    return out;
}

std::vector<std::string> chapter_names(const ReportInput& input, Role role) {
    std::vector<std::string> out;
    const auto add = [&](const std::string& name) {
        if (std::ranges::find(out, name) == out.end()) {
            out.push_back(name);
        }
    };
    for (const auto& view : input.tables) {
        if (view.spec().role == role) {
            add(view.spec().chapter);
        }
    }
    for (const auto& figure : input.figures) {
        if (figure.role == role) {
            add(figure.chapter);
        }
    }
    return out;
}

bool printed(Role role) { return role != Role::hidden && role != Role::weights; }

void add_introduction(Chapter& out, const ReportInput& input) {
    const RunFacts& run = input.run;
    out.heading(1, out.say("report.chapter.introduction"));
    out.paragraph(run.name.empty() ? out.say("report.text.origin_plain")
                                   : out.say("report.text.origin", run.name));
    if (!run.hash.empty()) {
        out.paragraph(out.say("report.text.same_bytes", short_hash(run.hash)));
    }
    add_scenarios_sentence(out, run);
    add_schematic_statement(out, run);
    if (!input.stamp.empty() && !input.figures.empty()) {
        out.paragraph(out.say("report.text.stamp", input.stamp));
    }
}

void add_products(Chapter& out, const ReportInput& input, Role role, const std::string& chapter) {
    const auto references = product_references(out, input, role, chapter);
    if (references.empty()) {
        return;
    }
    out.paragraph(out.say("report.text.products", join_words(references, out.lang())));
    for (const auto& view : input.tables) {
        if (view.spec().role == role && view.spec().chapter == chapter) {
            out.add(view.grid());
            for (const auto& column : view.columns()) {
                if (column.sign) {
                    add_extremes(out, view, column);
                }
            }
        }
    }
    for (const auto& figure : input.figures) {
        if (figure.role == role && figure.chapter == chapter) {
            Figure block;
            block.key = "figure:" + figure.file;
            block.caption = figure.caption;
            block.path = figure.file + ".png";
            out.add(std::move(block));
        }
    }
}

void add_comparison(Chapter& out, const ReportInput& input) {
    const auto compared = [](Role role) { return role == Role::compare; };
    const bool tables = std::ranges::any_of(
        input.tables, [&](const auto& view) { return compared(view.spec().role); });
    const bool figures = std::ranges::any_of(
        input.figures, [&](const auto& figure) { return compared(figure.role); });
    if (!tables && !figures && input.run.scenarios.size() < 2) {
        return;
    }
    out.heading(1, out.say("report.chapter.comparison"));
    if (!input.run.scenarios.empty()) {
        Grid grid;
        grid.key = "table:#scenarios";
        grid.caption = out.say("report.caption.scenarios");
        grid.columns = {{out.say("report.column.scenario"), Align::left},
                        {out.say("report.column.year"), Align::center},
                        {out.say("report.column.changes"), Align::left}};
        for (const auto& scenario : input.run.scenarios) {
            const std::string changes =
                fmt::format("{}", fmt::join(scenario.changes, out.zh() ? "；" : "; "));
            grid.rows.push_back(
                {{scenario.name, std::nullopt},
                 {scenario.year.empty() ? "—" : scenario.year, std::nullopt},
                 {changes.empty() ? out.say("report.text.baseline") : changes, std::nullopt}});
        }
        out.paragraph(out.say("report.text.see_scenarios", cite(grid.key)));
        out.add(std::move(grid));
    }
    for (const auto& name : chapter_names(input, Role::compare)) {
        if (!name.empty()) {
            out.heading(2, name);
        }
        add_products(out, input, Role::compare, name);
    }
}

}  // namespace jt::report
