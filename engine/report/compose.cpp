#include "report/compose.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "report/chapters.hpp"
#include "report/text_parser.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace jt::report {
namespace {

Cover make_cover(const ReportInput& input) {
    const Chapter words(input.lang);
    Cover out;
    out.title = input.title;
    out.subtitle = input.subtitle;
    out.stamp = input.stamp;
    out.slots = {{words.say("report.cover.author"), input.author},
                 {words.say("report.cover.date"), input.date}};
    if (!input.run.engine.empty() && !input.run.hash.empty()) {
        out.imprint =
            words.say("report.cover.imprint", input.run.engine, input.run.hash.substr(0, 12));
    }
    return out;
}

void add_results(Chapter& out, const ReportInput& input) {
    for (const auto& name : chapter_names(input, Role::result)) {
        out.heading(1, name.empty() ? out.say("report.chapter.results") : name);
        add_products(out, input, Role::result, name);
    }
}

/// What stands in the body already, by key.
std::set<std::string> placed_keys(const std::vector<Block>& blocks) {
    std::set<std::string> out;
    for (const auto& block : blocks) {
        if (const auto* grid = std::get_if<Grid>(&block)) {
            out.insert(grid->key);
        } else if (const auto* figure = std::get_if<Figure>(&block)) {
            out.insert(figure->key);
        }
    }
    return out;
}

/// Tables and figures that are neither hidden nor in the body yet, as an appendix.
void add_rest(Chapter& out, const ReportInput& input, const std::set<std::string>& placed) {
    ReportInput rest;
    rest.lang = input.lang;
    for (const auto& view : input.tables) {
        if (printed(view.spec().role) && !placed.contains("table:" + view.spec().name)) {
            rest.tables.push_back(view.as(Role::appendix, ""));
        }
    }
    for (FigureSpec figure : input.figures) {
        if (printed(figure.role) && !placed.contains("figure:" + figure.file)) {
            figure.role = Role::appendix;
            figure.chapter.clear();
            rest.figures.push_back(std::move(figure));
        }
    }
    if (!rest.tables.empty() || !rest.figures.empty()) {
        out.heading(1, out.say("report.chapter.rest"), true);
        add_products(out, rest, Role::appendix, "");
    }
}

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        out = out << 8U | static_cast<unsigned char>(bytes[at + i]);
    }
    return out;
}

/// Width in print: 136 mm, so that two A3 sheets across fit on a page; less where the picture would
/// be taller than 200 mm.
int print_width(std::string_view png, const std::string& path) {
    if (png.size() < 24 || !png.starts_with("\x89PNG\r\n\x1a\n")) {
        throw base::data_error("report.figure.png", path);
    }
    constexpr double kUsual = 136;
    const double width = big_endian(png, 16), height = big_endian(png, 20);
    const double limit = height > 0 ? 200 * width / height : kUsual;
    return std::max(10, static_cast<int>(std::min(kUsual, limit)));
}

/// Brings in the pictures that the figures show, and the sheets behind the text.
void add_pictures(Document& document, const ReportInput& input) {
    std::set<std::string> sheets;
    for (auto& block : document.blocks) {
        auto* figure = std::get_if<Figure>(&block);
        if (figure == nullptr) {
            continue;
        }
        const auto png = input.files.find(figure->path);
        if (png == input.files.end()) {
            std::vector<std::string> names;
            for (const auto& file : input.files) {
                if (file.first.ends_with(".png")) {
                    names.push_back(file.first);
                }
            }
            throw base::data_error("report.figure.missing", figure->path,
                                   names.empty() ? "-" : base::join_some(names));
        }
        figure->width_mm = print_width(png->second, figure->path);
        document.images.emplace(png->first, png->second.str());
        const std::string path = figure->path.substr(0, figure->path.size() - 4) + ".pdf";
        const auto pdf = input.files.find(path);
        if (pdf != input.files.end() && sheets.insert(path).second) {
            document.sheets.push_back({caption_line(figure->label, figure->caption, document.lang),
                                       path, pdf->second.str()});
        }
    }
}

/// The figures that have a sheet (PDF), in the order in which they stand in the report.
void add_sheet_list(Chapter& out, const ReportInput& input, const std::vector<Block>& body) {
    std::vector<std::string> items;
    std::set<std::string> seen;
    const auto collect = [&](const std::vector<Block>& blocks) {
        for (const auto& block : blocks) {
            const auto* figure = std::get_if<Figure>(&block);
            const std::string pdf =
                figure == nullptr ? "" : figure->path.substr(0, figure->path.size() - 4) + ".pdf";
            if (figure != nullptr && input.files.contains(pdf) && seen.insert(pdf).second) {
                items.push_back(
                    out.say("report.text.sheet", cite(figure->key), figure->caption, pdf));
            }
        }
    };
    collect(body);
    collect(out.blocks());
    if (!items.empty()) {
        out.heading(1, out.say("report.chapter.sheets"), true);
        out.paragraph(out.say("report.text.sheets"));
        out.list(items);
    }
}

}  // namespace

std::string figure_caption(const std::map<std::string, registry::Bytes>& files,
                           const std::string& file) {
    const auto description = files.find(file + ".sheet.json");
    if (description != files.end()) {
        const auto json =
            nlohmann::json::parse(std::string_view(description->second), nullptr, false);
        if (json.is_object() && json.contains("title") && json["title"].is_string()) {
            return json["title"].get<std::string>();
        }
    }
    return file.substr(file.find_last_of('/') + 1);
}

std::vector<FigureSpec> default_figures(const std::map<std::string, registry::Bytes>& files) {
    std::vector<FigureSpec> out;
    for (const auto& file : files) {
        if (file.first.ends_with(".png")) {
            const std::string stem = file.first.substr(0, file.first.size() - 4);
            out.push_back({stem, "", "", Role::result});
        }
    }
    return out;
}

Document compose(const ReportInput& input) {
    Document document;
    document.lang = input.lang;
    document.cover = make_cover(input);
    document.hash = input.run.hash;
    Chapter out(input.lang);
    const bool own = !base::trim(input.text).empty();
    if (own) {
        const Bindings bindings{&input.tables, &input.figures, &input.run};
        out.append(parse_text(input.text, input.text_name, bindings));
    } else {
        add_introduction(out, input);
    }
    if (!own) {
        add_data(out, input, false);
        add_method(out, input, false);
        add_results(out, input);
        add_comparison(out, input);
    }
    auto blocks = out.take();
    const auto placed = placed_keys(blocks);
    Chapter back(input.lang);
    if (own) {
        add_data(back, input, true);
        add_method(back, input, true);
    }
    add_rest(back, input, placed);
    add_diagnostics(back, input);
    add_parameters(back, input);
    add_versions(back, input);
    add_sheet_list(back, input, blocks);
    std::ranges::move(back.take(), std::back_inserter(blocks));
    document.blocks = std::move(blocks);
    number(document);
    add_pictures(document, input);
    return document;
}

}  // namespace jt::report
