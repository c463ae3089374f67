// The chapter on the data, and the appendix of diagnostics.
#include "base/text.hpp"
#include "report/chapters.hpp"

#include <algorithm>
#include <array>
#include <functional>

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

/// Path without the extension; of "a.b/道路.shp" it is "a.b/道路".
std::string stem_of(const std::string& path) {
    const auto dot = path.rfind('.');
    const auto slash = path.rfind('/');
    const bool has = dot != std::string::npos && (slash == std::string::npos || dot > slash);
    return has ? path.substr(0, dot) : path;
}

/// "道路.shp (+ .shx .dbf .prj)", "交通.gpkg:metro": the file with its layer and those beside it.
std::string path_text(const InputFact& input) {
    const std::string stem = stem_of(input.path);
    std::string out = input.path + (input.layer.empty() ? "" : ":" + input.layer);
    for (const auto& beside : input.beside) {
        out += (&beside == &input.beside.front() ? " (+ " : " ") +
               (beside.starts_with(stem + ".") ? beside.substr(stem.size()) : beside);
    }
    return input.beside.empty() ? out : out + ")";
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

/// The folder that all inputs lie in; "" where there is no single one.
std::string common_folder(const std::vector<InputFact>& inputs) {
    const std::string first = inputs.empty() ? "" : folder_of(inputs.front().path);
    const bool all = std::ranges::all_of(
        inputs, [&](const InputFact& input) { return folder_of(input.path) == first; });
    return all && inputs.size() > 1 ? first : "";
}

/// The inputs with their paths below a folder.
std::vector<InputFact> below(const std::string& folder, std::vector<InputFact> inputs) {
    const std::size_t skip = folder.empty() ? 0 : folder.size() + 1;
    for (InputFact& input : inputs) {
        input.path = input.path.substr(skip);
        for (std::string& beside : input.beside) {
            beside = beside.starts_with(folder) ? beside.substr(skip) : beside;
        }
    }
    return inputs;
}

/// The code of a CRS without its name; the name where there is no code.
std::string crs_code(const std::string& label) {
    return label.starts_with("EPSG:") ? label.substr(0, label.find(' ')) : label;
}

/// A column of the data list; left out where no input has a value for it.
struct InputColumn {
    const char* title;
    Align align;
    Cell (*cell)(const InputFact&);
    bool (*present)(const InputFact&);
};

constexpr std::array<InputColumn, 9> kInputColumns = {{
    {"report.column.path", Align::left, [](const InputFact& i) { return text_cell(path_text(i)); },
     [](const InputFact&) { return true; }},
    {"report.column.role", Align::left, [](const InputFact& i) { return text_cell(i.role); },
     [](const InputFact& i) { return !i.role.empty(); }},
    {"report.column.features", Align::right,
     [](const InputFact& i) { return count_cell(i.features); },
     [](const InputFact& i) { return i.features.has_value(); }},
    {"report.column.encoding", Align::left,
     [](const InputFact& i) { return text_cell(i.encoding); },
     [](const InputFact& i) { return !i.encoding.empty(); }},
    {"report.column.crs", Align::left,
     [](const InputFact& i) { return text_cell(crs_code(i.crs)); },
     [](const InputFact& i) { return !i.crs.empty(); }},
    {"report.column.schematic", Align::right,
     [](const InputFact& i) { return count_cell(i.schematic); },
     [](const InputFact& i) { return i.schematic.has_value(); }},
    {"report.column.repaired", Align::right,
     [](const InputFact& i) { return count_cell(i.repaired); },
     [](const InputFact& i) { return i.repaired.value_or(0) > 0; }},
    {"report.column.fixed", Align::right, [](const InputFact& i) { return count_cell(i.fixed); },
     [](const InputFact& i) { return i.fixed.value_or(0) > 0; }},
    {"report.column.sha256", Align::left,
     [](const InputFact& i) { return text_cell(i.sha256.substr(0, 12)); },
     [](const InputFact& i) { return !i.sha256.empty(); }},
}};

Grid input_grid(const Chapter& out, const std::vector<InputFact>& inputs) {
    Grid grid;
    grid.key = "table:#inputs";
    grid.caption = out.say("report.caption.inputs");
    grid.rows.resize(inputs.size());
    for (const auto& column : kInputColumns) {
        if (!std::ranges::any_of(inputs, column.present)) {
            continue;
        }
        grid.columns.push_back({out.say(column.title), column.align});
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            grid.rows[i].push_back(column.cell(inputs[i]));
        }
    }
    return grid;
}

/// The message with codes for names of CRS, and without the pipeline of a coordinate operation,
/// which run.json keeps.
std::string short_text(const base::Diagnostic& diagnostic, base::Lang lang) {
    base::Message message = diagnostic.message;
    for (std::string& argument : message.args) {
        argument = crs_code(argument);
    }
    std::string text = base::render(message, lang);
    const auto pipeline = text.find("+proj=");
    if (pipeline != std::string::npos) {
        text.resize(pipeline);
        while (text.ends_with(' ') || text.ends_with(':')) {
            text.pop_back();
        }
        if (text.ends_with("：")) {
            text.resize(text.size() - std::string_view("：").size());
        }
    }
    return text;
}

/// Evidence stands with its data set: what was found, not what is to be done about it.
bool is_evidence(const base::Diagnostic& diagnostic, const RunFacts& run) {
    return diagnostic.severity == base::Severity::info &&
           std::ranges::any_of(run.inputs, [&](const InputFact& input) {
               return std::ranges::find(input.evidence, diagnostic) != input.evidence.end();
           });
}

/// One row for each data set, what was found in order of reading, each once.
Grid evidence_grid(const Chapter& out, const RunFacts& run) {
    Grid grid;
    grid.key = "table:#evidence";
    grid.caption = out.say("report.caption.evidence");
    grid.columns = {{out.say("report.column.where"), Align::left},
                    {out.say("report.column.evidence"), Align::left}};
    for (const auto& input : run.inputs) {
        std::vector<std::string> texts;
        for (const auto& diagnostic : input.evidence) {
            const std::string text = short_text(diagnostic, out.lang());
            if (diagnostic.severity == base::Severity::info &&
                std::ranges::find(texts, text) == texts.end()) {
                texts.push_back(text);
            }
        }
        if (!texts.empty()) {
            grid.rows.push_back(
                {text_cell(name_of(input)),
                 text_cell(fmt::format("{}", fmt::join(texts, out.zh() ? "；" : "; ")))});
        }
    }
    return grid;
}

std::string feature_text(const base::Diagnostic& diagnostic) {
    if (diagnostic.features.empty()) {
        return "—";
    }
    constexpr std::size_t kPrinted = 8;
    auto shown = diagnostic.features;
    shown.resize(std::min(shown.size(), kPrinted));
    const bool more = static_cast<std::size_t>(diagnostic.count) > shown.size();
    return fmt::format("{}{}", fmt::join(shown, ", "), more ? ", ..." : "");
}

/// Diagnostics that say the same, once, with how often.
struct Repeated {
    const base::Diagnostic* diagnostic;
    std::size_t times;
};

std::vector<Repeated> once_each(const std::vector<base::Diagnostic>& list) {
    std::vector<Repeated> out;
    for (const auto& diagnostic : list) {
        const auto it = std::ranges::find_if(
            out, [&](const Repeated& known) { return *known.diagnostic == diagnostic; });
        if (it == out.end()) {
            out.push_back({&diagnostic, 1});
        } else {
            ++it->times;
        }
    }
    return out;
}

std::vector<Cell> diagnostic_row(const Chapter& out, const Repeated& entry) {
    const base::Diagnostic& diagnostic = *entry.diagnostic;
    const std::string severity =
        "base.severity." + std::string(base::severity_name(diagnostic.severity));
    std::string text = short_text(diagnostic, out.lang());
    if (entry.times > 1) {
        text += out.say("report.text.times", entry.times);
    }
    return {text_cell(out.say(severity.c_str())), text_cell(diagnostic.where),
            text_cell(std::move(text)),
            diagnostic.count > 0 ? count_cell(diagnostic.count) : text_cell(""),
            text_cell(feature_text(diagnostic))};
}

}  // namespace

std::string name_of(const InputFact& input) {
    const auto slash = input.path.rfind('/');
    const std::string file = slash == std::string::npos ? input.path : input.path.substr(slash + 1);
    return input.layer.empty() ? file : file + ":" + input.layer;
}

void add_data(Chapter& out, const ReportInput& input, bool appendix) {
    if (input.run.inputs.empty()) {
        return;
    }
    out.heading(1, out.say("report.chapter.data"), appendix);
    const std::string folder = common_folder(input.run.inputs);
    Grid grid = input_grid(out, below(folder, input.run.inputs));
    out.paragraph(out.say("report.text.inputs", input.run.inputs.size(), cite(grid.key)) +
                  (folder.empty() ? "" : out.say("report.text.folder", folder)));
    out.add(std::move(grid));
    Grid evidence = evidence_grid(out, input.run);
    if (!evidence.rows.empty()) {
        out.paragraph(out.say("report.text.evidence", cite(evidence.key)));
        out.add(std::move(evidence));
    }
}

void add_diagnostics(Chapter& out, const ReportInput& input) {
    constexpr std::size_t kPrinted = 200;
    out.heading(1, out.say("report.chapter.diagnostics"), true);
    const auto& all = input.run.diagnostics;
    if (all.empty()) {
        out.paragraph(out.say("report.text.no_diagnostics"));
        return;
    }
    std::array<std::size_t, 3> counts{};
    std::vector<base::Diagnostic> list;
    for (const auto& diagnostic : all) {
        ++counts[static_cast<std::size_t>(diagnostic.severity)];
        if (!is_evidence(diagnostic, input.run)) {
            list.push_back(diagnostic);
        }
    }
    std::ranges::stable_sort(list, std::greater<>(), &base::Diagnostic::severity);
    out.paragraph(out.say("report.text.diagnostics", all.size(), counts[2], counts[1], counts[0]));
    if (list.size() < all.size()) {
        out.paragraph(out.say("report.text.evidence_there", cite("table:#evidence")));
    }
    Grid grid;
    grid.key = "table:#diagnostics";
    grid.caption = out.say("report.caption.diagnostics");
    grid.columns = {{out.say("report.column.severity"), Align::center},
                    {out.say("report.column.where"), Align::left},
                    {out.say("report.column.message"), Align::left},
                    {out.say("report.column.count"), Align::right},
                    {out.say("report.column.ids"), Align::left}};
    const auto entries = once_each(list);
    for (const auto& entry : entries) {
        if (grid.rows.size() < kPrinted) {
            grid.rows.push_back(diagnostic_row(out, entry));
        }
    }
    if (entries.size() > kPrinted) {
        grid.note = out.say("report.text.more_diagnostics", kPrinted, entries.size());
    }
    if (!grid.rows.empty()) {
        out.add(std::move(grid));
    }
}

}  // namespace jt::report
