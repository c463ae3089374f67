// What-if modifications, held against a graph that the test makes by itself.
#include "network/change/change.hpp"
#include "network/change/read_changes.hpp"
#include "network/helpers.hpp"
#include "support/errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <queue>

using namespace jt;
using network::Action;
using network::Change;

namespace {

constexpr int kSide = 5;
constexpr double kStep = 200;

/// One street between two crossings of the grid, as the test sees it.
struct Street {
    int from, to;
    std::string id, name;
    double kmh;
    bool forward, backward, open;
    double stretch = 1;
    double minutes = 0;  ///< wins over the speed

    std::uint32_t ms() const {
        const double mm = kStep * 1000;
        const double counted = std::round(mm * stretch);
        if (minutes > 0 && stretch == 1) {
            return static_cast<std::uint32_t>(std::llround(minutes * 60000));
        }
        const double speed = minutes > 0 ? mm * 3.6 / std::round(minutes * 60000) : kmh;
        return static_cast<std::uint32_t>(std::llround(counted * 3.6 / speed));
    }
};

double x_of(int node) { return node % kSide * kStep; }
double y_of(int node) { return node / kSide * kStep; }

std::vector<Street> grid(test::Random& random) {
    std::vector<Street> streets;
    const double speeds[] = {18, 36, 72};
    for (int node = 0; node < kSide * kSide; ++node) {
        for (const int step : {1, kSide}) {
            if ((step == 1 && node % kSide == kSide - 1) || node + step >= kSide * kSide) {
                continue;
            }
            Street street{node,
                          node + step,
                          "s" + std::to_string(streets.size()),
                          random.below(2) == 0 ? "arterial" : "branch",
                          speeds[random.below(3)],
                          true,
                          true,
                          random.below(8) != 0};
            if (const auto way = random.below(5); way < 2) {
                street.forward = way == 0;
                street.backward = way == 1;
            }
            streets.push_back(street);
        }
    }
    return streets;
}

std::vector<test::Road> drawn(const std::vector<Street>& streets) {
    std::vector<test::Road> roads;
    for (const Street& s : streets) {
        roads.push_back({.xy = {x_of(s.from), y_of(s.from), x_of(s.to), y_of(s.to)},
                         .id = s.id,
                         .name = s.name,
                         .speed = s.ms() > 0 ? kStep * 3600 / s.ms() : 36,
                         .oneway = s.forward && s.backward ? "B"
                                   : s.forward             ? "FT"
                                                           : "TF",
                         .year = s.open ? 0 : 9999});
    }
    return roads;
}

std::vector<std::uint32_t> plain_dijkstra(const std::vector<Street>& streets) {
    std::vector<std::uint32_t> all;
    for (int origin = 0; origin < kSide * kSide; ++origin) {
        std::vector<std::uint32_t> cost(kSide * kSide, layer::kUnreachable);
        using Entry = std::pair<std::uint32_t, int>;
        std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
        queue.emplace(0, origin);
        while (!queue.empty()) {
            const auto [c, node] = queue.top();
            queue.pop();
            if (cost[static_cast<std::size_t>(node)] != layer::kUnreachable) {
                continue;
            }
            cost[static_cast<std::size_t>(node)] = c;
            for (const Street& s : streets) {
                if (s.open && s.forward && s.from == node) {
                    queue.emplace(c + s.ms(), s.to);
                }
                if (s.open && s.backward && s.to == node) {
                    queue.emplace(c + s.ms(), s.from);
                }
            }
        }
        all.insert(all.end(), cost.begin(), cost.end());
    }
    return all;
}

std::shared_ptr<layer::Layer> crossings() {
    std::vector<double> xy;
    for (int node = 0; node < kSide * kSide; ++node) {
        xy.insert(xy.end(), {x_of(node), y_of(node)});
    }
    return test::points(xy);
}

std::shared_ptr<layer::Layer> rectangle(double x0, double y0, double x1, double y1) {
    geo::GeometryArray area(geo::Shape::polygon);
    const double x = test::kX, y = test::kY;
    area.add_ring(std::vector<double>{x + x0, y + y0, x + x1, y + y0, x + x1, y + y1, x + x0,
                                      y + y1, x + x0, y + y0});
    return std::make_shared<layer::Layer>("centre", test::crs(), std::move(area),
                                          std::vector<std::int64_t>{1});
}

/// What of a street lies inside a rectangle, by plain clipping of an upright or level segment.
double share_inside(const Street& s, double x0, double y0, double x1, double y1) {
    const double ax = x_of(s.from), ay = y_of(s.from), bx = x_of(s.to), by = y_of(s.to);
    const double w = std::min(bx, x1) - std::max(ax, x0), h = std::min(by, y1) - std::max(ay, y0);
    return w < 0 || h < 0 ? 0 : std::max(w, h) / kStep;
}

Change by_ids(Action action, std::vector<std::string> ids, double value = 0,
              std::string word = "") {
    Change change;
    change.action = action;
    change.target.ids = std::move(ids);
    change.value = value;
    change.word = std::move(word);
    return change;
}

/// A random change of streets [first, last), made to the test's streets too.
Change random_change(test::Random& random, std::vector<Street>& streets, std::size_t first,
                     std::size_t last) {
    const Action actions[] = {Action::open,   Action::close,   Action::retime,
                              Action::speed,  Action::upgrade, Action::reverse,
                              Action::oneway, Action::twoway,  Action::factor};
    Change change;
    change.action = actions[random.below(9)];
    change.value = change.action == Action::factor ? 0.25 + random.below(8) * 0.25
                                                   : 0.3 + random.below(40) * 0.7;
    change.word = change.action == Action::upgrade  ? "fast_road"
                  : change.action == Action::oneway ? (random.below(2) == 0 ? "FT" : "TF")
                                                    : "";
    for (std::size_t i = first; i < last; ++i) {
        Street& s = streets[i];
        if (random.below(3) == 0) {
            continue;
        }
        change.target.ids.push_back(s.id);
        switch (change.action) {
            case Action::open: s.open = true; break;
            case Action::close: s.open = false; break;
            case Action::retime: s.minutes = change.value; break;
            case Action::speed: s.kmh = change.value; break;
            case Action::upgrade: s.kmh = 80; break;
            case Action::reverse: std::swap(s.forward, s.backward); break;
            case Action::oneway:
                s.forward = change.word == "FT";
                s.backward = !s.forward;
                break;
            case Action::twoway: s.forward = s.backward = true; break;
            default: s.stretch = 1 / change.value; break;
        }
    }
    if (change.target.ids.empty()) {
        change.target.where = network::filter_from("id = nothing of the kind");
    }
    return change;
}

std::shared_ptr<const network::Network> with(const network::Network& net,
                                             const std::vector<Change>& changes,
                                             const std::string& period = "") {
    std::vector<network::Touched> touched;
    base::Diagnostics diagnostics;
    network::ChangePlan plan;
    plan.period = period;
    plan.changes = changes;
    return network::change(net, plan, touched, diagnostics);
}

}  // namespace

TEST_CASE("change: twenty random sets equal a graph made anew, and order does not matter") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        INFO("seed " << seed);
        test::Random random{seed};
        std::vector<Street> streets = grid(random);
        const auto before = test::build(drawn(streets)).network;
        CHECK(test::matrix(*before, *crossings(), *crossings()).cost == plain_dijkstra(streets));
        std::vector<Change> changes;  // of disjoint targets
        for (std::size_t first = 0; first + 8 <= streets.size(); first += 8) {
            changes.push_back(random_change(random, streets, first, first + 8));
        }
        const auto after = with(*before, changes);
        const auto matrix = test::matrix(*after, *crossings(), *crossings());
        CHECK(matrix.cost == plain_dijkstra(streets));
        const auto anew = test::build(drawn(streets)).network;
        CHECK(matrix.cost == test::matrix(*anew, *crossings(), *crossings()).cost);
        std::ranges::reverse(changes);
        std::rotate(changes.begin(), changes.begin() + 1, changes.end());
        CHECK(test::bytes(*with(*before, changes)) == test::bytes(*after));
    }
}

TEST_CASE("change: a factor in an area slows exactly the part of each street inside") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        INFO("seed " << seed);
        test::Random random{seed + 100};
        std::vector<Street> streets = grid(random);
        const auto before = test::build(drawn(streets)).network;
        const double x0 = random.below(300), y0 = random.below(300);
        const double x1 = x0 + 50 + random.below(400), y1 = y0 + 50 + random.below(400);
        Change change;
        change.action = Action::factor;
        change.value = 0.5;
        change.target.area = rectangle(x0, y0, x1, y1);
        for (Street& s : streets) {
            s.stretch = 1 + share_inside(s, x0, y0, x1, y1);
        }
        const auto after = with(*before, {change});
        CHECK(test::matrix(*after, *crossings(), *crossings()).cost == plain_dijkstra(streets));
    }
}

TEST_CASE("change: one more link never makes a time longer") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        INFO("seed " << seed);
        test::Random random{seed + 500};
        const std::vector<Street> streets = grid(random);
        std::vector<test::Road> roads = drawn(streets);
        std::vector<double> xy;
        for (int i = 0; i < 3; ++i) {
            xy.insert(xy.end(), {37.0 + random.below(700), 41.0 + random.below(700)});
        }
        roads.push_back({.xy = xy, .id = "NEW", .year = 9999});
        const auto before = test::build(roads).network;
        std::vector<double> at;
        for (int i = 0; i < 12; ++i) {
            at.insert(at.end(), {random.unit() * 800, random.unit() * 800});
        }
        const auto points = test::points(at);
        const auto old_times = test::matrix(*before, *points, *points);
        const auto new_times =
            test::matrix(*with(*before, {by_ids(Action::open, {"NEW"})}), *points, *points);
        std::size_t shorter = 0;
        for (std::size_t i = 0; i < old_times.cost.size(); ++i) {
            CHECK(new_times.cost[i] <= old_times.cost[i]);
            shorter += new_times.cost[i] < old_times.cost[i] ? 1 : 0;
        }
        CHECK(shorter > 0);
    }
}

TEST_CASE("change: an area opens and closes links by their share, and can be what is near a line") {
    const auto net = test::build({{.xy = {0, 0, 1000, 0}, .id = "A"},
                                  {.xy = {1000, 0, 2000, 0}, .id = "B"},
                                  {.xy = {0, 500, 2000, 500}, .id = "C"}})
                         .network;
    Change close;
    close.action = Action::close;
    close.target.area = rectangle(400, -50, 1400, 50);
    const auto closed = [&](double share) {
        close.share = share;
        const auto after = with(*net, {close});
        std::string ids;
        for (std::uint32_t l = 0; l < after->topology().links.size(); ++l) {
            ids += after->open(l) ? "" : after->topology().id_of(l);
        }
        std::ranges::sort(ids);
        return ids;
    };
    CHECK(closed(0.5) == "A");
    CHECK(closed(0.3) == "AB");
    CHECK(closed(0.61).empty());
    close.target.area = test::roads({{.xy = {100, 505, 1900, 505}}}, "drawn");
    close.near_m = 20;
    CHECK(closed(0.5) == "C");
    close.near_m = 4;
    CHECK(closed(0.5).empty());
}

TEST_CASE("change: a filter over the columns of links, a period, and what was touched") {
    const auto net = test::build({{.xy = {0, 0, 1000, 0}, .id = "A", .name = "支路"},
                                  {.xy = {1000, 0, 3000, 0}, .id = "B", .name = "支路"},
                                  {.xy = {0, 500, 2000, 500}, .id = "C"}})
                         .network;
    Change change;
    change.action = Action::factor;
    change.value = 0.5;
    change.period = "早高峰";
    change.label = "changes:1";
    change.target.where = network::filter_from("class = 支路 & km < 1.5");
    CHECK(test::cost(*with(*net, {change}, "早高峰"), 0, 0, 3000, 0) == 200000 + 200000);
    CHECK(test::cost(*with(*net, {change}, "平峰"), 0, 0, 3000, 0) == 300000);
    std::vector<network::Touched> touched;
    base::Diagnostics diagnostics;
    network::ChangePlan plan{"s", {}, "早高峰", {change}};
    network::change(*net, plan, touched, diagnostics);
    REQUIRE(touched.size() == 1);
    CHECK(touched[0].modification == "factor");
    CHECK(touched[0].id == "A");
    CHECK(touched[0].km == Approx(1.0));
    CHECK(touched[0].value == "0.5");
    CHECK(touched[0].by == "changes:1");
    plan.period = "";
    touched.clear();
    network::change(*net, plan, touched, diagnostics);
    CHECK(touched.at(0).note == "not in this period");
    plan.changes[0].period = "";
    plan.changes[0].target.where = network::filter_from("class = 高速公路");
    network::change(*net, plan, touched, diagnostics);
    CHECK(test::said(diagnostics, "network.change.nothing") ==
          "warning: changes:1 touches nothing: no link meets its conditions");
}

TEST_CASE("change: contradictions of one scenario are refused, a later scenario replaces") {
    const auto net =
        test::build({{.xy = {0, 0, 1000, 0}, .id = "A"}, {.xy = {1000, 0, 2000, 0}, .id = "B"}})
            .network;
    Change shut = by_ids(Action::close, {"A", "B"}), open = by_ids(Action::open, {"B"});
    shut.scenario = open.scenario = "2035";
    shut.label = "plan.lua:7";
    open.label = "plan.lua:9";
    CHECK(test::error_text([&] {
              with(*net, {shut, open});
          }) ==
          "plan.lua:7 and plan.lua:9 contradict each other on 1 ids: B\n"
          "  scenario 2035\n"
          "  hint: keep one of them, or move one into a scenario that stands on the other");
    open.scenario = "2040";
    CHECK(test::cost(*with(*net, {shut, open}), 1000, 0, 2000, 0) == 100000);
    const Change fast = by_ids(Action::speed, {"A"}, 72);
    Change slow = by_ids(Action::retime, {"A"}, 5);
    CHECK(test::error_of([&] { with(*net, {fast, slow}); }));
    CHECK_FALSE(test::error_of([&] { with(*net, {fast, fast}); }));
    slow.scenario = "later";
    CHECK(test::cost(*with(*net, {fast, slow}), 0, 0, 1000, 0) == 300000);
}

TEST_CASE("change: entries and tables are read, and all that is wrong is told together") {
    const auto net = test::build({{.xy = {0, 0, 1000, 0}, .id = "A"}}).network;
    const auto problems_of = [&](const nlohmann::json& entries) {
        network::Problems problems;
        network::changes_from(entries, net->topology(), {}, problems);
        return test::error_text([&] { problems.raise(); });
    };
    CHECK(problems_of({{{"action", "retime"}, {"ids", {"A"}}, {"value", 0}, {"by", "x:1"}},
                       {{"action", "speed"}, {"ids", {"A"}}, {"value", "-3 km/h"}, {"by", "x:2"}},
                       {{"action", "clos"}, {"ids", {"A"}}, {"by", "x:3"}},
                       {{"action", "headway"}, {"ids", {"A"}}, {"by", "x:4"}},
                       {{"action", "close"}, {"where", "class"}, {"by", "x:5"}},
                       {{"action", "factor"}, {"value", 0}, {"area", 1}, {"by", "x:6"}},
                       {{"action", "oneway"}, {"ids", {"A"}}, {"value", "B"}, {"by", "x:7"}},
                       {{"action", "close"}, {"area", 1}, {"by", "x:8"}},
                       {{"action", "close"}, {"layer", "rods"}, {"by", "x:9"}},
                       {{"action", "close"}, {"ids", {"A"}}, {"sare", 1}, {"by", "x:10"}}}) ==
          "10 problems in the changes of the scenarios\n"
          "  in x:1\n"
          "  retime: 0 is no number above 0\n"
          "  write a number in min, or a quantity with its unit\n"
          "  in x:2\n"
          "  speed: -3 km/h is no number above 0\n"
          "  write a number in km/h, or a quantity with its unit\n"
          "  in x:3\n"
          "  there is no action 'clos'; did you mean 'close'?\n"
          "  in x:4\n"
          "  headway: \"\" is no number above 0\n"
          "  write a number in min, or a quantity with its unit\n"
          "  in x:5\n"
          "  the filter 'class' cannot be read\n"
          "  write column, sign and value, several joined by &: class = 支路 & km < 2; signs: = != "
          "< <= > >=\n"
          "  in x:6\n"
          "  factor: 0 is no number above 0\n"
          "  0.5 is half, 2 is twice\n"
          "  in x:7\n"
          "  oneway: unknown direction 'B'\n"
          "  FT as drawn, TF against the drawing\n"
          "  in x:8\n"
          "  a change names number 1 of the port areas, which has 0 layers\n"
          "  in x:9\n"
          "  the network has no road layer 'rods'; did you mean 'roads'?\n"
          "  in x:10\n"
          "  a change has no entry 'sare'; did you mean 'share'?");
}

TEST_CASE("change: a table of the office names scenarios, actions, targets and values") {
    const auto net = test::build({{.xy = {0, 0, 1000, 0}, .id = "A"},
                                  {.xy = {1000, 0, 2000, 0}, .id = "B", .name = "支路"}})
                         .network;
    auto table = std::make_shared<layer::Table>(4);
    const auto set = [&](const char* name, const std::vector<std::string>& values) {
        table->set({name, layer::Type::text, "", {}}, layer::Column::of_texts(values));
    };
    set("情景", {"2025", "2025", "2035", "2053"});
    set("动作", {"速度", "耗时", "关闭", "关闭"});
    set("对象", {"A", "", "B", "A"});
    set("条件", {"", "class = 支路", "", ""});
    set("值", {"72", "5 min", "", ""});
    set("单位", {"", "", "", ""});
    network::ChangeLayers layers;
    base::Diagnostics diagnostics;
    network::Problems none, unknown;
    const auto entries =
        network::entries_from(table, {{"2025"}, {}, "2025", 0}, layers, diagnostics, none);
    const auto changes = network::changes_from(entries, net->topology(), layers, none);
    CHECK_NOTHROW(none.raise());
    REQUIRE(changes.size() == 2);
    CHECK(test::cost(*with(*net, changes), 0, 0, 2000, 0) == 50000 + 300000);
    CHECK(test::said(diagnostics, "network.change.other") ==
          "info: 2 rows of the changes are of other scenarios");
    CHECK(test::said(diagnostics, "network.change.column") ==
          "warning: column 单位 of the changes is not understood and not used");
    network::entries_from(table, {{"2025"}, {"2025", "2035"}, "", 0}, layers, diagnostics, unknown);
    CHECK(test::error_text([&] { unknown.raise(); }) ==
          "there is no scenario '2053'; did you mean '2035'?\n  in changes:4");
}
