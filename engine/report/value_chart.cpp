#include "report/value_chart.hpp"

#include "map/breaks.hpp"
#include "map/strata.hpp"
#include "map/style.hpp"
#include "report/chart_axis.hpp"

#include <algorithm>
#include <cmath>

namespace jt::report {
namespace {

using layer::Form;
using layer::Outside;
using map::Align;
using map::Colour;
using map::PathItem;
using map::Sheet;

constexpr double kWidth = 136, kHeight = 64;
constexpr double kSmall = 2.6;  // mm, of the figures
constexpr Colour kInk{40, 40, 40, 255}, kGrid{226, 226, 226, 255}, kBar{178, 198, 221, 255};
constexpr Colour kLine{0, 105, 92, 255}, kBound{150, 82, 40, 255}, kOutside{246, 240, 232, 255};
const std::string kSlot = "chart";

PathItem filled(const geo::Box& box, Colour colour) {
    PathItem out = map::box_item(kSlot, box, 0.1);
    out.stroke.reset();
    out.fill = colour;
    return out;
}

class Chart {
public:
    Chart(const ChartText& text, const ChartFunction& drawn, const ChartCounts& counts)
        : m_text(text), m_drawn(drawn), m_counts(counts) {}

    Sheet draw() {
        m_sheet.width_mm = kWidth;
        m_sheet.height_mm = kHeight;
        m_sheet.slots = {{kSlot, {0, 0, kWidth, kHeight}}};
        m_sheet.about = {{"title", m_text.title}};
        m_sheet.items.emplace_back(filled({0, 0, kWidth, kHeight}, {255, 255, 255, 255}));
        scale();
        const bool numbers = m_counts.histogram.has_value();
        if (numbers) {
            outside();
        }
        rules();
        numbers ? bars() : category_bars();
        numbers ? line() : category_scores();
        numbers ? bounds() : category_names();
        m_sheet.items.emplace_back(map::box_item(kSlot, m_plot, 0.25, kInk));
        heading();
        axis_titles();
        footer();
        return std::move(m_sheet);
    }

private:
    template <class... Args>
    std::string say(const char* id, const Args&... args) const {
        return base::render(base::msg(id, args...), m_text.lang);
    }
    const layer::ValueFunction& function() const { return m_drawn.function; }
    double at_x(double value) const {
        return m_plot.min_x +
               (value - m_x.low) / (m_x.high - m_x.low) * (m_plot.max_x - m_plot.min_x);
    }
    double at_y(const Axis& axis, double value) const {
        return m_plot.max_y -
               (value - axis.low) / (axis.high - axis.low) * (m_plot.max_y - m_plot.min_y);
    }
    void text(const std::string& words, double x, double y, Align align, Colour colour = kInk,
              double angle = 0) {
        map::add_text(m_sheet, kSlot, words, {kSmall, map::Face::sans, false}, x, y, align, colour,
                      angle);
    }

    void scale();
    void outside();
    void rules();
    void bars();
    void line();
    void bounds();
    void category_bars();
    void category_scores();
    void category_names();
    void heading();
    void axis_titles();
    void footer();
    double slot_width() const {
        return (m_plot.max_x - m_plot.min_x) / double(std::max<std::size_t>(1, categories()));
    }
    std::size_t categories() const { return m_counts.categories.size(); }
    double middle(std::size_t category) const {
        return m_plot.min_x + (double(category) + 0.5) * slot_width();
    }
    std::vector<std::pair<double, double>> curve() const;
    /// Of curves that come near the ends of their scale only far away.
    std::vector<double> declared_scale() const {
        const auto& json = m_drawn.json;
        return !json.contains("mid") ? std::vector<double>{}
               : json.contains("to") ? json.at("to").get<std::vector<double>>()
                                     : std::vector<double>{0, 100};
    }
    /// The most ticks whose figures keep apart.
    Axis x_axis() const {
        const auto width = [](const Axis& axis) {
            double most = 0;
            for (const double tick : axis.ticks) {
                const auto box = map::measure_text(map::show_number(tick, axis.digits),
                                                   {kSmall, map::Face::sans, false});
                most = std::max(most, box.max_x);
            }
            return most;
        };
        for (const std::size_t count : {8U, 6U, 5U, 4U, 3U}) {
            const Axis axis = axis_of(*m_counts.histogram, count);
            const double step = axis.ticks.size() < 2 ? 0 : axis.ticks[1] - axis.ticks[0];
            if (width(axis) + 2 < step / (axis.high - axis.low) * (m_plot.max_x - m_plot.min_x)) {
                return axis;
            }
        }
        return axis_of(*m_counts.histogram, 2);
    }

    const ChartText& m_text;
    const ChartFunction& m_drawn;
    const ChartCounts& m_counts;
    Sheet m_sheet;
    geo::Box m_plot{15, 13.5, kWidth - 17, 44};
    Axis m_x, m_score, m_count;
};

/// x and score along the axis; a step has two scores at one x.
std::vector<std::pair<double, double>> Chart::curve() const {
    const bool clamped = function().outside() == Outside::clamp;
    const double low = clamped ? m_x.low : std::max(m_x.low, function().bounds().first);
    const double high = clamped ? m_x.high : std::min(m_x.high, function().bounds().second);
    std::vector<std::pair<double, double>> out;
    constexpr int kSteps = 480;
    double last = low;
    for (int i = 0; i <= kSteps; ++i) {
        const double x = i == kSteps ? high : low + (high - low) * i / kSteps;
        const double score = function()(x);
        if (function().form() == Form::ranges && !out.empty() && score != out.back().second) {
            double before = last, after = x;  // the place of the step, by halves
            for (int half = 0; half < 40; ++half) {
                const double between = (before + after) / 2;
                (function()(between) == out.back().second ? before : after) = between;
            }
            out.emplace_back(after, out.back().second);
            out.emplace_back(after, score);
        }
        out.emplace_back(x, score);
        last = x;
    }
    return out;
}

void Chart::scale() {
    double low = 0, high = 0;
    bool any = false;
    const auto add = [&](double score) {
        if (std::isfinite(score)) {
            low = any ? std::min(low, score) : score;
            high = any ? std::max(high, score) : score;
            any = true;
        }
    };
    std::uint64_t most = 0;
    if (m_counts.histogram) {
        m_x = x_axis();
        for (const auto& [x, score] : curve()) {
            add(score);
        }
        most = *std::ranges::max_element(m_counts.histogram->counts());
        std::ranges::for_each(declared_scale(), add);
    }
    for (const auto& [name, count] : m_counts.categories) {
        double score = 0;
        function().category(name, score);
        add(score);
        most = std::max(most, count);
    }
    low = std::min(low, 0.0);
    m_score = axis_over(low, high > low ? high : low + 1, 5);
    m_count = count_axis(most);
}

/// A ground for what lies outside of the bounds.
void Chart::outside() {
    const auto [low, high] = function().bounds();
    if (low > m_x.low) {
        m_sheet.items.emplace_back(filled(
            {m_plot.min_x, m_plot.min_y, at_x(std::min(low, m_x.high)), m_plot.max_y}, kOutside));
    }
    if (high < m_x.high) {
        m_sheet.items.emplace_back(filled(
            {at_x(std::max(high, m_x.low)), m_plot.min_y, m_plot.max_x, m_plot.max_y}, kOutside));
    }
}

void Chart::rules() {
    for (const double tick : m_score.ticks) {
        const double y = at_y(m_score, tick);
        m_sheet.items.emplace_back(
            map::line_item(kSlot, {m_plot.min_x, y, m_plot.max_x, y}, 0.12, kGrid));
        text(map::show_number(tick, m_score.digits), m_plot.min_x - 1.2, y + 0.38 * kSmall,
             Align::right, kLine);
    }
    for (const double tick : m_count.ticks) {
        const double y = at_y(m_count, tick);
        m_sheet.items.emplace_back(
            map::line_item(kSlot, {m_plot.max_x, y, m_plot.max_x + 0.8, y}, 0.2, kInk));
        text(map::show_number(tick, m_count.digits), m_plot.max_x + 1.4, y + 0.38 * kSmall,
             Align::left);
    }
    for (const double tick : m_x.ticks) {
        const double x = at_x(tick);
        if (!m_counts.histogram) {
            break;
        }
        m_sheet.items.emplace_back(
            map::line_item(kSlot, {x, m_plot.max_y, x, m_plot.max_y + 0.8}, 0.2, kInk));
        text(map::show_number(tick, m_x.digits), x, m_plot.max_y + 1.2 + kSmall, Align::centre);
    }
}

void Chart::bars() {
    const layer::Histogram& histogram = *m_counts.histogram;
    for (std::size_t i = 0; i < histogram.counts().size(); ++i) {
        if (histogram.counts()[i] == 0) {
            continue;
        }
        PathItem bar = filled(
            {at_x(histogram.edges()[i]), at_y(m_count, static_cast<double>(histogram.counts()[i])),
             at_x(histogram.edges()[i + 1]), m_plot.max_y},
            kBar);
        bar.stroke = Colour{255, 255, 255, 255};
        bar.width_mm = 0.2;
        m_sheet.items.emplace_back(std::move(bar));
    }
}

void Chart::line() {
    std::vector<double> xy;
    for (const auto& [x, score] : curve()) {
        xy.insert(xy.end(), {at_x(x), at_y(m_score, score)});
    }
    if (xy.size() >= 4) {
        m_sheet.items.emplace_back(map::line_item(kSlot, std::move(xy), 0.6, kLine));
    }
}

void Chart::bounds() {
    for (const double bound : {function().bounds().first, function().bounds().second}) {
        if (bound >= m_x.low && bound <= m_x.high) {
            PathItem item = map::line_item(
                kSlot, {at_x(bound), m_plot.min_y, at_x(bound), m_plot.max_y}, 0.35, kBound);
            item.dash_mm = {1.4, 0.9};
            m_sheet.items.emplace_back(std::move(item));
        }
    }
}

void Chart::category_bars() {
    for (std::size_t i = 0; i < categories(); ++i) {
        const auto count = static_cast<double>(m_counts.categories[i].second);
        const double half = 0.33 * slot_width();
        if (count > 0) {
            m_sheet.items.emplace_back(filled(
                {middle(i) - half, at_y(m_count, count), middle(i) + half, m_plot.max_y}, kBar));
        }
    }
}

void Chart::category_scores() {
    for (std::size_t i = 0; i < categories(); ++i) {
        double score = 0;
        function().category(m_counts.categories[i].first, score);
        if (!std::isfinite(score)) {
            continue;
        }
        const double y = at_y(m_score, score), half = 0.33 * slot_width();
        m_sheet.items.emplace_back(
            map::line_item(kSlot, {middle(i) - half, y, middle(i) + half, y}, 0.6, kLine));
        PathItem dot = map::line_item(
            kSlot, map::marker_ring(map::Marker::circle, 1.8, middle(i), y), 0.2, kLine);
        dot.closed = true;
        dot.fill = kLine;
        m_sheet.items.emplace_back(std::move(dot));
    }
}

/// At most two lines each; what is longer ends in "…".
void Chart::category_names() {
    for (std::size_t i = 0; i < categories(); ++i) {
        const map::TextStyle style{map::kMinTextMm, map::Face::sans, false};
        std::vector<std::string> lines =
            map::wrap_text(m_counts.categories[i].first, style, slot_width() - 0.6);
        if (lines.size() > 2) {
            lines = {lines[0], "…"};
        }
        double y = m_plot.max_y + 1.2 + map::kMinTextMm;
        for (const std::string& words : lines) {
            map::add_text(m_sheet, kSlot, words, style, middle(i), y, Align::centre, kInk);
            y += 1.1 * map::kMinTextMm;
        }
    }
}

/// Title, and what bars, line and dashes mean.
void Chart::heading() {
    map::TextStyle bold{3.6, map::Face::sans, true};
    bold.size_mm = map::fitting_size(kSlot, m_text.title, bold, kWidth - 6);
    map::add_text(m_sheet, kSlot, m_text.title, bold, m_plot.min_x, 5.6, Align::left, kInk);
    double x = m_plot.min_x;
    const double y = 11.2, middle = y - 0.38 * kSmall;
    const auto word = [&](const char* id) {
        const geo::Box box =
            map::add_text(m_sheet, kSlot, say(id), {kSmall, map::Face::sans, false}, x + 6.2, y,
                          Align::left, kInk);
        x = box.max_x + 5;
    };
    m_sheet.items.emplace_back(map::line_item(kSlot, {x, middle, x + 5, middle}, 0.6, kLine));
    word("report.chart.function");
    m_sheet.items.emplace_back(filled({x, middle - 1.1, x + 5, middle + 1.1}, kBar));
    word(m_counts.cells ? "report.chart.cells" : "report.chart.count");
    const auto [low, high] = function().bounds();
    if (m_counts.histogram && (std::isfinite(low) || std::isfinite(high))) {
        PathItem item = map::line_item(kSlot, {x, middle, x + 5, middle}, 0.35, kBound);
        item.dash_mm = {1.4, 0.9};
        m_sheet.items.emplace_back(std::move(item));
        word("report.chart.bounds");
    }
}

void Chart::axis_titles() {
    const double middle_y = (m_plot.min_y + m_plot.max_y) / 2;
    text(say("report.chart.score"), 4.2, middle_y, Align::centre, kLine, -90);
    text(say(m_counts.cells ? "report.chart.cells" : "report.chart.count"), kWidth - 2.2, middle_y,
         Align::centre, kInk, -90);
    const std::string unit = m_drawn.unit.empty()            ? ""
                             : m_text.lang == base::Lang::zh ? "（" + m_drawn.unit + "）"
                                                             : " (" + m_drawn.unit + ")";
    const std::string title = m_text.axis + unit;
    const map::TextStyle style{2.9, map::Face::sans, false};
    const double size = map::fitting_size(kSlot, title, style, m_plot.max_x - m_plot.min_x);
    map::add_text(m_sheet, kSlot, title, {size, map::Face::sans, false},
                  (m_plot.min_x + m_plot.max_x) / 2, m_plot.max_y + 9.4, Align::centre, kInk);
}

/// Values, and those that are missing or outside of the bounds.
void Chart::footer() {
    const auto count = [](std::uint64_t value) {
        return map::show_number(static_cast<double>(value), 0);
    };
    std::string words = say(m_counts.cells ? "report.chart.of_cells" : "report.chart.of_values",
                            count(m_counts.values), count(m_counts.missing));
    const auto [low, high] = function().bounds();
    if (!m_counts.histogram) {
        words += say("report.chart.other", count(m_counts.other));
    } else if (std::isfinite(low) || std::isfinite(high)) {
        const auto bound = [&](double value) {
            return std::isfinite(value) ? plain_number(value) : say("report.chart.no_limit");
        };
        const bool clamped = function().outside() == Outside::clamp;
        words += say(clamped ? "report.chart.clamped" : "report.chart.left_out", bound(low),
                     bound(high), count(m_counts.below), count(m_counts.above),
                     m_drawn.unit.empty() ? "" : " " + m_drawn.unit);
    } else {
        words += say("report.chart.unbounded");
    }
    const map::TextStyle style{map::kMinTextMm, map::Face::sans, false};
    double y = m_plot.max_y + 15;
    for (const std::string& row : map::wrap_text(words, style, m_plot.max_x - m_plot.min_x)) {
        map::add_text(m_sheet, kSlot, row, style, m_plot.min_x, y, Align::left, {95, 95, 95, 255});
        y += 1.35 * map::kMinTextMm;
    }
}

}  // namespace

Sheet value_chart(const ChartText& text, const ChartFunction& function, const ChartCounts& counts) {
    return Chart(text, function, counts).draw();
}

}  // namespace jt::report
