#include "map/graticule.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace jt::map {
namespace {

constexpr Colour kLine{74, 111, 150, 110};
constexpr Colour kFigure{60, 60, 60, 255};
constexpr double kTick = 1.2, kSize = 2.5;
constexpr int kSamples = 40;

/// Degrees covered by the frame, from points along its four edges.
geo::Box degrees_of(const View& view, const geo::Transform& to_degrees) {
    const geo::Box ground = view.ground();
    geo::Box out;
    for (int i = 0; i <= kSamples; ++i) {
        const double share = double(i) / kSamples;
        const double x = ground.min_x + share * (ground.max_x - ground.min_x);
        const double y = ground.min_y + share * (ground.max_y - ground.min_y);
        for (auto [px, py] : {std::pair{x, ground.min_y}, std::pair{x, ground.max_y},
                              std::pair{ground.min_x, y}, std::pair{ground.max_x, y}}) {
            to_degrees.apply(px, py);
            if (std::isfinite(px) && std::isfinite(py)) {
                out.add(px, py);
            }
        }
    }
    return out;
}

struct Line {
    double degrees;
    bool meridian;
};

std::vector<Line> lines_in(const geo::Box& box, double step) {
    std::vector<Line> out;
    for (const bool meridian : {true, false}) {
        const double low = meridian ? box.min_x : box.min_y;
        const double high = meridian ? box.max_x : box.max_y;
        for (auto k = static_cast<int>(std::ceil(low * 60 / step)); k * step / 60 <= high; ++k) {
            out.push_back({k * step / 60, meridian});
        }
    }
    return out;
}

geo::GeometryArray ground_lines(const std::vector<Line>& lines, const geo::Box& box,
                                const geo::Transform& from_degrees) {
    geo::GeometryArray out(geo::Shape::line);
    const double extra_x = 0.05 * (box.max_x - box.min_x), extra_y = 0.05 * (box.max_y - box.min_y);
    for (const Line& line : lines) {
        std::vector<double> xy;
        for (int i = 0; i <= kSamples; ++i) {
            const double share = double(i) / kSamples;
            double x = line.meridian
                           ? line.degrees
                           : box.min_x - extra_x + share * (box.max_x - box.min_x + 2 * extra_x);
            double y = line.meridian
                           ? box.min_y - extra_y + share * (box.max_y - box.min_y + 2 * extra_y)
                           : line.degrees;
            from_degrees.apply(x, y);
            if (std::isfinite(x) && std::isfinite(y)) {
                xy.insert(xy.end(), {x, y});
            }
        }
        out.add_line(xy);
    }
    return out;
}

/// Tick and figure where a line leaves the frame; nothing near the corners, where two would meet.
void add_figure(const View& view, double x, double y, const Line& line, const std::string& text,
                const std::string& margin, Sheet& sheet) {
    constexpr double kNear = 1e-6;
    const TextStyle style{kSize, Face::sans, false};
    const double half = measure_text(text, style).max_x / 2;
    const geo::Box& page = view.page;
    const bool top = std::fabs(y - page.min_y) < kNear, bottom = std::fabs(y - page.max_y) < kNear;
    const bool left = std::fabs(x - page.min_x) < kNear, right = std::fabs(x - page.max_x) < kNear;
    if (line.meridian && (top || bottom)) {
        if (x - half < page.min_x || x + half > page.max_x) {
            return;
        }
        const double out = top ? -kTick : kTick;
        sheet.items.emplace_back(line_item(margin, {x, y, x, y + out}, 0.15, kFigure));
        const double baseline = top ? y - kTick - 0.7 : y + kTick + 0.5 + 0.88 * kSize;
        add_text(sheet, margin, text, style, x, baseline, Align::centre, kFigure);
    } else if (!line.meridian && (left || right)) {
        if (y - half < page.min_y || y + half > page.max_y) {
            return;
        }
        const double out = left ? -kTick : kTick;
        sheet.items.emplace_back(line_item(margin, {x, y, x + out, y}, 0.15, kFigure));
        const double baseline = left ? x - kTick - 0.7 : x + kTick + 0.5 + 0.88 * kSize;
        add_text(sheet, margin, text, style, baseline, y, Align::centre, kFigure, -90);
    }
}

}  // namespace

double graticule_step(double degrees) {
    for (const double minutes :
         {0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0}) {
        if (degrees * 60 / minutes <= 7) {
            return minutes;
        }
    }
    return 900;
}

std::string degree_text(double degrees, bool longitude, double step_minutes) {
    const auto seconds = static_cast<long>(std::lround(std::fabs(degrees) * 3600));
    std::string out = fmt::format("{}°", seconds / 3600);
    if (step_minutes < 60) {
        out += fmt::format("{:02}′", seconds / 60 % 60);
    }
    if (step_minutes < 1) {
        out += fmt::format("{:02}″", seconds % 60);
    }
    return out + (longitude ? (degrees < 0 ? "W" : "E") : (degrees < 0 ? "S" : "N"));
}

void add_graticule(const View& view, const geo::Crs& crs, const std::string& frame,
                   const std::string& margin, Sheet& sheet, base::Diagnostics& diagnostics) {
    try {
        const geo::Crs cgcs2000 = geo::Crs::from("EPSG:4490");
        const geo::Transform to_degrees(crs, cgcs2000), from_degrees(cgcs2000, crs);
        const geo::Box box = degrees_of(view, to_degrees);
        const double step = graticule_step(std::max(box.max_x - box.min_x, box.max_y - box.min_y));
        const std::vector<Line> lines = lines_in(box, step);
        const geo::GeometryArray ground = ground_lines(lines, box, from_degrees);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const geo::GeometryArray cut = to_page(ground, {i}, view, view.page);
            const std::string text = degree_text(lines[i].degrees, lines[i].meridian, step);
            for (std::size_t p = cut.parts_begin(0); p < cut.parts_end(0); ++p) {
                const auto xy = cut.ring(cut.rings_begin(p));
                sheet.items.emplace_back(
                    line_item(frame, std::vector<double>(xy.begin(), xy.end()), 0.12, kLine));
                add_figure(view, xy[0], xy[1], lines[i], text, margin, sheet);
                add_figure(view, xy[xy.size() - 2], xy[xy.size() - 1], lines[i], text, margin,
                           sheet);
            }
        }
    } catch (const base::Error& error) {
        if (error.kind() != base::ErrorKind::data) {
            throw;
        }
        diagnostics.warn(base::msg("map.graticule.none", crs.label(), error.what()));
    }
}

}  // namespace jt::map
