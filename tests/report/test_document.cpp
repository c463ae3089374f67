#include "report/sample.hpp"

#include <catch2/catch.hpp>

TEST_CASE("the sample runs") {
    auto p = sample::params();
    const auto result = sample::run(p);
    CHECK(result.files.size() == 4);
}
