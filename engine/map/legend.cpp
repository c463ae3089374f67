#include "map/legend.hpp"

#include "base/error.hpp"
#include "map/strata.hpp"
#include "map/style.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace jt::map {
namespace {

constexpr double kSwatchWidth = 9, kSwatchGap = 2, kColumnGap = 3, kHeader = 8, kPad = 2;
constexpr double kBarHeight = 4, kBarWidth = 46;
constexpr double kWidest = 64;  // of a column: wider ones tear the legend apart
const std::string kSlot = "legend";

struct Setting {
    double size;   // of the text, mm
    double pitch;  // row height in em
    std::size_t columns;
    bool whole_groups;  // no group goes on in the next column
};

struct Row {
    const LegendEntry* entry = nullptr;  // null: a group's title
    std::vector<std::string> lines;
    double x = 0, y = 0, height = 0, width = 0;
};

geo::GeometryArray swatch(geo::Shape shape, double x, double y, double height) {
    geo::GeometryArray out(shape);
    const double right = x + kSwatchWidth, top = y - height / 2, bottom = y + height / 2;
    if (shape == geo::Shape::polygon) {
        out.add_ring(std::vector<double>{x, top, right, top, right, bottom, x, bottom, x, top});
    } else if (shape == geo::Shape::line) {
        out.add_line(std::vector<double>{x, y, right, y});
    } else {
        out.add_point(x + kSwatchWidth / 2, y);
    }
    return out;
}

double row_height(const LegendEntry& entry, std::size_t lines, const Setting& setting) {
    if (!entry.scale.colours.empty()) {
        return kBarHeight + 0.8 + setting.size * setting.pitch;
    }
    const double text = setting.size * (setting.pitch + 1.3 * double(lines - 1));
    const double symbol = entry.shape == geo::Shape::point  ? entry.symbol.size + 0.8
                          : entry.shape == geo::Shape::line ? entry.symbol.width + 0.8
                                                            : 0;
    return std::max(text, symbol);
}

/// Rows of a group, without places; nothing where a text needs too many lines.
std::optional<std::vector<Row>> rows_of(const LegendGroup& group, double width,
                                        const Setting& setting) {
    const double text_width = width - kSwatchWidth - kSwatchGap;
    std::vector<Row> rows;
    if (!group.title.empty()) {
        const TextStyle bold{setting.size, Face::sans, true};
        rows.push_back(
            {nullptr, wrap_text(group.title, bold, width), 0, 0, 1.7 * setting.size, width});
    }
    for (const LegendEntry& entry : group.entries) {
        const TextStyle style{setting.size, Face::sans, false};
        rows.push_back({&entry, wrap_text(entry.label, style, text_width), 0, 0, 0, width});
        rows.back().height = row_height(entry, rows.back().lines.size(), setting);
    }
    const bool good = text_width >= 12 && std::all_of(rows.begin(), rows.end(), [](const Row& r) {
                          return r.lines.size() <= (r.entry == nullptr ? 1U : 2U);
                      });
    return good ? std::optional(std::move(rows)) : std::nullopt;
}

/// Rows with their places; nothing where they do not fit with this setting.
std::optional<std::vector<Row>> laid_out(const std::vector<LegendGroup>& groups,
                                         const geo::Box& slot, const Setting& setting) {
    const double columns = double(setting.columns);
    const double room = slot.max_x - slot.min_x - 2 * kPad;
    const double width = std::min(kWidest, (room - kColumnGap * (columns - 1)) / columns);
    const double top = slot.min_y + kHeader, bottom = slot.max_y - 1;
    std::vector<Row> out;
    std::size_t column = 0;
    double y = top;
    for (const LegendGroup& group : groups) {
        auto rows = rows_of(group, width, setting);
        if (!rows) {
            return {};
        }
        double whole = 0;
        for (const Row& row : *rows) {
            whole += row.height;
        }
        for (std::size_t i = 0; i < rows->size(); ++i) {
            Row& row = (*rows)[i];
            // a title stays with its first class, a whole group with itself
            const double needed = i == 0 && setting.whole_groups ? whole
                                  : row.entry == nullptr         ? row.height + (*rows)[1].height
                                                                 : row.height;
            if (y + needed > bottom + 1e-9) {
                ++column;
                y = top;
            }
            if (column >= setting.columns || y + needed > bottom + 1e-9) {
                return {};
            }
            row.x = slot.min_x + kPad + double(column) * (width + kColumnGap);
            row.y = y;
            y += row.height;
            out.push_back(std::move(row));
        }
    }
    const double used = double(column + 1) * (width + kColumnGap) - kColumnGap;
    for (Row& row : out) {
        row.x += column == 0 ? 0 : (room - used) / 2;
    }
    return out;
}

struct Layout {
    Setting setting;
    std::vector<Row> rows;
};

Layout best_layout(const std::vector<LegendGroup>& groups, const geo::Box& slot) {
    const auto most =
        static_cast<std::size_t>(std::max(1.0, std::floor((slot.max_x - slot.min_x) / 26)));
    for (const double size : {3.2, 2.9, 2.7, kMinTextMm}) {
        for (const double pitch : {2.0, 1.75, 1.5}) {
            for (const bool whole : {true, false}) {
                for (std::size_t columns = 1; columns <= most; ++columns) {
                    const Setting setting{size, pitch, columns, whole};
                    if (auto rows = laid_out(groups, slot, setting)) {
                        return {setting, std::move(*rows)};
                    }
                }
            }
        }
    }
    std::size_t classes = 0;
    for (const LegendGroup& group : groups) {
        classes += group.entries.size();
    }
    throw base::data_error(
        "map.legend.overflow", classes,
        fmt::format("{:.0f} x {:.0f}", slot.max_x - slot.min_x, slot.max_y - slot.min_y));
}

/// A bar of the colours, and the words below it: at both ends, and between where there is room.
void add_bar(const Row& row, const Setting& setting, Picture& picture, Sheet& sheet) {
    const LegendEntry& entry = *row.entry;
    const geo::Box bar{row.x, row.y + 0.8, row.x + std::min(row.width, kBarWidth),
                       row.y + 0.8 + kBarHeight};
    auto image = std::make_shared<Image>();
    image->box = bar;
    image->width = entry.scale.colours.size();
    image->height = 1;
    for (const Colour c : entry.scale.colours) {
        image->argb.push_back(std::uint32_t{c.a} << 24U | std::uint32_t{c.r} << 16U |
                              std::uint32_t{c.g} << 8U | c.b);
    }
    picture.groups.push_back({entry.opacity, {}, std::move(image)});
    const TextStyle style{setting.size, Face::sans, false};
    const double y = bar.max_y + 0.4 + setting.size;
    double left = row.x - 1, right = bar.max_x + 1;
    const std::vector<std::string>& ticks = entry.scale.ticks;
    if (!ticks.empty()) {
        left = add_text(sheet, kSlot, ticks.front(), style, bar.min_x, y).max_x;
    }
    if (ticks.size() > 1) {
        right = add_text(sheet, kSlot, ticks.back(), style, bar.max_x, y, Align::right).min_x;
    }
    for (std::size_t i = 1; i + 1 < ticks.size(); ++i) {
        const double x = bar.min_x + (bar.max_x - bar.min_x) * double(i) / double(ticks.size() - 1);
        const double half = measure_text(ticks[i], style).max_x / 2;
        if (x - half > left + 1 && x + half < right - 1) {
            left = add_text(sheet, kSlot, ticks[i], style, x, y, Align::centre).max_x;
        }
    }
}

void add_row(const Row& row, const Setting& setting, Picture& picture, Sheet& sheet) {
    if (row.entry != nullptr && !row.entry->scale.colours.empty()) {
        add_bar(row, setting, picture, sheet);
        return;
    }
    const TextStyle style{setting.size, Face::sans, row.entry == nullptr};
    const double middle = row.y + row.height / 2;
    double x = row.x;
    if (row.entry != nullptr) {
        const LegendEntry& entry = *row.entry;
        const double height = std::min(4.6, row.height - 1);
        picture.groups.push_back(
            symbolised({entry.symbol}, {swatch(entry.shape, x, middle, height)}, entry.opacity));
        x += kSwatchWidth + kSwatchGap;
    }
    double baseline =
        middle + 0.38 * setting.size - 0.65 * setting.size * double(row.lines.size() - 1);
    for (const std::string& line : row.lines) {
        add_text(sheet, kSlot, line, style, x, baseline);
        baseline += 1.3 * setting.size;
    }
}

bool same_entry(const LegendEntry& a, const LegendEntry& b) {
    return a.label == b.label && a.symbol == b.symbol && a.shape == b.shape &&
           a.opacity == b.opacity && a.scale == b.scale;
}

LegendGroup group_of(const DrawnLayer& layer) {
    LegendGroup group{layer.title, layer.title, {}};
    for (const DrawnClass& item : layer.classes) {
        group.entries.push_back({item.label, item.symbol, layer.shapes.shape(),
                                 layer.style->opacity, item.order, item.scale});
    }
    return group;
}

void merge(LegendGroup&& group, std::vector<LegendGroup>& out) {
    const auto same = std::find_if(out.begin(), out.end(), [&](const LegendGroup& known) {
        return known.layer == group.layer &&
               known.entries.front().shape == group.entries.front().shape;
    });
    if (same == out.end()) {
        out.push_back(std::move(group));
        return;
    }
    for (LegendEntry& entry : group.entries) {
        const bool known = std::any_of(same->entries.begin(), same->entries.end(),
                                       [&](const LegendEntry& e) { return same_entry(e, entry); });
        if (!known) {
            same->entries.push_back(std::move(entry));
        }
    }
    std::stable_sort(same->entries.begin(), same->entries.end(),
                     [](const LegendEntry& a, const LegendEntry& b) { return a.order < b.order; });
}

}  // namespace

std::vector<LegendGroup> legend_of(const std::vector<FrameContent>& frames) {
    std::vector<LegendGroup> out;
    for (const FrameContent& frame : frames) {
        for (std::size_t i = frame.layers.size(); i-- > 0;) {
            if (frame.layers[i].style->legend) {
                merge(group_of(frame.layers[i]), out);
            }
        }
    }
    for (LegendGroup& group : out) {
        if (group.entries.size() == 1 && group.entries.front().label == group.title) {
            group.title.clear();
        }
    }
    return out;
}

void add_legend(const std::vector<LegendGroup>& groups, base::Lang lang, Sheet& sheet) {
    const geo::Box slot = sheet.slot(kSlot);
    const Layout layout = best_layout(groups, slot);
    PictureItem item{kSlot, {slot, {}}};
    const std::size_t at = sheet.items.size();
    for (const Row& row : layout.rows) {
        add_row(row, layout.setting, item.picture, sheet);
    }
    sheet.items.insert(sheet.items.begin() + static_cast<std::ptrdiff_t>(at), std::move(item));
    // Over a single column of a wide slot the title stands where the classes stand.
    const bool aside = slot.max_x - slot.min_x > 2 * kWidest &&
                       std::ranges::all_of(layout.rows, [&](const Row& row) {
                           return row.x == layout.rows.front().x;
                       });
    add_text(sheet, kSlot, lang == base::Lang::zh ? "图例" : "Legend", {4.2, Face::sans, true},
             aside ? slot.min_x + kPad : (slot.min_x + slot.max_x) / 2, slot.min_y + 5.2,
             aside ? Align::left : Align::centre);
    for (const LegendGroup& group : groups) {
        for (const LegendEntry& entry : group.entries) {
            sheet.legend.push_back({group.layer, entry.label});
        }
    }
}

}  // namespace jt::map
