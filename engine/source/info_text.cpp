// The description of a data set as text for the terminal.
#include "base/diagnostic.hpp"
#include "base/text.hpp"
#include "source/info.hpp"

#include <algorithm>
#include <cmath>

namespace jt::source {
namespace {

using base::Lang;
using nlohmann::json;

constexpr std::size_t kLabelWidth = 12;
constexpr std::size_t kWidest = 28;  ///< of a cell in the table of fields

base::Message message_of(const json& value) { return {value.at("id"), value.at("args")}; }

std::string said(const char* id, Lang lang) { return base::render(base::msg(id), lang); }

void line(std::string& out, const char* label, const std::string& text, Lang lang,
          const char* indent = "  ") {
    out += indent + base::pad_right(said(label, lang), kLabelWidth) + text + "\n";
}

/// Rounded, and never "-0".
std::string whole(double value) { return fmt::format("{:.0f}", std::round(value) + 0.0); }

std::string number(double value) { return fmt::format("{:.10g}", value); }

std::string problem_text(const json& problem, Lang lang) {
    std::string out = base::render(base::diagnostic_from_json(problem), lang);
    for (const json& context : problem.value("context", json::array())) {
        out += "; " + base::render(message_of(context), lang);
    }
    const std::string hint = base::render_hint({problem.at("id"), problem.at("args")}, lang);
    return hint.empty() ? out : out + "\n      " + base::render(base::msg("base.hint", hint), lang);
}

void problem_lines(std::string& out, const json& problems, Lang lang) {
    for (const json& problem : problems) {
        out += "    " + problem_text(problem, lang) + "\n";
    }
}

std::string shortened(const std::string& text) {
    if (base::display_width(text) <= kWidest) {
        return text;
    }
    std::string out;
    for (const char32_t c : base::code_points(text)) {
        const std::string next = out + base::to_utf8(c);
        if (base::display_width(next) > kWidest - 3) {
            break;
        }
        out = next;
    }
    return out + "...";
}

/// Name, title where one of the fields has one, and the rest of the row.
std::vector<std::string> field_cells(const json& field, std::size_t features, bool titled,
                                     Lang lang) {
    std::vector<std::string> examples = field.at("examples");
    const std::size_t nulls = field.at("nulls");
    std::string range;
    if (field.contains("min")) {
        range = number(field.at("min")) + ".." + number(field.at("max"));
    }
    std::vector<std::string> out = {shortened(field.at("name"))};
    if (titled) {
        const char* const key = lang == Lang::zh ? "zh" : "en";
        out.push_back(field.contains("title") ? shortened(field.at("title").at(key)) : "");
    }
    out.insert(out.end(),
               {field.at("type"), field.at("source_type"), fmt::format("{}/{}", nulls, features),
                range, shortened(base::join_some(examples))});
    return out;
}

/// Cells under a header, each column as wide as it needs.
void cell_lines(std::string& out, const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths(rows[0].size(), 0);
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], base::display_width(row[i]));
        }
    }
    for (const auto& row : rows) {
        std::string text = "    ";
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += i + 1 < row.size() ? base::pad_right(row[i], widths[i] + 2) : row[i];
        }
        out += text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
    }
}

void field_table(std::string& out, const json& layer, Lang lang) {
    const json& fields = layer.at("fields");
    const bool titled = std::any_of(fields.begin(), fields.end(),
                                    [](const json& field) { return field.contains("title"); });
    std::vector<std::vector<std::string>> rows(1);
    for (const char* id :
         {"source.info.field", "source.info.title", "source.info.type", "source.info.source_type",
          "source.info.nulls", "source.info.range", "source.info.examples"}) {
        if (titled || std::string_view(id) != "source.info.title") {
            rows[0].push_back(said(id, lang));
        }
    }
    for (const json& field : fields) {
        rows.push_back(field_cells(field, layer.at("features"), titled, lang));
    }
    cell_lines(out, rows);
}

std::string geometry_text(const std::string& geometry, Lang lang) {
    const char* id = geometry == "point"     ? "source.info.geometry.point"
                     : geometry == "line"    ? "source.info.geometry.line"
                     : geometry == "polygon" ? "source.info.geometry.polygon"
                     : geometry == "table"   ? "source.info.geometry.table"
                                             : "source.info.geometry.none";
    return said(id, lang);
}

void quality_text(std::string& out, const json& standard, Lang lang) {
    const std::string name = standard.at("name");
    const std::string title = standard.at("title").at(lang == Lang::zh ? "zh" : "en");
    const char* const verdict =
        standard.at("passed") ? "source.info.passed" : "source.info.not_passed";
    line(out, "source.info.quality", name + " " + title + ": " + said(verdict, lang), lang);
    for (const json& finding : standard.at("findings")) {
        base::Diagnostic one = base::diagnostic_from_json(finding);
        const std::string field = one.where;
        one.where.clear();
        out += "    " + (field.empty() ? "" : field + ": ") + base::render(one, lang) + "\n";
    }
}

std::vector<std::string> place_cells(const json& place, Lang lang) {
    const auto id = [](const json& value) {
        return value.is_null() ? "-" : fmt::format("{}", value.get<std::int64_t>());
    };
    const std::string kind = "source.topology." + place.at("kind").get<std::string>();
    return {said(kind.c_str(), lang), id(place.at("a")),
            id(place.at("b")),        fmt::format("{:.2f}", place.at("area_m2").get<double>()),
            number(place.at("x")),    number(place.at("y"))};
}

void topology_text(std::string& out, const json& topology, Lang lang) {
    constexpr std::size_t kShown = 50;
    if (!topology.at("checked")) {
        line(out, "source.info.topology", base::render(message_of(topology.at("reason")), lang),
             lang);
        return;
    }
    const auto count = [&](const char* key) { return topology.at(key).get<std::size_t>(); };
    line(out, "source.info.topology",
         base::render(base::msg("source.topology.found", count("overlaps"), count("gaps"),
                                count("slivers"), count("small_overlaps")),
                      lang),
         lang);
    const json& places = topology.at("places");
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < std::min(kShown, places.size()); ++i) {
        rows.push_back(place_cells(places[i], lang));
    }
    if (!rows.empty()) {
        rows.insert(rows.begin(), {said("source.topology.kind", lang), "a", "b", "m2", "x", "y"});
        cell_lines(out, rows);
    }
    if (places.size() > kShown) {
        out += "    " +
               base::render(base::msg("source.topology.more", places.size() - kShown), lang) + "\n";
    }
    if (const std::size_t left = topology.at("left_out").size(); left > 0) {
        out += "    " + base::render(base::msg("source.topology.left_out", left), lang) + "\n";
    }
}

void layer_text(std::string& out, const json& layer, Lang lang) {
    out +=
        "\n" + said("source.info.layer", lang) + " " + layer.at("name").get<std::string>() + "\n";
    line(out, "source.info.geometry", geometry_text(layer.at("geometry"), lang), lang);
    line(out, "source.info.features", fmt::format("{}", layer.at("features").get<std::size_t>()),
         lang);
    if (layer.at("extent").is_array()) {
        const json& e = layer.at("extent");
        line(out, "source.info.extent",
             fmt::format("x {} .. {}, y {} .. {}", number(e[0]), number(e[2]), number(e[1]),
                         number(e[3])),
             lang);
    }
    if (layer.at("crs").is_object()) {
        const json& crs = layer.at("crs");
        const std::string code = crs.at("code");
        line(out, "source.info.crs",
             (code.empty() ? "" : code + " ") + crs.at("name").get<std::string>() + " (" +
                 base::render(message_of(crs.at("evidence")), lang) + ")",
             lang);
    } else if (layer.at("geometry") != "table") {
        line(out, "source.info.crs", said("source.info.unknown", lang), lang);
    }
    for (const json& one : layer.value("advice", json::array())) {
        const std::string kind = one.at("kind");
        const bool frame = kind == "one frame" || kind == "equal areas";
        line(out, "source.info.advice",
             base::render(base::msg(frame ? "source.info.advice_frame" : "source.info.advice_one",
                                    one.at("crs").get<std::string>(), whole(one.at("scale_ppm")),
                                    whole(one.at("area_ppm")), one.at("zones")[0].get<int>(),
                                    one.at("zones")[1].get<int>()),
                          lang),
             lang);
    }
    const json& encoding = layer.at("encoding");
    line(out, "source.info.encoding",
         fmt::format("{} ({}; {:.0f} %)", encoding.at("name").get<std::string>(),
                     base::render(message_of(encoding.at("evidence")), lang),
                     100 * encoding.at("confidence").get<double>()),
         lang);
    line(out, "source.info.fields", fmt::format("{}", layer.at("fields").size()), lang);
    if (!layer.at("fields").empty()) {
        field_table(out, layer, lang);
    }
    line(out, "source.info.problems",
         layer.at("problems").empty() ? said("source.info.none", lang)
                                      : fmt::format("{}", layer.at("problems").size()),
         lang);
    problem_lines(out, layer.at("problems"), lang);
    if (layer.contains("topology")) {
        topology_text(out, layer.at("topology"), lang);
    }
    if (layer.contains("standard")) {
        quality_text(out, layer.at("standard"), lang);
    }
}

}  // namespace

std::string render_info(const json& description, Lang lang) {
    std::string out = description.at("path").get<std::string>() + "\n";
    const std::string driver = description.at("driver");
    if (!driver.empty()) {
        line(out, "source.info.driver", driver, lang);
    }
    for (const json& file : description.at("files")) {
        line(out, "source.info.file",
             fmt::format("{}  {} B  sha256 {}", file.at("name").get<std::string>(),
                         file.at("bytes").get<std::uintmax_t>(),
                         file.at("sha256").get<std::string>().substr(0, 16)),
             lang);
    }
    problem_lines(out, description.at("problems"), lang);
    for (const json& layer : description.at("layers")) {
        layer_text(out, layer, lang);
    }
    return out;
}

}  // namespace jt::source
