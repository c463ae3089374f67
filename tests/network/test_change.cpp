// What-if modifications, held against a graph that the test makes by itself.
#include "network/change/read_changes.hpp"
#include "network/changes.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <queue>

using namespace jt;
using test::Action;
using test::by_ids;
using test::Change;
using test::rectangle;
using test::with;

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
                          step == 1 || random.below(5) != 0};  // all places are in use
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

bool all_in_use(const std::vector<Street>& streets) {
    std::vector<bool> used(kSide * kSide, false);
    for (const Street& s : streets) {
        if (s.open) {
            used[static_cast<std::size_t>(s.from)] = used[static_cast<std::size_t>(s.to)] = true;
        }
    }
    return std::ranges::find(used, false) == used.end();
}

std::shared_ptr<layer::Layer> crossings() {
    std::vector<double> xy;
    for (int node = 0; node < kSide * kSide; ++node) {
        xy.insert(xy.end(), {x_of(node), y_of(node)});
    }
    return test::points(xy);
}

/// What of a street lies inside a rectangle, by plain clipping of an upright or level segment.
double share_inside(const Street& s, double x0, double y0, double x1, double y1) {
    const double ax = x_of(s.from), ay = y_of(s.from), bx = x_of(s.to), by = y_of(s.to);
    const double w = std::min(bx, x1) - std::max(ax, x0), h = std::min(by, y1) - std::max(ay, y0);
    return w < 0 || h < 0 ? 0 : std::max(w, h) / kStep;
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

}  // namespace

TEST_CASE("change: twenty random sets equal a graph made anew, and order does not matter") {
    int anew = 0;
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
        if (all_in_use(streets)) {  // else a network made anew has connectors to other places
            ++anew;
            const auto other = test::build(drawn(streets)).network;
            CHECK(matrix.cost == test::matrix(*other, *crossings(), *crossings()).cost);
        }
        std::ranges::reverse(changes);
        std::rotate(changes.begin(), changes.begin() + 1, changes.end());
        CHECK(test::bytes(*with(*before, changes)) == test::bytes(*after));
    }
    CHECK(anew >= 5);
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
    std::size_t shorter = 0;
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
        for (std::size_t i = 0; i < old_times.cost.size(); ++i) {
            CHECK(new_times.cost[i] <= old_times.cost[i]);
            shorter += new_times.cost[i] < old_times.cost[i] ? 1 : 0;
        }
    }
    CHECK(shorter > 100);
}
