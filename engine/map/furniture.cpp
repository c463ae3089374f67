#include "map/furniture.hpp"

#include "base/error.hpp"
#include "map/breaks.hpp"
#include "map/style.hpp"

#include <algorithm>
#include <cmath>

namespace jt::map {
namespace {

using base::Lang;

constexpr Colour kInk{20, 20, 20, 255};
constexpr Colour kRed{196, 30, 30, 255};

/// Baseline that centres the em box of a line on y.
double baseline_at(double y, double size) { return y + 0.38 * size; }

PathItem filled(const std::string& slot, std::vector<double> xy, Colour colour) {
    PathItem item = line_item(slot, std::move(xy), 0.15, kInk);
    item.closed = true;
    item.fill = colour;
    return item;
}

double round_length(double longest) {
    const double power = std::pow(10.0, std::floor(std::log10(longest)));
    for (const double step : {8.0, 6.0, 4.0, 2.0}) {
        if (step * power <= longest) {
            return step * power;
        }
    }
    return power;
}

/// A value of the title block in one line, or in two where the row is high enough.
void add_value(const std::string& text, const geo::Box& cell, Colour colour, Sheet& sheet) {
    const std::string slot = "block";
    const double width = cell.max_x - cell.min_x - 3, middle = (cell.min_y + cell.max_y) / 2;
    TextStyle style{3, Face::sans, false};
    if (measure_text(text, {kMinTextMm, Face::sans, false}).max_x <= width) {
        style.size_mm = fitting_size(slot, text, style, width);
        add_text(sheet, slot, text, style, cell.min_x + 1.5, baseline_at(middle, style.size_mm),
                 Align::left, colour);
        return;
    }
    style.size_mm = kMinTextMm;
    const std::vector<std::string> lines = wrap_text(text, style, width);
    if (lines.size() > 2 || cell.max_y - cell.min_y < 2.1 * kMinTextMm) {
        throw base::data_error("map.text.overflow", slot, text);
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const double y = middle + (double(i) - 0.5) * 1.06 * kMinTextMm;
        add_text(sheet, slot, lines[i], style, cell.min_x + 1.5, baseline_at(y, kMinTextMm),
                 Align::left, colour);
    }
}

}  // namespace

std::string scale_text(double scale) { return "1:" + show_number(scale, 0); }

std::string stamp_text(Lang lang) {
    return lang == Lang::zh ? "未审核·内部用图" : "Not reviewed – internal use";
}

std::string crs_short(const geo::Crs& crs, Lang lang) {
    const std::string& name = crs.name();
    const bool cgcs = name.starts_with("CGCS2000 / ");
    const bool gauss = cgcs && name.find("Gauss-Kruger") != std::string::npos;
    if (gauss && std::isfinite(crs.central_meridian())) {
        const bool three = name.find("3-degree") != std::string::npos;
        const std::string meridian = fmt::format("{:g}°E", crs.central_meridian());
        return lang == Lang::zh ? fmt::format("CGCS2000 高斯{}°带 {}", three ? 3 : 6, meridian)
                                : fmt::format("CGCS2000 GK {}° CM {}", three ? 3 : 6, meridian);
    }
    if (!crs.code().empty()) {
        return crs.code();
    }
    return lang == Lang::zh ? "自定义投影" : "Custom projection";
}

std::string crs_text(const geo::Crs& crs, Lang lang) {
    const std::string code = crs.code().empty() ? "" : crs.code();
    const std::string& name = crs.name();
    const bool gauss = name.starts_with("CGCS2000 / ") &&
                       name.find("Gauss-Kruger") != std::string::npos &&
                       std::isfinite(crs.central_meridian());
    if (gauss && lang == Lang::zh) {
        return fmt::format("2000国家大地坐标系，高斯-克吕格{}°分带投影，中央经线{:g}°E（{}）",
                           name.find("3-degree") != std::string::npos ? 3 : 6,
                           crs.central_meridian(), code);
    }
    const std::string known = name.empty() || name == "unknown" ? crs_short(crs, lang) : name;
    return code.empty() || known == code ? known
           : lang == Lang::zh            ? known + "（" + code + "）"
                                         : known + " (" + code + ")";
}

void add_neat_lines(const geo::Box& outer, const geo::Box& inner, Sheet& sheet) {
    sheet.items.emplace_back(box_item("neat", outer, 0.8, kInk));
    sheet.items.emplace_back(box_item("neat", inner, 0.2, kInk));
}

void add_heading(const SheetSpec& spec, Sheet& sheet) {
    const geo::Box title = sheet.slot("title");
    TextStyle style{8.5, Face::sans, true};
    style.size_mm = fitting_size("title", spec.title, style, title.max_x - title.min_x);
    add_text(sheet, "title", spec.title, style, (title.min_x + title.max_x) / 2,
             baseline_at((title.min_y + title.max_y) / 2, style.size_mm), Align::centre, kInk);
    std::string text = spec.subtitle;
    if (text.empty()) {
        text = spec.scenario.text(spec.lang);
    }
    if (!text.empty()) {
        const geo::Box box = sheet.slot("subtitle");
        TextStyle small{4, Face::sans, false};
        small.size_mm = fitting_size("subtitle", text, small, box.max_x - box.min_x);
        add_text(sheet, "subtitle", text, small, (box.min_x + box.max_x) / 2,
                 baseline_at((box.min_y + box.max_y) / 2, small.size_mm), Align::centre,
                 {70, 70, 70, 255});
    }
    if (spec.approval.empty()) {
        const geo::Box box = sheet.slot("stamp");
        sheet.items.emplace_back(box_item("stamp", box.grown(-0.6), 0.5, kRed));
        TextStyle stamp{4.6, Face::sans, true};
        const std::string words = stamp_text(spec.lang);
        stamp.size_mm = fitting_size("stamp", words, stamp, box.max_x - box.min_x - 4);
        add_text(sheet, "stamp", words, stamp, (box.min_x + box.max_x) / 2,
                 baseline_at((box.min_y + box.max_y) / 2, stamp.size_mm), Align::centre, kRed);
    }
}

void add_north_arrow(Sheet& sheet) {
    const geo::Box box = sheet.slot("north");
    const double x = (box.min_x + box.max_x) / 2, bottom = box.max_y - 0.5;
    const double tip = bottom - 13, notch = bottom - 3, half = 3.6;
    sheet.items.emplace_back(filled("north", {x, tip, x - half, bottom, x, notch}, kInk));
    sheet.items.emplace_back(
        filled("north", {x, tip, x + half, bottom, x, notch}, {255, 255, 255, 255}));
    add_text(sheet, "north", "N", {4.2, Face::sans, true}, x, tip - 0.8, Align::centre, kInk);
}

void add_scale(double scale, Lang lang, Sheet& sheet) {
    const geo::Box box = sheet.slot("scale");
    const double metres_per_mm = scale / 1000, room = box.max_x - box.min_x;
    const double metres = round_length((room - 16) * metres_per_mm);
    const double length = metres / metres_per_mm, left = box.min_x + (room - length) / 2 - 2;
    const double middle = (box.min_x + box.max_x) / 2, top = box.min_y + 10, height = 1.7;
    const std::string words = (lang == Lang::zh ? "比例尺 " : "Scale ") + scale_text(scale);
    const double size = fitting_size("scale", words, {3.6, Face::sans, true}, room);
    add_text(sheet, "scale", words, {size, Face::sans, true}, middle, box.min_y + 5.2,
             Align::centre, kInk);
    for (int i = 0; i < 4; ++i) {
        const double x = left + length * i / 4;
        const Colour colour = i % 2 == 0 ? kInk : Colour{255, 255, 255, 255};
        sheet.items.emplace_back(filled(
            "scale", {x, top, x + length / 4, top, x + length / 4, top + height, x, top + height},
            colour));
    }
    const bool km = metres >= 1000;
    const double unit = km ? 1000 : 1;
    const auto figure = [&](double value) {
        const double shown = value / unit;
        return show_number(shown, shown == std::floor(shown) ? 0 : 1);
    };
    const double baseline = top + height + 3.6;
    const TextStyle style{2.7, Face::sans, false};
    add_text(sheet, "scale", "0", style, left, baseline, Align::centre, kInk);
    add_text(sheet, "scale", figure(metres / 2), style, left + length / 2, baseline, Align::centre,
             kInk);
    const double half = measure_text(figure(metres), style).max_x / 2;
    add_text(sheet, "scale", figure(metres) + (km ? " km" : " m"), style, left + length - half,
             baseline, Align::left, kInk);
}

void add_notes(const std::vector<std::string>& notes, Lang lang, Sheet& sheet) {
    const geo::Box box = sheet.slot("notes");
    const double width = box.max_x - box.min_x;
    for (const double size : {2.9, 2.7, kMinTextMm}) {
        const TextStyle style{size, Face::sans, false};
        const double indent = measure_text("0. ", style).max_x + 0.6, step = 1.34 * size;
        std::vector<std::vector<std::string>> paragraphs;
        double height = 1.5 * size;
        for (const std::string& note : notes) {
            paragraphs.push_back(wrap_text(note, style, width - indent));
            height += step * double(paragraphs.back().size());
        }
        if (height > box.max_y - box.min_y) {
            continue;
        }
        double y = box.min_y + size;
        add_text(sheet, "notes", lang == Lang::zh ? "说明" : "Notes", {size, Face::sans, true},
                 box.min_x, y);
        y += 0.1 * size;
        for (std::size_t i = 0; i < paragraphs.size(); ++i) {
            add_text(sheet, "notes", std::to_string(i + 1) + ".", style, box.min_x, y + step);
            for (const std::string& line : paragraphs[i]) {
                y += step;
                add_text(sheet, "notes", line, style, box.min_x + indent, y);
            }
        }
        return;
    }
    throw base::data_error("map.text.overflow", "notes", notes.empty() ? "" : notes.back());
}

void add_title_block(const SheetSpec& spec, const geo::Crs& crs, double scale, Sheet& sheet) {
    const geo::Box box = sheet.slot("block");
    const bool zh = spec.lang == Lang::zh;
    const auto or_dash = [](const std::string& text) { return text.empty() ? "—" : text; };
    const std::vector<std::pair<std::string, std::string>> rows{
        {zh ? "图名" : "Title", spec.title},
        {zh ? "图号" : "Sheet", or_dash(spec.number)},
        {zh ? "编制单位" : "Author", or_dash(spec.author)},
        {zh ? "编制日期" : "Date", or_dash(spec.date)},
        {zh ? "坐标系" : "CRS", crs_short(crs, spec.lang)},
        {zh ? "比例尺" : "Scale", scale_text(scale)},
        {zh ? "审图号" : "Approval",
         spec.approval.empty() ? stamp_text(spec.lang) : spec.approval}};
    const double height = (box.max_y - box.min_y) / double(rows.size()), split = box.min_x + 21;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double top = box.min_y + height * double(i);
        const geo::Box name{box.min_x, top, split, top + height};
        PathItem shade = box_item("block", name, 0.15, kInk);
        shade.fill = Colour{240, 240, 240, 255};
        sheet.items.emplace_back(std::move(shade));
        sheet.items.emplace_back(
            box_item("block", {split, top, box.max_x, top + height}, 0.15, kInk));
        add_text(sheet, "block", rows[i].first, {2.9, Face::sans, true}, (box.min_x + split) / 2,
                 baseline_at(top + height / 2, 2.9), Align::centre, kInk);
        const bool missing = i + 1 == rows.size() && spec.approval.empty();
        add_value(rows[i].second, {split, top, box.max_x, top + height}, missing ? kRed : kInk,
                  sheet);
    }
    sheet.items.emplace_back(box_item("block", box, 0.4, kInk));
}

}  // namespace jt::map
