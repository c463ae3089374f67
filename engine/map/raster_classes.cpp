#include "map/raster_classes.hpp"

#include "base/error.hpp"
#include "map/breaks.hpp"
#include "map/graded.hpp"
#include "surface/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace jt::map {
namespace {

constexpr std::size_t kSteps = 256;  // colours of a continuous ramp

/// What the breaks of a style are found in: the least and the largest value, or as many quantiles
/// as stand for all cells.
std::vector<double> standing_for(const surface::Surface& surface, const LayerStyle& style) {
    if (style.method == BreakMethod::manual) {
        return {};
    }
    const surface::ValueRange range = surface::range_of(surface);
    if (range.valid == 0) {
        return {};
    }
    std::vector<double> out{range.min, range.max};
    if (style.method != BreakMethod::equal && range.min < range.max) {
        constexpr std::size_t kBins = 4096, kQuantiles = 1000;
        std::vector<double> edges;
        for (std::size_t i = 0; i <= kBins; ++i) {
            edges.push_back(range.min + (range.max - range.min) * double(i) / kBins);
        }
        edges.back() = range.max;
        const layer::Histogram counted = surface::histograms_of(surface, {edges}).front();
        out.clear();
        for (std::size_t i = 0; i <= kQuantiles; ++i) {
            out.push_back(counted.quantile(double(i) / kQuantiles));
        }
    }
    return out;
}

std::uint32_t argb(Colour c) {
    return std::uint32_t{c.a} << 24U | std::uint32_t{c.r} << 16U | std::uint32_t{c.g} << 8U | c.b;
}

/// Colours along the range; of a diverging ramp by distance from zero.
std::vector<Colour> along_range(const LayerStyle& style, const std::vector<double>& range) {
    if (!is_diverging(style.ramp)) {
        return ramp(style.ramp, kSteps, style.reverse);
    }
    const double most = std::max(std::fabs(range[0]), std::fabs(range[1]));
    std::vector<Colour> out;
    for (std::size_t i = 0; i < kSteps; ++i) {
        const double value = range[0] + (range[1] - range[0]) * (double(i) + 0.5) / double(kSteps);
        out.push_back(diverging_at(style.ramp, (style.reverse ? -value : value) / most));
    }
    return out;
}

std::vector<double> values_seen(const Sampled& shown) {
    std::set<double> out;
    for (std::size_t row = 0; row < shown.values.grid().rows; ++row) {
        for (const double value : shown.row(row)) {
            if (!std::isnan(value) && out.insert(value).second &&
                out.size() > category_colours().size()) {
                throw base::data_error("map.surface.values", category_colours().size());
            }
        }
    }
    return {out.begin(), out.end()};
}

}  // namespace

RasterClasses::RasterClasses(const LayerStyle& style, const surface::Surface& surface,
                             const Sampled& shown, base::Lang lang)
    : m_style(style), m_lang(lang) {
    switch (style.kind) {
        case StyleKind::graduated: graduated(surface); break;
        case StyleKind::categories: categories(shown); break;
        default: continuous(surface); break;
    }
    m_counts.resize(m_classes.size());
}

void RasterClasses::add(const std::string& label, Colour colour) {
    DrawnClass item;
    item.label = label;
    item.symbol.fill = colour;
    item.order = m_classes.size();
    m_classes.push_back(std::move(item));
    m_colours.push_back(colour);
}

void RasterClasses::graduated(const surface::Surface& surface) {
    const std::vector<double> values = standing_for(surface, m_style);
    const int digits = digits_of(m_style, values);
    m_breaks = breaks_of(m_style, values, digits);
    std::vector<std::string> labels = break_labels(m_breaks, digits);
    if (labels.empty()) {  // one value only, or none
        labels.push_back(values.empty() ? "" : show_number(values.front(), digits));
    }
    const std::vector<Colour> colours = class_colours(m_style, m_breaks);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        add(with_unit(labels[i], m_style).in(m_lang), colours[i]);
    }
}

void RasterClasses::categories(const Sampled& shown) {
    std::vector<Category> classes = m_style.categories;
    if (classes.empty()) {
        for (const double value : values_seen(shown)) {
            const std::string text = fmt::format("{}", value);
            classes.push_back({{text}, {text, text}, {}, false});
        }
    }
    const bool coloured = std::ranges::any_of(classes, &Category::coloured);
    if (!coloured && !m_style.own_ramp && classes.size() > category_colours().size()) {
        throw base::data_error("map.style.colours", classes.size(), category_colours().size());
    }
    const std::vector<Colour> colours =
        m_style.own_ramp ? ramp(m_style.ramp, classes.size(), m_style.reverse) : category_colours();
    for (std::size_t i = 0; i < classes.size(); ++i) {
        for (const std::string& value : classes[i].values) {
            m_index.emplace(std::stod(value), m_classes.size());
        }
        add(with_unit(classes[i].label.in(m_lang), m_style).in(m_lang),
            coloured ? classes[i].symbol.fill.value_or(Colour{214, 214, 214, 255}) : colours[i]);
    }
    if (m_style.draw_other) {
        add(m_style.other_label.in(m_lang),
            m_style.other_symbol.fill.value_or(Colour{214, 214, 214, 255}));
    }
}

void RasterClasses::continuous(const surface::Surface& surface) {
    m_range = m_style.range;
    if (m_range.empty()) {
        const surface::ValueRange found = surface::range_of(surface);
        m_range = {found.min, found.max};
        if (found.valid == 0) {
            return;
        }
    }
    const std::vector<Colour> colours = m_range[0] < m_range[1]
                                            ? along_range(m_style, m_range)
                                            : ramp(m_style.ramp, 1, m_style.reverse);
    add("", colours[colours.size() / 2]);
    m_colours = colours;
}

std::uint32_t RasterClasses::colour(double value) {
    if (std::isnan(value) || m_classes.empty()) {
        return 0;
    }
    std::size_t at = 0;
    if (!m_range.empty()) {
        m_below += value < m_range[0] ? 1U : 0U;
        m_above += value > m_range[1] ? 1U : 0U;
        const double share = (value - m_range[0]) / (m_range[1] - m_range[0]);
        const double most = double(m_colours.size()) - 1;
        ++m_counts[0];
        return argb(m_colours[static_cast<std::size_t>(
            m_colours.size() == 1 ? 0.0
                                  : std::clamp(share * double(m_colours.size()), 0.0, most))]);
    }
    if (m_style.kind == StyleKind::graduated) {
        at = class_of(value, m_breaks);
    } else {
        const auto found = m_index.find(value);
        if (found == m_index.end()) {
            ++m_others[value];
            if (!m_style.draw_other) {
                return 0;
            }
        }
        at = found == m_index.end() ? m_classes.size() - 1 : found->second;
    }
    ++m_counts[at];
    return argb(m_colours[at]);
}

/// The ends of the range, and the middle where the digits can show it; with "≤" and "≥" where
/// values lie beyond.
std::vector<std::string> RasterClasses::ticks() const {
    LayerStyle by_range = m_style;
    by_range.method = BreakMethod::equal;  // digits that tell the ends apart
    const int digits = digits_of(by_range, m_range);
    if (!(m_range[0] < m_range[1])) {
        return {with_unit(show_number(m_range[0], digits), m_style).in(m_lang)};
    }
    std::vector<std::string> out{(m_below > 0 ? "≤ " : "") + show_number(m_range[0], digits)};
    const double middle = (m_range[0] + m_range[1]) / 2, scale = std::pow(10.0, digits);
    const double shown = std::round(middle * scale) / scale;
    if (std::fabs(shown - middle) <= (m_range[1] - m_range[0]) / 200) {
        out.push_back(show_number(middle, digits));
    }
    const std::string last = (m_above > 0 ? "≥ " : "") + show_number(m_range[1], digits);
    out.push_back(with_unit(last, m_style).in(m_lang));
    return out;
}

std::vector<DrawnClass> RasterClasses::seen() const {
    std::vector<DrawnClass> out;
    for (std::size_t i = 0; i < m_classes.size(); ++i) {
        if (m_counts[i] == 0) {
            continue;
        }
        out.push_back(m_classes[i]);
        if (!m_range.empty()) {
            out.back().scale = {m_colours, ticks()};
            out.back().label =
                out.back().scale.ticks.front() + " – " + out.back().scale.ticks.back();
        }
    }
    return out;
}

}  // namespace jt::map
