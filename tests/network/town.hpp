#pragma once

#include "network/helpers.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace jt::test {

/// A seeded town: a bent grid with holes, one-way streets, dead ends and two metro lines.
struct Town {
    std::vector<Road> roads;
    std::shared_ptr<layer::Layer> lines, stations, points;
    network::BuildOptions options = car_options();

    explicit Town(std::uint64_t seed) {
        Random random{seed};
        const int n = 7;
        std::vector<double> x, y;
        for (int i = 0; i < n * n; ++i) {
            x.push_back(i % n * 300.0 + random.below(120));
            y.push_back(i / n * 300.0 + random.below(120));
        }
        const auto street = [&](int a, int b) {
            if (random.below(6) == 0) {
                return;
            }
            const auto ua = static_cast<std::size_t>(a), ub = static_cast<std::size_t>(b);
            Road road{{x[ua], y[ua], x[ub], y[ub]}};
            road.speed = 20 + random.below(60);
            road.oneway = random.below(5) == 0 ? "FT" : random.below(7) == 0 ? "TF" : "";
            road.year = random.below(10) == 0 ? 2025 : 0;
            road.feature = static_cast<std::int64_t>(roads.size()) + 1;
            roads.push_back(road);
        };
        for (int i = 0; i < n * n; ++i) {
            if (i % n + 1 < n) {
                street(i, i + 1);
            }
            if (i + n < n * n) {
                street(i, i + n);
            }
        }
        lines = test::roads(
            {{.xy = {0, 950, 2000, 950}, .speed = 60}, {.xy = {1000, 0, 1000, 2000}, .speed = 60}},
            "metro");
        lines->set({"line", layer::Type::text, "", {}},
                   layer::Column::of_texts(std::vector<std::string>{"M1", "M2"}));
        stations = test::points({100, 940, 1010, 940, 1900, 960, 990, 100, 1000, 930, 1010, 1900});
        stations->set(
            {"line", layer::Type::text, "", {}},
            layer::Column::of_texts(std::vector<std::string>{"M1", "M1", "M1", "M2", "M2", "M2"}));
        std::vector<double> xy;
        for (int i = 0; i < 24; ++i) {
            xy.push_back(random.unit() * 2000);
            xy.push_back(random.unit() * 2000);
        }
        xy.insert(xy.end(), {90000, 0});                // off the network
        xy.insert(xy.end(), {xy[0], xy[1]});            // at the place of the first
        xy.insert(xy.end(), {x[8], y[8], x[9], y[9]});  // at nodes
        points = test::points(xy);
        options.walk = options.metro = true;
        options.snap_m = 5;
        options.headway_min = 3;
        options.access_speed = 20;
    }
    std::shared_ptr<const network::Network> build(const std::vector<Road>& list) const {
        base::Diagnostics quiet;
        return network::build({test::roads(list)}, lines.get(), stations.get(), options, quiet);
    }
};

}  // namespace jt::test
