#include "geo/gk_pipeline.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace jt::geo {
namespace {

using Step = std::map<std::string, std::string>;  // "proj" -> "tmerc"; flags have empty values

std::vector<Step> steps_of(const std::string& pipeline) {
    std::vector<Step> steps;
    for (std::string word : base::split(pipeline, ' ')) {
        if (!word.empty() && word.front() == '+') {
            word.erase(0, 1);
        }
        const auto equals = word.find('=');
        const std::string key = word.substr(0, equals);
        const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
        if (key == "step" || steps.empty()) {
            steps.emplace_back();
        }
        if (key != "step" && !key.empty()) {
            steps.back()[key] = value;
        }
    }
    if (!steps.empty() && steps.front() == Step{{"proj", "pipeline"}}) {
        steps.erase(steps.begin());
    }
    return steps;
}

/// Takes the number out of the step; nothing where it is no number.
std::optional<double> number(Step& step, const char* key, std::optional<double> fallback) {
    const auto found = step.find(key);
    if (found == step.end()) {
        return fallback;
    }
    double value = 0;
    const char* const end = found->second.data() + found->second.size();
    const auto parsed = std::from_chars(found->second.data(), end, value);
    if (parsed.ec != std::errc() || parsed.ptr != end) {
        return std::nullopt;
    }
    step.erase(found);
    return value;
}

struct Ellipsoid {
    const char* name;
    double semi_major, inverse_flattening;
};
constexpr Ellipsoid kEllipsoids[] = {{"GRS80", 6378137, 298.257222101},
                                     {"WGS84", 6378137, 298.257223563},
                                     {"krass", 6378245, 298.3},
                                     {"IAU76", 6378140, 298.257}};

bool take_ellipsoid(Step& step, GaussKrugerDefinition& out) {
    for (const Ellipsoid& known : kEllipsoids) {
        if (step["ellps"] == known.name) {
            out.semi_major = known.semi_major;
            out.flattening = 1 / known.inverse_flattening;
            step.erase("ellps");
            return true;
        }
    }
    step.erase("ellps");
    const auto a = number(step, "a", std::nullopt), rf = number(step, "rf", std::nullopt);
    if (a && rf && *rf > 0) {
        out.semi_major = *a;
        out.flattening = 1 / *rf;
    }
    return a && rf && *rf > 0;
}

std::optional<GaussKrugerDefinition> projection_of(Step step) {
    if (step["proj"] != "tmerc") {
        return std::nullopt;
    }
    step.erase("proj");
    GaussKrugerDefinition out;
    const auto origin = number(step, "lat_0", 0.0), meridian = number(step, "lon_0", 0.0);
    const auto scale = number(step, step.count("k_0") > 0 ? "k_0" : "k", 1.0);
    const auto x = number(step, "x_0", 0.0), y = number(step, "y_0", 0.0);
    const bool known = take_ellipsoid(step, out);
    if (!known || !step.empty() || origin != 0.0 || !meridian || !scale || !x || !y) {
        return std::nullopt;
    }
    out.central_meridian = *meridian;
    out.scale = *scale;
    out.false_easting = *x;
    out.false_northing = *y;
    return out;
}

}  // namespace

std::optional<GkPipeline> GkPipeline::parse(const std::string& pipeline) {
    std::vector<Step> steps = steps_of(pipeline);
    const auto unit = [](const char* in, const char* out) {
        return Step{{"proj", "unitconvert"}, {"xy_in", in}, {"xy_out", out}};
    };
    GkPipeline out;
    const bool from_degrees = !steps.empty() && steps.front() == unit("deg", "rad");
    const bool to_degrees = !steps.empty() && steps.back() == unit("rad", "deg");
    if (from_degrees) {
        steps.erase(steps.begin());
    }
    if (to_degrees) {
        steps.pop_back();
    }
    if (steps.size() != (from_degrees ? 0U : 1U) + (to_degrees ? 0U : 1U) || steps.empty()) {
        return std::nullopt;
    }
    std::optional<double> meridian;
    const auto take = [&](Step step, std::optional<GaussKruger>& target) {
        const auto definition = projection_of(std::move(step));
        if (definition) {
            target.emplace(*definition);
            meridian = meridian ? meridian : definition->central_meridian;
        }
        return definition.has_value();
    };
    if (!from_degrees && (steps.front().erase("inv") == 0 || !take(steps.front(), out.m_from))) {
        return std::nullopt;
    }
    if (!to_degrees && (steps.back().count("inv") > 0 || !take(steps.back(), out.m_to))) {
        return std::nullopt;
    }
    out.m_meridian = meridian.value_or(0);
    return out;
}

bool GkPipeline::apply(std::span<double> xy) const {
    std::vector<double> degrees;
    std::span<double> at = xy;
    if (m_from) {
        for (std::size_t i = 0; i < xy.size(); i += 2) {
            if (!m_from->covers_plane(xy[i], xy[i + 1])) {
                return false;
            }
        }
        degrees.assign(xy.begin(), xy.end());
        at = degrees;
        for (std::size_t i = 0; i < at.size(); i += 2) {
            m_from->inverse(at[i], at[i + 1]);
        }
    }
    for (std::size_t i = 0; m_to && i < at.size(); i += 2) {
        if (!m_to->covers(at[i], at[i + 1])) {
            return false;
        }
    }
    if (m_to) {
        m_to->forward(at);
    }
    if (m_from) {
        std::copy(at.begin(), at.end(), xy.begin());
    }
    return true;
}

std::vector<std::pair<double, double>> GkPipeline::samples() const {
    std::vector<std::pair<double, double>> out;
    for (const double lon : {-18.5, -3.1, -0.4, 0.0, 1.7, 12.0}) {
        for (const double lat : {-41.0, 0.0, 3.5, 30.66, 53.2, 84.0}) {
            std::array<double, 2> place{m_meridian + lon, lat};
            if (m_from) {
                m_from->forward(place);
            }
            out.emplace_back(place[0], place[1]);
        }
    }
    return out;
}

}  // namespace jt::geo
