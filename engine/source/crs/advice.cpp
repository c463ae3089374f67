#include "source/crs/advice.hpp"

#include "base/error.hpp"
#include "geo/crs_advice.hpp"

namespace jt::source {
namespace {

using nlohmann::json;

const char* kind_name(geo::AdviceKind kind) {
    switch (kind) {
        case geo::AdviceKind::three_degree: return "3-degree";
        case geo::AdviceKind::six_degree: return "6-degree";
        case geo::AdviceKind::one_frame: return "one frame";
        case geo::AdviceKind::albers: return "equal areas";
    }
    return "";
}

bool is_zone(const geo::CrsAdvice& advice) {
    return advice.kind == geo::AdviceKind::three_degree ||
           advice.kind == geo::AdviceKind::six_degree;
}

geo::Box degrees_of(const geo::Crs& crs, const geo::Box& box) {
    std::vector<double> corners = {box.min_x, box.min_y, box.max_x, box.min_y,
                                   box.max_x, box.max_y, box.min_x, box.max_y};
    geo::Transform(crs, geo::Crs::from("EPSG:4490")).apply(corners);
    geo::Box out;
    for (std::size_t i = 0; i < corners.size(); i += 2) {
        out.add(corners[i], corners[i + 1]);
    }
    return out;
}

json advised(const geo::Box& degrees) {
    const auto [first, last] = geo::three_degree_zones(degrees);
    const std::size_t most = first < last ? 1 : 2;
    json out = json::array();
    std::vector<geo::Crs> zones;
    for (const geo::CrsAdvice& one : geo::advise_crs(degrees)) {
        if (is_zone(one)) {
            const geo::Crs system = geo::Crs::from(one.definition);
            const bool again = !zones.empty() && system.same(zones.front());  // 4507 is 4544
            if (again || zones.size() == most) {
                continue;
            }
            zones.push_back(system);
        }
        out.push_back({{"crs", one.definition},
                       {"kind", kind_name(one.kind)},
                       {"zones", {first, last}},
                       {"scale_ppm", one.distortion.scale_ppm},
                       {"area_ppm", one.distortion.area_ppm}});
    }
    return out;
}

}  // namespace

json advice_of(const geo::Crs& crs, const geo::Box& box) {
    if (!crs.known() || box.empty()) {
        return json::array();
    }
    try {
        return advised(degrees_of(crs, box));
    } catch (const base::Error&) {
        return json::array();  // the place is not on this globe, or there is no way to its degrees
    }
}

}  // namespace jt::source
