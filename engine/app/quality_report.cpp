#include "app/quality_report.hpp"

#include "base/diagnostic.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "report/docx.hpp"
#include "report/html.hpp"
#include "report/markdown.hpp"

#include <filesystem>

namespace jt::app {
namespace {

using nlohmann::json;
using report::Cell;
using report::Document;
using report::Grid;

/// Adds to a document in one language.
class Writer {
public:
    explicit Writer(base::Lang lang) { m_out.lang = lang; }
    Document& out() { return m_out; }

    std::string say(const std::string& id) const { return base::render(base::msg(id), m_out.lang); }
    void sentence(const char* id) {
        m_out.blocks.emplace_back(report::Paragraph{report::plain(say(id))});
    }
    void heading(int level, const std::string& text) {
        m_out.blocks.emplace_back(report::Heading{level, text, false, "", ""});
    }
    void grid(const std::string& caption, const std::vector<const char*>& columns,
              std::vector<std::vector<Cell>> rows, const std::string& note = "") {
        Grid grid;
        grid.key = "table:" + std::to_string(m_out.blocks.size());
        grid.caption = caption;
        for (const char* id : columns) {
            grid.columns.push_back({say(id), report::Align::left});
        }
        grid.rows = std::move(rows);
        grid.note = note;
        m_out.blocks.emplace_back(std::move(grid));
    }

private:
    Document m_out;
};

Cell cell(const std::string& text) { return {text.empty() ? std::string("—") : text, {}}; }

/// The message without its severity and place; how many features; which.
std::vector<Cell> row_of(const json& problem, base::Lang lang, bool field) {
    const base::Diagnostic one = base::diagnostic_from_json(problem);
    std::vector<std::string> ids;
    for (const std::int64_t id : one.features) {
        ids.push_back(std::to_string(id));
    }
    const std::string severity = "base.severity." + std::string(base::severity_name(one.severity));
    std::vector<Cell> out{cell(base::render(base::msg(severity), lang))};
    if (field) {
        out.push_back(cell(one.where));
    }
    out.push_back(cell(base::render(one.message, lang)));
    out.push_back(cell(one.count > 0 ? std::to_string(one.count) : ""));
    out.push_back(cell(base::join_some(ids)));
    return out;
}

void add_facts(Writer& writer, const json& layer) {
    const json& crs = layer.at("crs");
    std::vector<std::vector<Cell>> rows;
    const auto add = [&](const char* id, const std::string& value) {
        rows.push_back({cell(writer.say(id)), cell(value)});
    };
    add("source.info.geometry",
        writer.say("source.info.geometry." + layer.at("geometry").get<std::string>()));
    add("source.info.features", std::to_string(layer.at("features").get<std::size_t>()));
    add("source.info.crs", crs.is_object() ? crs.at("code").get<std::string>() + " " +
                                                 crs.at("name").get<std::string>()
                                           : writer.say("source.info.unknown"));
    add("source.info.encoding", layer.at("encoding").at("name"));
    add("source.info.fields", std::to_string(layer.at("fields").size()));
    writer.grid(writer.say("app.quality.facts"), {"app.quality.item", "app.quality.value"},
                std::move(rows));
}

Cell number_cell(const json& value, const char* form) {
    return cell(fmt::format(fmt::runtime(form), value.get<double>()));
}

/// Where the polygons overlap or leave gaps, one row for each place.
void add_topology(Writer& writer, const json& topology, base::Lang lang) {
    constexpr std::size_t kPrinted = 300;
    const std::string title = writer.say("app.quality.topology");
    if (!topology.at("checked")) {
        const json& reason = topology.at("reason");
        writer.grid(
            title, {"app.quality.finding"},
            {{cell(base::render(base::Message{reason.at("id"), reason.at("args")}, lang))}});
        return;
    }
    const auto count = [&](const char* key) { return topology.at(key).get<std::size_t>(); };
    const json& places = topology.at("places");
    std::vector<std::vector<Cell>> rows;
    for (std::size_t i = 0; i < std::min(kPrinted, places.size()); ++i) {
        const json& one = places[i];
        const auto id = [&](const char* key) {
            return cell(one.at(key).is_null() ? "" : one.at(key).dump());
        };
        rows.push_back({cell(writer.say("source.topology." + one.at("kind").get<std::string>())),
                        id("a"), id("b"), number_cell(one.at("area_m2"), "{:.2f}"),
                        number_cell(one.at("x"), "{:.10g}"), number_cell(one.at("y"), "{:.10g}")});
    }
    const std::string more =
        places.size() > kPrinted
            ? base::render(base::msg("source.topology.more", places.size() - kPrinted), lang)
            : "";
    writer.grid(
        title + (lang == base::Lang::zh ? "：" : ": ") +
            base::render(base::msg("source.topology.found", count("overlaps"), count("gaps"),
                                   count("slivers"), count("small_overlaps")),
                         lang),
        {"source.topology.kind", "app.quality.feature_a", "app.quality.feature_b",
         "app.quality.area", "app.quality.x", "app.quality.y"},
        std::move(rows), more);
}

void add_layer(Writer& writer, const json& layer, base::Lang lang) {
    writer.heading(2, layer.at("name"));
    add_facts(writer, layer);
    std::vector<std::vector<Cell>> problems;
    for (const json& problem : layer.at("problems")) {
        problems.push_back(row_of(problem, lang, false));
    }
    if (problems.empty()) {
        writer.sentence("app.quality.none");
    } else {
        writer.grid(
            writer.say("app.quality.problems"),
            {"app.quality.severity", "app.quality.finding", "app.quality.count", "app.quality.ids"},
            std::move(problems));
    }
    if (layer.contains("topology")) {
        add_topology(writer, layer.at("topology"), lang);
    }
    if (!layer.contains("standard")) {
        return;
    }
    const json& standard = layer.at("standard");
    const std::string title = standard.at("title").at(lang == base::Lang::zh ? "zh" : "en");
    const char* const verdict =
        standard.at("passed") ? "source.info.passed" : "source.info.not_passed";
    std::vector<std::vector<Cell>> findings;
    for (const json& finding : standard.at("findings")) {
        findings.push_back(row_of(finding, lang, true));
    }
    writer.grid(standard.at("name").get<std::string>() + " " + title +
                    (lang == base::Lang::zh ? "：" : ": ") + writer.say(verdict),
                {"app.quality.severity", "app.quality.field", "app.quality.finding",
                 "app.quality.count", "app.quality.ids"},
                std::move(findings));
}

Document document_of(const json& descriptions, base::Lang lang) {
    Writer writer(lang);
    writer.out().cover.title = writer.say("app.quality.title");
    for (const json& one : descriptions) {
        writer.heading(
            1, std::filesystem::path(one.at("path").get<std::string>()).filename().string());
        std::vector<std::vector<Cell>> problems;
        for (const json& problem : one.at("problems")) {
            problems.push_back(row_of(problem, lang, false));
        }
        if (!problems.empty()) {
            writer.grid(writer.say("app.quality.problems"),
                        {"app.quality.severity", "app.quality.finding", "app.quality.count",
                         "app.quality.ids"},
                        std::move(problems));
        }
        for (const json& layer : one.value("layers", json::array())) {
            add_layer(writer, layer, lang);
        }
    }
    report::number(writer.out());
    return std::move(writer.out());
}

std::string bytes_of(const Document& document, const std::string& extension) {
    if (extension == ".html") {
        return report::to_html(document);
    }
    const std::string markdown = report::to_markdown(document);
    if (extension == ".md") {
        return markdown;
    }
    const report::OfficeTools tools = report::OfficeTools::find();
    if (!tools.pandoc || (extension == ".pdf" && !tools.soffice)) {
        throw base::machine_error("app.quality.program", tools.pandoc ? "soffice" : "pandoc");
    }
    report::OfficeFiles files = report::make_office(document, markdown, extension == ".docx",
                                                    extension == ".pdf", tools, base::Progress());
    return extension == ".docx" ? files.docx : files.pdf;
}

}  // namespace

void write_quality_report(const json& descriptions, const std::string& path, bool overwrite,
                          base::Lang lang) {
    const std::string extension = base::lower(std::filesystem::path(path).extension().string());
    if (extension != ".docx" && extension != ".pdf" && extension != ".html" && extension != ".md") {
        throw base::data_error("app.quality.extension", extension);
    }
    if (!overwrite && std::filesystem::exists(path)) {
        throw base::data_error("source.write.exists", path);
    }
    base::write_file(path, bytes_of(document_of(descriptions, lang), extension));
}

}  // namespace jt::app
