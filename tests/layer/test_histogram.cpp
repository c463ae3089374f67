#include "layer/histogram.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace jt;
using Edges = std::vector<double>;

TEST_CASE("an interval holds its lower edge, the last one its upper edge too") {
    layer::Histogram out(Edges{0, 1, 2, 4});
    for (const double value : {-0.1, 0.0, 0.5, 1.0, 2.0, 3.9, 4.0, 4.1, std::nan("")}) {
        out.add(value);
    }
    CHECK(out.counts() == std::vector<std::uint64_t>{2, 1, 3});
    CHECK(out.below() == 1);
    CHECK(out.above() == 1);
    CHECK(out.missing() == 1);
    CHECK(out.values() == 8);
}

TEST_CASE("parts counted apart add up to the whole, whatever the order") {
    std::mt19937 random(5);
    std::normal_distribution<double> values(3, 2);
    const Edges edges{0, 1, 2.5, 3, 7};
    layer::Histogram whole(edges), first(edges), second(edges);
    for (int i = 0; i < 5000; ++i) {
        const double value = i % 50 == 0 ? std::nan("") : values(random);
        whole.add(value);
        (i % 3 == 0 ? first : second).add(value);
    }
    second.add(first);
    CHECK(second.counts() == whole.counts());
    CHECK(second.below() == whole.below());
    CHECK(second.above() == whole.above());
    CHECK(second.missing() == 100);
    CHECK(whole.values() == 4900);
}

TEST_CASE("quantiles of a histogram") {
    layer::Histogram out(Edges{0, 10, 20});
    CHECK(std::isnan(out.quantile(0.5)));
    for (int i = 0; i < 30; ++i) {
        out.add(i < 10 ? 5 : 15);
    }
    CHECK(out.quantile(1.0 / 6) == Approx(5));
    CHECK(out.quantile(1.0 / 3) == Approx(10));
    CHECK(out.quantile(2.0 / 3) == Approx(15));
    CHECK(out.quantile(1) == Approx(20));
}

TEST_CASE("round edges cover the values at steps of 1, 2, 2.5 or 5") {
    CHECK(layer::round_edges(0, 100, 5) == Edges{0, 20, 40, 60, 80, 100});
    CHECK(layer::round_edges(3, 97, 4) == Edges{0, 25, 50, 75, 100});
    CHECK(layer::round_edges(-0.3, 0.9, 3).front() == Approx(-0.5));
    CHECK(layer::round_edges(7, 7, 5) == Edges{3.5, 10.5});
    CHECK(layer::round_edges(0, 0, 5) == Edges{-0.5, 0.5});
    for (const double low : {0.1, -3e5, 17.0}) {
        for (const double span : {1e-3, 4.2, 9e6}) {
            const Edges edges = layer::round_edges(low, low + span, 12);
            CHECK(edges.front() <= low);
            CHECK(edges.back() >= low + span);
            CHECK(edges.size() <= 15);
            CHECK(edges.size() >= 5);
        }
    }
}
