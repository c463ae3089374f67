#include "layer/value_function.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace jt;
using namespace jt::layer;
using nlohmann::json;
using test::error_text;

namespace {

ValueFunction make(const char* text, const std::string& unit = "") {
    return ValueFunction::from_json(json::parse(text), unit);
}

std::string bad(const char* text) {
    return error_text([&] { make(text); });
}

}  // namespace

TEST_CASE("a linear value function runs between its declared bounds and clamps") {
    const auto f = make(R"({"kind": "linear", "from": [60, 20]})");
    CHECK(f(60) == 0);
    CHECK(f(20) == 100);
    CHECK(f(30) == Approx(75));
    CHECK(f(10) == 100);
    CHECK(f(90) == 0);
    CHECK(std::isnan(f(NAN)));
    CHECK(make(R"({"kind": "linear", "from": [0, 4], "to": [1, 0]})")(1) == Approx(0.75));
}

TEST_CASE("bounds may be written with a unit") {
    const auto f = make(R"({"kind": "linear", "from": ["1 h", "20 min"]})", "min");
    CHECK(f.bounds() == std::pair(20.0, 60.0));
    CHECK(f(40) == Approx(50));
}

TEST_CASE("ranges give the class borders to the lower class, or to the upper when asked") {
    const auto slope =
        make(R"({"kind": "ranges", "breaks": [3, 8, 15, 25], "scores": [100, 80, 60, 40, 20]})");
    CHECK(slope(0) == 100);
    CHECK(slope(3) == 100);
    CHECK(slope(3.0001) == 80);
    CHECK(slope(25) == 40);
    CHECK(slope(60) == 20);
    const auto left =
        make(R"({"kind": "ranges", "breaks": [3, 8], "scores": [1, 2, 3], "closed": "left"})");
    CHECK(left(2.9) == 1);
    CHECK(left(3) == 2);
    CHECK(left(8) == 3);
}

TEST_CASE("a table that stands for a function tells how far off it is and where it turns") {
    const auto said = [](const char* text) {
        jt::base::Diagnostics diagnostics;
        tell_table(make(text), "minutes", diagnostics);
        std::vector<std::string> out;
        for (const auto& one : diagnostics.list()) {
            out.push_back(jt::base::render(one, jt::base::Lang::en));
        }
        return out;
    };
    CHECK(
        said(
            R"({"kind": "piecewise", "points": [[0, 0], [1, 5], [2, 5], [3, 1]], "error": 0.25})") ==
        std::vector<std::string>{
            "info: the function of 'minutes' is a table of 4 points; between them it was found "
            "to be off by up to 0.25",
            "info: the function of 'minutes' does not only rise or only fall: it turns at 2"});
    CHECK(said(R"({"kind": "piecewise", "points": [[0, 0], [1, 5]], "error": 0})").size() == 1);
    CHECK(said(R"({"kind": "piecewise", "points": [[0, 0], [1, 5], [2, 0]]})").empty());
}

TEST_CASE("a piecewise function goes straight through its points") {
    const auto f = make(R"({"kind": "piecewise", "points": [[0, 100], [10, 50], [30, 0]]})");
    CHECK(f(0) == 100);
    CHECK(f(5) == Approx(75));
    CHECK(f(10) == 50);
    CHECK(f(20) == Approx(25));
    CHECK(f(30) == 0);
    CHECK(f(-1) == 100);
    CHECK(f(31) == 0);
}

TEST_CASE("curves pass through their known points") {
    const auto sigmoid = make(R"({"kind": "sigmoid", "mid": 30, "slope": -0.1})");
    CHECK(sigmoid(30) == Approx(50));
    CHECK(sigmoid(40) == Approx(100 / (1 + std::exp(1))));
    const auto gaussian = make(R"({"kind": "gaussian", "mid": 5, "width": 2, "to": [0, 1]})");
    CHECK(gaussian(5) == 1);
    CHECK(gaussian(7) == Approx(std::exp(-0.5)));
    const auto small = make(R"({"kind": "small", "mid": 10, "spread": 2, "to": [0, 1]})");
    CHECK(small(0) == 1);
    CHECK(small(10) == Approx(0.5));
    CHECK(small(30) == Approx(0.1));
    const auto large = make(R"({"kind": "large", "mid": 10, "spread": 2, "to": [0, 1]})");
    CHECK(large(0) == 0);
    CHECK(large(10) == Approx(0.5));
    CHECK(large(30) == Approx(0.9));
    CHECK(large(-5) == 0);
}

TEST_CASE("every function stays on its scale and keeps its direction") {
    for (const char* text : {R"({"kind": "linear", "from": [0, 50]})",
                             R"({"kind": "sigmoid", "mid": 20, "slope": 0.3})",
                             R"({"kind": "large", "mid": 20, "spread": 3})",
                             R"({"kind": "piecewise", "points": [[0, 0], [20, 70], [40, 100]]})",
                             R"({"kind": "ranges", "breaks": [10, 20], "scores": [0, 40, 100]})"}) {
        const auto f = make(text);
        double before = -1;
        for (double x = -10; x <= 80; x += 0.37) {
            CHECK(f(x) >= 0);
            CHECK(f(x) <= 100);
            CHECK(f(x) >= before);
            before = f(x);
        }
    }
}

TEST_CASE("missing stays missing and what lies outside is listed") {
    const auto f = make(R"({"kind": "linear", "from": [0, 10]})");
    const auto out = evaluate(f, std::vector<double>{5, NAN, 11, -1});
    CHECK(out.value[0] == Approx(50));
    CHECK(std::isnan(out.value[1]));
    CHECK(out.value[2] == 100);
    CHECK(out.value[3] == 0);
    CHECK(out.missing == std::vector<std::size_t>{1});
    CHECK(out.outside == std::vector<std::size_t>{2, 3});
    const auto strict = make(R"({"kind": "linear", "from": [0, 10], "outside": "missing"})");
    CHECK(std::isnan(evaluate(strict, std::vector<double>{11}).value[0]));
    const auto error = make(R"({"kind": "linear", "from": [0, 10], "outside": "error"})");
    CHECK(error_text([&] {
              evaluate(error, std::vector<double>{5, 11});
          }) ==
          "11 in row 2 lies outside the declared bounds 0 to 10\n"
          "  hint: widen the bounds, or set outside = \"clamp\" or \"missing\"");
    CHECK(evaluate(f, std::vector<double>{}).value.empty());
}

TEST_CASE("a categorical function scores names and refuses unknown ones") {
    const auto f = make(R"({"kind": "categorical", "scores": {"1001": 100, "0701": 40}})");
    const auto out = evaluate(f, {"0701", "", "1001"}, {true, false, true});
    CHECK(out.value[0] == 40);
    CHECK(std::isnan(out.value[1]));
    CHECK(out.value[2] == 100);
    CHECK(out.missing == std::vector<std::size_t>{1});
    CHECK(error_text([&] {
              evaluate(f, {"0701", "1704", "0101"}, {true, true, true});
          }) ==
          "no score for: 0101, 1704; there are scores for: 0701, 1001\n"
          "  hint: add the categories to 'scores', or give a score for 'other'");
    const auto other = make(R"({"kind": "categorical", "scores": {"1001": 100}, "other": 10})");
    const auto rest = evaluate(other, {"1001", "0101"}, {true, true});
    CHECK(rest.value == std::vector<double>{100, 10});
    CHECK(rest.other == std::vector<std::size_t>{1});
}

TEST_CASE("mistakes in a value function are named") {
    CHECK(bad("[]") == "a value function is a table with a text 'kind'");
    CHECK(bad(R"({"kind": "liner"})") ==
          "unknown kind of value function 'liner'; did you mean 'linear'?");
    CHECK(bad(R"({"kind": "linear"})") == "value function 'linear' needs 'from'");
    CHECK(bad(R"({"kind": "linear", "from": [0, 1], "form": 1})") ==
          "value function 'linear' has no 'form'; did you mean 'from'?");
    CHECK(bad(R"({"kind": "linear", "from": [1, 1]})") ==
          "'from' of value function 'linear' wants two different numbers");
    CHECK(bad(R"({"kind": "linear", "from": [0, null]})") ==
          "'from' of value function 'linear' wants finite numbers");
    CHECK(bad(R"({"kind": "ranges", "breaks": [3, 3], "scores": [1, 2, 3]})") ==
          "'breaks' of value function 'ranges' must ascend");
    CHECK(bad(R"({"kind": "ranges", "breaks": [3, 8], "scores": [1, 2]})") ==
          "2 breaks make 2 + 1 classes, but there are 2 scores");
    CHECK(bad(R"({"kind": "piecewise", "points": [[0, 1]]})") ==
          "'points' of value function 'piecewise' wants at least two pairs of value and score");
    CHECK(bad(R"({"kind": "gaussian", "mid": 1, "width": 0})") ==
          "'width' of value function 'gaussian' must be above 0");
    CHECK(bad(R"({"kind": "sigmoid", "mid": 1, "slope": 0})") ==
          "'slope' of value function 'sigmoid' must not be 0");
    CHECK(bad(R"({"kind": "small", "mid": -1, "spread": 2})") ==
          "'mid' of value function 'small' must be above 0");
    CHECK(bad(R"({"kind": "linear", "from": [0, 1], "outside": "drop"})") ==
          "'outside' of value function 'linear' is clamp, missing or error");
    CHECK(bad(R"({"kind": "categorical", "scores": {}})") ==
          "'scores' of value function 'categorical' wants a table of category = score");
    CHECK(bad(R"({"kind": "linear", "from": ["1 km", "2 min"]})").find("'1 km'") !=
          std::string::npos);
}

TEST_CASE("a triangular value function rises to its peak and falls again") {
    const auto f = make(R"({"kind": "triangular", "from": [10, 20, 40], "to": [0, 1]})");
    CHECK(f(10) == 0);
    CHECK(f(15) == Approx(0.5));
    CHECK(f(20) == 1);
    CHECK(f(35) == Approx(0.25));
    CHECK(f(50) == 0);
    CHECK(bad(R"({"kind": "triangular", "from": [10, 20]})") ==
          "'from' of value function 'triangular' wants three ascending numbers");
    CHECK(bad(R"({"kind": "triangular", "from": [10, 20, 20]})") ==
          "'from' of value function 'triangular' must ascend");
}
