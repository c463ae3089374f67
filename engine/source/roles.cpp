// The table of roles. Names are those that network, score and the plugins read.
#include "base/error.hpp"
#include "base/text.hpp"
#include "source/contract.hpp"

#include <algorithm>

namespace jt::source {
namespace {

using geo::Shape;

FieldRule rule(std::string name, Wanted wanted, std::string unit, base::Text title) {
    FieldRule out;
    out.name = std::move(name);
    out.wanted = wanted;
    out.unit = std::move(unit);
    out.title = std::move(title);
    return out;
}

FieldRule positive(FieldRule out) {
    out.not_negative = true;
    return out;
}

FieldRule required(FieldRule out) {
    out.required = true;
    return out;
}

/// The id of places that scenarios and tables speak of.
FieldRule place_id() {
    FieldRule out = required(rule("id", Wanted::key, "", {"编号", "id"}));
    out.unique = true;
    return out;
}

FieldRule name() { return rule("name", Wanted::text, "", {"名称", "name"}); }
FieldRule id() { return rule("id", Wanted::key, "", {"编号", "id"}); }
FieldRule year_open() {
    return rule("year_open", Wanted::whole, "", {"通车年份", "year of opening"});
}
FieldRule kind() { return rule("kind", Wanted::key, "", {"类别", "kind"}); }

Contract roads() {
    return {"roads",
            {Shape::line},
            {id(), name(), rule("class", Wanted::key, "", {"道路等级", "class"}),
             positive(rule("speed", Wanted::number, "km/h", {"设计速度", "speed"})),
             rule("oneway", Wanted::flag, "", {"单行", "one-way"}), year_open(),
             positive(rule("lanes", Wanted::whole, "", {"车道数", "lanes"})),
             positive(rule("toll", Wanted::number, "元", {"收费", "toll"})),
             rule("level", Wanted::whole, "", {"层级", "level"})},
            {"道路", "roads"}};
}

Contract transit() {
    return {"transit",
            {Shape::line},
            {id(), required(rule("line", Wanted::key, "", {"线路", "line"})), name(),
             positive(rule("headway", Wanted::number, "min", {"发车间隔", "headway"})),
             positive(rule("speed", Wanted::number, "km/h", {"旅行速度", "speed"})), year_open()},
            {"轨道与公交线路", "transit lines"}};
}

Contract stations() {
    return {"stations",
            {Shape::point},
            {id(), name(), rule("line", Wanted::key, "", {"线路", "line"}), year_open()},
            {"车站", "stations"}};
}

Contract demand() {
    return {"demand",
            {Shape::point, Shape::polygon},
            {place_id(), name(),
             required(positive(rule("population", Wanted::number, "", {"人口", "population"})))},
            {"需求点", "demand"}};
}

Contract parks() {
    return {"parks",
            {Shape::point, Shape::polygon},
            {place_id(), name(), kind(), rule("fly_out", Wanted::key, "", {"飞出地", "fly-out"}),
             rule("fly_in", Wanted::key, "", {"飞入地", "fly-in"}),
             rule("mode", Wanted::key, "", {"共建模式", "mode"}),
             positive(rule("share_out", Wanted::number, "", {"飞出地分成", "share of fly-out"})),
             rule("industry", Wanted::text, "", {"产业", "industry"}),
             rule("themes", Wanted::text, "", {"主题", "themes"}),
             positive(rule("land_ha", Wanted::number, "ha", {"可用土地", "land available"})),
             year_open()},
            {"园区", "parks"}};
}

Contract places(std::string role, std::vector<Shape> shapes, base::Text title) {
    return {std::move(role),
            std::move(shapes),
            {place_id(), name(), kind(), year_open()},
            std::move(title)};
}

Contract areas(std::string role, base::Text title) {
    return {std::move(role), {Shape::polygon}, {id(), name(), kind()}, std::move(title)};
}

Contract lines(std::string role, std::vector<Shape> shapes, base::Text title) {
    return {std::move(role),
            std::move(shapes),
            {id(), name(), kind(), rule("concept", Wanted::key, "", {"理念", "concept"})},
            std::move(title)};
}

std::vector<Contract> all() {
    std::vector<Contract> out = {
        roads(),
        transit(),
        stations(),
        demand(),
        parks(),
        places("zones", {Shape::point, Shape::polygon}, {"功能区", "zones"}),
        places("hubs", {Shape::point}, {"枢纽", "hubs"}),
        areas("constraint", {"约束区", "constraint areas"}),
        areas("landuse", {"用地", "land use"}),
        areas("boundary", {"边界", "boundaries"}),
        lines("corridors", {Shape::line}, {"走廊", "corridors"}),
        lines("demo_roads", {Shape::line}, {"示范大道", "demonstration roads"}),
        lines("water", {Shape::line, Shape::polygon}, {"水系", "water"}),
        places("firms", {Shape::point}, {"机构与企业", "institutions and firms"})};
    std::sort(out.begin(), out.end(),
              [](const Contract& a, const Contract& b) { return a.role < b.role; });
    return out;
}

}  // namespace

const std::vector<Contract>& contracts() {
    static const std::vector<Contract> list = all();
    return list;
}

std::vector<std::string> role_names() {
    std::vector<std::string> names;
    for (const Contract& contract : contracts()) {
        names.push_back(contract.role);
    }
    return names;
}

const Contract& contract_of(const std::string& role) {
    for (const Contract& contract : contracts()) {
        if (contract.role == role) {
            return contract;
        }
    }
    throw base::unknown_name_error("source.role.unknown", role, role_names());
}

}  // namespace jt::source
