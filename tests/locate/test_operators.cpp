#include "geo/geometry.hpp"
#include "locate/fixtures.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using layer::Column;
using nlohmann::json;
using test::error_text;
using test::run;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Three towns on a road with a depot in each: minutes 0, 10, 25 along it.
locate::Problem road() {
    return test::problem_of({{0, 10, 25}, {10, 0, 15}, {25, 15, 0}}, {100, 10, 50});
}

/// The error without the line that names the operator.
std::string refused(const std::string& op, const test::Inputs& inputs, const json& params) {
    std::string out = error_text([&] { run(op, inputs, params); });
    const std::string where = "\n  in operator " + op;
    const auto at = out.find(where);
    REQUIRE(at != std::string::npos);
    return out.erase(at, where.size());
}

std::string refused(const std::string& op, const test::Tables& tables, const json& params) {
    return refused(op, tables.inputs(), params);
}

}  // namespace

TEST_CASE("a p-median tells sites, assignment and summary") {
    const auto ran = run("locate.p_median", test::tables_of(road()).inputs(),
                         {{"p", 1}, {"weight", "people"}, {"required", json::array()}});
    CHECK(ran.chosen() == std::vector<std::string>{"S00"});
    CHECK(ran.number("objective") == 10 * 10 + 50 * 25);
    CHECK(ran.number("bound") == 1350);
    CHECK(ran.number("gap") == 0);
    CHECK(ran.number("gap_percent") == 0);
    CHECK(ran.number("mean_cost") == Approx(1350.0 / 160));
    CHECK(ran.number("max_cost") == 25);
    CHECK(ran.word("status") == "optimal");
    CHECK(ran.word("solver").substr(0, 6) == "CBC 2.");
    const auto& assignment = ran.table("assignment");
    CHECK(assignment.column("site").show(2) == "S00");
    CHECK(assignment.column("cost").number(2) == 25);
    CHECK(assignment.column("weighted").number(2) == 1250);
    CHECK(assignment.column("status").show(2) == "ok");
    const auto& sites = ran.table("sites");
    CHECK(sites.column("weight").number(0) == 160);
    CHECK(sites.column("demand").number(1) == 0);
    CHECK_FALSE(sites.column("mean_cost").valid(1));
    CHECK(ran.texts().empty());
}

TEST_CASE("required and forbidden sites come from lists and from a field") {
    const auto tables = test::tables_of(road());
    const auto forced = run("locate.p_median", tables.inputs(),
                            {{"p", 1}, {"weight", "people"}, {"required", {"S01"}}});
    CHECK(forced.chosen() == std::vector<std::string>{"S01"});
    tables.candidates->set(test::text_field("role"), Column::of_texts({"forbidden", "", "候选"}));
    const auto closed =
        run("locate.p_median", tables.inputs(), {{"p", 1}, {"weight", "people"}, {"role", "role"}});
    CHECK(closed.chosen() == std::vector<std::string>{"S01"});
    CHECK(closed.table("sites").column("role").show(0) == "forbidden");
    CHECK(refused("locate.p_median", tables, {{"p", 1}, {"role", "role"}, {"required", {"S00"}}}) ==
          "candidate S00 is both required and forbidden");
    CHECK(refused("locate.p_median", tables, {{"p", 1}, {"required", {"S09", "S01"}}}) ==
          "'required' names 1 ids that no candidate has: S09");
    tables.candidates->set(test::text_field("role"), Column::of_texts({"open", "", "no"}));
    CHECK(refused("locate.p_median", tables, {{"p", 1}, {"role", "role"}}) ==
          "field 'role': 2 roles are not known: S00 (open), S02 (no)\n"
          "  hint: roles are required, forbidden and candidate");
}

TEST_CASE("a matrix, a long and a wide table give the same answer") {
    const auto tables = test::tables_of(road());
    const json asked = {{"p", 2}, {"weight", "people"}};
    const auto from_long = run("locate.p_median", tables.inputs(), asked);
    auto matrix = std::make_shared<layer::Matrix>();
    matrix->row_ids = {"D00", "D01", "D02"};
    matrix->column_ids = {"S00", "S01", "S02"};
    for (const double minutes : {0, 10, 25, 10, 0, 15, 25, 15, 0}) {
        matrix->cost.push_back(static_cast<std::uint32_t>(minutes * 60000));
    }
    const auto from_matrix = run(
        "locate.p_median",
        {{"demand", {tables.demand}}, {"candidates", {tables.candidates}}, {"matrix", {matrix}}},
        asked);
    auto wide = std::make_shared<layer::Table>(3);
    wide->set(test::text_field("town"), Column::of_texts({"S02", "S01", "S00"}));
    wide->set(test::real_field("D00"), Column::of_reals({25, 10, 0}));
    wide->set(test::real_field("D01"), Column::of_reals({15, 0, 10}));
    wide->set(test::real_field("D02"), Column::of_reals({0, 15, 25}));
    json turned = asked;
    turned.update({{"layout", "wide"}, {"origin", "town"}, {"direction", "from"}});
    const auto from_wide =
        run("locate.p_median",
            {{"demand", {tables.demand}}, {"candidates", {tables.candidates}}, {"costs", {wide}}},
            turned);
    for (const char* output : {"sites", "assignment", "summary"}) {
        CHECK(registry::content_hash(from_long.table(output)) ==
              registry::content_hash(from_matrix.table(output)));
        CHECK(registry::content_hash(from_long.table(output)) ==
              registry::content_hash(from_wide.table(output)));
    }
    CHECK(from_long.chosen() == std::vector<std::string>{"S00", "S02"});
}

TEST_CASE("pairs without a cost are never near") {
    auto problem = test::problem_of({{5, 20}, {kNone, 30}, {kNone, kNone}}, {1, 1, 7});
    const auto tables = test::tables_of(problem);
    CHECK(refused("locate.p_median", tables, {{"p", 1}, {"cutoff", 25}}) ==
          "no candidate reaches 2 demand points within the cutoff (nearest cost in brackets): D01 "
          "(30), D02\n  hint: raise the cutoff, add candidates, or leave them out: unreached = "
          "\"leave_out\"");
    const auto left = run("locate.p_median", tables.inputs(),
                          {{"p", 1}, {"unreached", "leave_out"}, {"weight", "people"}});
    CHECK(left.chosen() == std::vector<std::string>{"S01"});
    CHECK(left.texts() ==
          std::vector<std::string>{"warning: 1 demand points that no candidate reaches are left "
                                   "out (nearest cost in brackets): D02"});
    CHECK(left.table("assignment").column("status").show(2) == "unreachable");
    CHECK(left.number("assigned") == 2);
    CHECK(left.number("share") == Approx(2.0 / 9));
    const auto cover =
        run("locate.max_cover", tables.inputs(), {{"p", 1}, {"cutoff", 25}, {"weight", "people"}});
    CHECK(cover.number("objective") == 1);
    CHECK(cover.table("assignment").column("status").show(2) == "unreachable");
    const auto far = run("locate.max_cover", tables.inputs(),
                         {{"p", 1}, {"cutoff", 20}, {"weight", "people"}, {"required", {"S01"}}});
    CHECK(far.table("assignment").column("status").show(1) == "beyond");
    CHECK(far.table("assignment").column("cost").number(1) == 30);
}

TEST_CASE("what cannot be met is said with its cause") {
    const auto tables = test::tables_of(road());
    CHECK(refused("locate.p_median", tables, {{"p", 4}}) ==
          "p is 4, but only 3 candidates are not forbidden");
    CHECK(refused("locate.p_centre", tables, {{"p", 1}, {"required", {"S00", "S01"}}}) ==
          "p is 1, but 2 sites are required: S00, S01\n  hint: raise p, or require fewer sites");
    CHECK(refused("locate.p_centre", tables, {{"p", 1}, {"cutoff", 9}}) ==
          "1 sites cannot reach all demand within the cutoff: at least 3 are needed\n"
          "  hint: raise p or the cutoff, or use locate.max_cover");
    tables.candidates->set(test::real_field("room"), Column::of_reals({100, 60, 50}));
    const auto room = [&](int p) {
        return refused("locate.p_median", tables,
                       {{"p", p}, {"weight", "people"}, {"capacity", "room"}});
    };
    CHECK(room(1) ==
          "the demand weighs 160, but the largest 1 sites hold 100 together\n"
          "  hint: raise p or capacities");
    CHECK(run("locate.p_median", tables.inputs(),
              {{"p", 2}, {"weight", "people"}, {"capacity", "room"}})
              .number("objective") == 50 * 15);
    tables.candidates->set(test::real_field("room"), Column::of_reals({99, 90, 50}));
    CHECK(room(3) ==
          "the weight of 1 demand points is above the capacity of every site that reaches them: "
          "D00\n  hint: a demand goes to one site whole: divide it, or raise capacities");
    tables.demand->set(test::real_field("people"), Column::of_reals({60, 60, 60}));
    tables.candidates->set(test::real_field("room"), Column::of_reals({100, 100, 1}));
    CHECK(room(2) ==
          "no 2 sites hold all demand within their capacities, each demand whole\n"
          "  hint: raise p, the capacities or the cutoff, or divide large demand");
}

TEST_CASE("bad tables are refused with all their cases") {
    auto tables = test::tables_of(road());
    CHECK(refused("locate.p_median",
                  test::Inputs{{"demand", {tables.demand}}, {"candidates", {tables.candidates}}},
                  {{"p", 1}}) ==
          "costs come from one of the ports matrix and costs; found 0 of them");
    CHECK(refused("locate.p_median", tables, {{"p", 1}, {"direction", "from"}}) ==
          "the costs hold no pair of the demand ('D00', ...) and the candidates ('S00', ...)\n"
          "  hint: look at the id fields, and at direction: \"to\" where the demand are origins, "
          "\"from\" where the sites are");
    CHECK(refused("locate.p_median", tables, {{"p", 1}, {"weight", "id"}}) ==
          "field id holds text where numbers are needed");
    tables.demand->set(test::real_field("people"), Column::of_reals({1, -2, kNone}));
    CHECK(refused("locate.p_median", tables, {{"p", 1}, {"weight", "people"}}) ==
          "field people of demand: 2 values are no number of at least 0: D01 (-2), D02 ()\n"
          "  hint: fill or correct them; what is none is 0");
    const auto minutes = [&](std::vector<double> values) {
        tables.costs->set(test::real_field("minutes"), Column::of_reals(std::move(values)));
        return refused("locate.p_median", tables, {{"p", 1}});
    };
    CHECK(minutes({0, 10, 25, -1, 0, 15, 25, HUGE_VAL, 0}) ==
          "2 costs are no number of at least 0: D01 -> S01 (-1), D02 -> S01 (inf)\n"
          "  hint: pairs that cannot be travelled have no value, not -1");
    tables.costs->set(
        test::text_field("destination"),
        Column::of_texts({"S00", "S01", "S01", "S00", "S01", "S02", "S00", "S01", "S02"}));
    CHECK(minutes({0, 10, 25, 10, 0, 15, 25, 15, 0}) == "1 pairs stand twice: D00 -> S01");
}

TEST_CASE("without demand any sites do, and without candidates none can") {
    locate::Problem none;
    none.site = {"A", "B"};
    none.role.assign(2, locate::Role::candidate);
    const auto tables = test::tables_of(none);
    for (const char* op : {"locate.p_median", "locate.p_centre"}) {
        const auto ran = run(op, tables.inputs(), {{"p", 1}});
        CHECK(ran.chosen().size() == 1);
        CHECK(ran.number("objective") == 0);
    }
    CHECK(run("locate.cover_all", tables.inputs(), {{"cutoff", 5}}).chosen().empty());
    CHECK(run("locate.max_cover", tables.inputs(), {{"p", 2}, {"cutoff", 5}}).number("share") !=
          run("locate.max_cover", tables.inputs(), {{"p", 2}, {"cutoff", 5}}).number("share"));
}

TEST_CASE("costs that nobody asked for are told") {
    const auto tables = test::tables_of(road());
    auto fewer = std::make_shared<layer::Table>(2);
    fewer->set(test::text_field("id"), Column::of_texts({"S00", "S07"}));
    const auto ran =
        run("locate.p_median",
            {{"demand", {tables.demand}}, {"candidates", {fewer}}, {"costs", {tables.costs}}},
            {{"p", 1}});
    CHECK(ran.texts() ==
          std::vector<std::string>{
              "warning: 1 candidates have no cost to any demand and can serve none: S07",
              "warning: the costs name 2 ids that are neither demand nor candidates; these pairs "
              "do not count: S01, S02"});
}

TEST_CASE("lines join demand and site") {
    const auto layer_of = [](const std::vector<std::array<double, 2>>& places,
                             const std::vector<std::string>& ids) {
        geo::GeometryArray points(geo::Shape::point);
        std::vector<std::int64_t> numbers;
        for (const auto& place : places) {
            points.add_point(place[0], place[1]);
            numbers.push_back(static_cast<std::int64_t>(numbers.size()) + 1);
        }
        auto out = std::make_shared<layer::Layer>("points", geo::Crs::from("EPSG:4544"),
                                                  std::move(points), numbers);
        out->set(test::text_field("id"), Column::of_texts(ids));
        return out;
    };
    const auto demand = layer_of({{0, 0}, {10, 0}, {25, 0}}, {"D00", "D01", "D02"});
    const auto sites = layer_of({{0, 0}, {10, 0}, {25, 0}}, {"S00", "S01", "S02"});
    const auto ran =
        run("locate.p_median", test::tables_of(road()).inputs(), {{"p", 1}, {"weight", "people"}});
    const auto drawn = run("locate.lines",
                           {{"assignment", {ran.outputs.at("assignment")}},
                            {"demand", {demand}},
                            {"candidates", {sites}}},
                           json::object());
    const auto& lines = dynamic_cast<const layer::Layer&>(*drawn.outputs.at("lines"));
    REQUIRE(lines.rows() == 2);
    CHECK(lines.column("id").show(1) == "D02");
    const auto last = lines.geometry().coordinates(1);
    CHECK(std::vector<double>(last.begin(), last.end()) == std::vector<double>{25, 0, 0, 0});
    CHECK(drawn.texts() ==
          std::vector<std::string>{
              "info: 1 demand points lie at the place of their site and get no line"});
}
