// Fits of control points: known transforms come back, PROJ applies what they print.
#include "geo/control_points.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

#include <proj.h>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

using namespace jt;
using namespace jt::geo;
using Numbers = std::vector<double>;

namespace {

constexpr double kArcSecond = std::numbers::pi / 648000;

/// Points 50 km apart with the coordinates of a 3-degree zone.
const Numbers kPlane{400000,  3400000,   450000,    3401000, 424000,
                     3445000, 401500.25, 3449000.5, 438000,  3420000};

/// Geocentric points around Chengdu, some 60 km apart and of different heights.
Numbers geocentric() {
    PJ* const pj = proj_create(nullptr, "+proj=cart +ellps=GRS80");
    REQUIRE(pj != nullptr);
    Numbers out;
    const double places[][3] = {{104.0, 30.4, 480},
                                {104.6, 30.5, 900},
                                {104.2, 30.9, 520},
                                {103.6, 30.7, 1200},
                                {104.1, 30.6, 500}};
    for (const auto& p : places) {
        const PJ_COORD at =
            proj_trans(pj, PJ_FWD, proj_coord(proj_torad(p[0]), proj_torad(p[1]), p[2], 0));
        out.insert(out.end(), {at.xyz.x, at.xyz.y, at.xyz.z});
    }
    proj_destroy(pj);
    return out;
}

/// What PROJ makes of the points, in the way the string says.
Numbers by_proj(const std::string& definition, Numbers values, std::size_t size) {
    PJ* const pj = proj_create(nullptr, definition.c_str());
    REQUIRE(pj != nullptr);
    for (std::size_t i = 0; i + size <= values.size(); i += size) {
        const double z = size == 3 ? values[i + 2] : 0;
        const PJ_COORD out = proj_trans(pj, PJ_FWD, proj_coord(values[i], values[i + 1], z, 0));
        for (std::size_t k = 0; k < size; ++k) {
            values[i + k] = out.v[k];
        }
    }
    proj_destroy(pj);
    return values;
}

double farthest(const Numbers& a, const Numbers& b) {
    REQUIRE(a.size() == b.size());
    double out = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        out = std::max(out, std::fabs(a[i] - b[i]));
    }
    return out;
}

template <class Transform>
Numbers applied(const Transform& transform, Numbers values) {
    transform.apply(values);
    return values;
}

template <class Body>
std::string error_id(Body&& body) {
    const auto error = test::error_of(body);
    return error ? error->message().id : "";
}

Numbers exchanged(Numbers values, std::size_t size) {
    for (std::size_t i = 0; i + size <= values.size(); i += size) {
        std::swap(values[i], values[i + 1]);
    }
    return values;
}

Helmert known_helmert() {
    Helmert h;
    h.translation = {-15.3, 137.2, 84.6};
    h.rotation = {1.2 * kArcSecond, -2.1 * kArcSecond, 4.9 * kArcSecond};
    h.scale_ppm = -6.5;
    return h;
}

}  // namespace

TEST_CASE("a known similarity comes back from points with large coordinates") {
    const Similarity known(-398000.5, -3397000.25, 0.0123, 1.0000345);
    const Numbers to = applied(known, kPlane);
    const SimilarityFit fit = fit_similarity(kPlane, to);
    CHECK(fit.transform.scale() == Approx(1.0000345).epsilon(1e-13));
    CHECK(fit.transform.rotation() == Approx(0.0123).margin(1e-13));
    CHECK(fit.transform.dx() == Approx(-398000.5).margin(1e-6));
    CHECK(fit.transform.dy() == Approx(-3397000.25).margin(1e-6));
    CHECK(fit.quality.rmse < 1e-8);
    CHECK(fit.quality.degrees_of_freedom == 6);
    CHECK_FALSE(fit.quality.swapped);
    const Numbers other{380000, 3500000, 470000, 3380000};  // off the points
    CHECK(farthest(applied(fit.transform, other), applied(known, other)) < 1e-6);
}

TEST_CASE("the definition of the similarity: a quarter turn to the left and double size") {
    const Similarity quarter(10, 20, std::numbers::pi / 2, 2);
    const Numbers out = applied(quarter, {1, 0, 0, 1});
    CHECK(farthest(out, {10, 22, 8, 20}) < 1e-12);
}

TEST_CASE("two points decide a similarity and test nothing") {
    const Numbers from{400000, 3400000, 450000, 3400000};
    const Numbers to{1000, 2000, 1000, 52000};  // a quarter turn to the left
    const SimilarityFit fit = fit_similarity(from, to);
    CHECK(fit.transform.rotation() == Approx(std::numbers::pi / 2));
    CHECK(fit.transform.scale() == Approx(1));
    CHECK(fit.quality.rmse < 1e-9);
    CHECK(fit.quality.degrees_of_freedom == 0);
    CHECK(std::isnan(fit.quality.sigma));
}

TEST_CASE("a similarity goes back within a micrometre and nothing becomes nothing") {
    const Similarity known(-398000.5, -3397000.25, -2.5, 0.99993);
    Numbers values = kPlane;
    known.apply(values);
    known.invert(values);
    CHECK(farthest(values, kPlane) < 1e-6);
    const SimilarityFit fit = fit_similarity(kPlane, applied(known, kPlane));
    values = kPlane;
    fit.transform.apply(values);
    fit.transform.invert(values);
    CHECK(farthest(values, kPlane) < 1e-6);
    Numbers none;
    fit.transform.apply(none);
    CHECK(none.empty());
}

TEST_CASE("PROJ applies the printed similarity, there and back") {
    const Similarity known(-398000.5, -3397000.25, 0.0123, 1.0000345);
    const SimilarityFit fit = fit_similarity(kPlane, applied(known, kPlane));
    const std::string text = fit.transform.proj();
    CHECK(farthest(by_proj(text, kPlane, 2), applied(known, kPlane)) < 1e-6);
    CHECK(farthest(by_proj("+proj=pipeline +step +inv " + text, applied(known, kPlane), 2),
                   kPlane) < 1e-6);
    CHECK(Similarity().proj() == "+proj=helmert +x=0 +y=0 +s=1 +theta=0");
}

TEST_CASE("with noise the errors are of its size and the worst point is found") {
    const Similarity known(1200, -800, 0.3, 1.00002);
    std::mt19937_64 random(20200525);
    std::normal_distribution<double> noise(0, 0.02);
    Numbers from, to;
    for (int i = 0; i < 400; ++i) {
        from.push_back(400000 + static_cast<double>(random() % 50000));
        from.push_back(3400000 + static_cast<double>(random() % 50000));
    }
    to = applied(known, from);
    for (double& value : to) {
        value += noise(random);
    }
    const SimilarityFit fit = fit_similarity(from, to);
    CHECK(fit.quality.sigma == Approx(0.02).epsilon(0.1));
    CHECK(fit.quality.rmse == Approx(0.02 * std::sqrt(2)).epsilon(0.1));
    CHECK(fit.transform.rotation() == Approx(0.3).margin(1e-6));
    CHECK(fit.transform.scale() == Approx(1.00002).margin(1e-6));
    double x = 0, y = 0;  // residuals of a least squares fit sum to nothing
    for (std::size_t i = 0; i < fit.quality.lengths.size(); ++i) {
        x += fit.quality.residuals[2 * i];
        y += fit.quality.residuals[2 * i + 1];
    }
    CHECK(x == Approx(0).margin(1e-6));
    CHECK(y == Approx(0).margin(1e-6));
    to[2 * 137] += 1.5;
    const SimilarityFit bad = fit_similarity(from, to);
    CHECK(bad.quality.worst == 137);
    CHECK(bad.quality.residuals[2 * 137] == Approx(1.5).margin(0.1));
}

TEST_CASE("a fit is least: no parameter moved a little makes it better") {
    const Numbers to{10, 20, 50015, 1030, 24003, 45010, 1498, 49027, 38001, 20008};
    const SimilarityFit fit = fit_similarity(kPlane, to);
    const auto squares = [&](const Similarity& s) {
        const Numbers fitted = applied(s, kPlane);
        double sum = 0;
        for (std::size_t i = 0; i < to.size(); ++i) {
            sum += (to[i] - fitted[i]) * (to[i] - fitted[i]);
        }
        return sum;
    };
    const Similarity& t = fit.transform;
    const double best = squares(t);
    for (const double step : {-1.0, 1.0}) {
        CHECK(squares({t.dx() + step, t.dy(), t.rotation(), t.scale()}) > best);
        CHECK(squares({t.dx(), t.dy() + step, t.rotation(), t.scale()}) > best);
        CHECK(squares({t.dx(), t.dy(), t.rotation() + step * 1e-6, t.scale()}) > best);
        CHECK(squares({t.dx(), t.dy(), t.rotation(), t.scale() + step * 1e-6}) > best);
    }
}

TEST_CASE("exchanged axes are told, in either system") {
    const Similarity known(-398000, -3397000, 0.01, 1.00003);
    const Numbers to = applied(known, kPlane);
    for (const auto& [from, there] :
         {std::pair(exchanged(kPlane, 2), to), std::pair(kPlane, exchanged(to, 2))}) {
        base::Diagnostics diagnostics;
        const SimilarityFit fit = fit_similarity(from, there, &diagnostics);
        CHECK(fit.quality.swapped);
        REQUIRE(diagnostics.list().size() == 1);
        CHECK(diagnostics.list()[0].message.id == "geo.control.swapped");
        CHECK(fit_similarity(from, there).quality.swapped);  // nobody listens
    }
    base::Diagnostics quiet;
    CHECK_FALSE(fit_similarity(kPlane, to, &quiet).quality.swapped);
    CHECK(quiet.list().empty());
}

TEST_CASE("a known seven-parameter transform comes back") {
    const Helmert known = known_helmert();
    const Numbers from = geocentric();
    const HelmertFit fit = fit_helmert(from, applied(known, from));
    CHECK(fit.quality.rmse < 1e-6);
    CHECK(fit.quality.degrees_of_freedom == 8);
    CHECK(fit.transform.scale_ppm == Approx(-6.5).margin(1e-5));
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(fit.transform.rotation[k] / kArcSecond ==
              Approx(known.rotation[k] / kArcSecond).margin(1e-5));
        CHECK(fit.transform.translation[k] == Approx(known.translation[k]).margin(1e-3));
    }
    CHECK(farthest(applied(fit.transform, from), applied(known, from)) < 1e-6);
}

TEST_CASE("seven parameters golden: PROJ's helmert in position vector convention") {
    const Numbers from = geocentric();
    const std::string golden =
        "+proj=helmert +convention=position_vector +x=-15.3 +y=137.2 "
        "+z=84.6 +rx=1.2 +ry=-2.1 +rz=4.9 +s=-6.5";
    const Numbers to = by_proj(golden, from, 3);
    CHECK(farthest(applied(known_helmert(), from), to) < 1e-8);
    const HelmertFit fit = fit_helmert(from, to);
    CHECK(fit.quality.rmse < 1e-6);
    CHECK(farthest(by_proj(fit.transform.proj(), from, 3), to) < 1e-6);
    CHECK(known_helmert().proj().find("+convention=position_vector +x=-15.3 +y=137.2 +z=84.6") !=
          std::string::npos);
}

TEST_CASE("seven parameters go back within a micrometre") {
    const Helmert known = known_helmert();
    Numbers values = geocentric();
    known.apply(values);
    known.invert(values);
    CHECK(farthest(values, geocentric()) < 1e-6);
}

TEST_CASE("seven parameters with noise: the errors are of its size") {
    const Numbers from = geocentric();
    Numbers to = applied(known_helmert(), from);
    std::mt19937_64 random(7);
    std::normal_distribution<double> noise(0, 0.01);
    for (double& value : to) {
        value += noise(random);
    }
    const HelmertFit fit = fit_helmert(from, to);
    CHECK(fit.quality.sigma > 0.003);
    CHECK(fit.quality.sigma < 0.03);
    CHECK(farthest(applied(fit.transform, from), to) < 0.05);
}

TEST_CASE("control points that decide nothing are refused") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Numbers two{1, 2, 3, 4}, same{5, 5, 5.001, 5};
    CHECK(error_id([&] { fit_similarity({}, {}); }) == "geo.control.few");
    CHECK(error_id([&] { fit_similarity(Numbers{1, 2}, Numbers{1, 2}); }) == "geo.control.few");
    CHECK(error_id([&] { fit_similarity(two, Numbers{1, 2}); }) == "geo.control.pairs");
    CHECK(error_id([&] {
              fit_similarity(Numbers{1, 2, 3}, Numbers{1, 2, 3});
          }) == "geo.control.pairs");
    CHECK(error_id([&] { fit_similarity(same, two); }) == "geo.control.together");
    CHECK(error_id([&] { fit_similarity(two, same); }) == "geo.control.together");
    CHECK(error_id([&] { fit_similarity(two, Numbers{1, 2, 3, nan}); }) == "geo.control.number");
    const auto text = test::error_text([&] { fit_similarity(two, Numbers{1, 2, 3, nan}); });
    CHECK(text.find("control point 2, to") != std::string::npos);
    CHECK(error_id([] { Similarity(0, 0, 0, 0); }) == "geo.control.parameters");
    const Numbers line{0, 0, 0, 1000, 1, 2, 3000, 3, 6};
    const Numbers few{0, 0, 0, 1000, 1, 2};
    CHECK(error_id([&] { fit_helmert(few, few); }) == "geo.control.few");
    CHECK(error_id([&] { fit_helmert(line, line); }) == "geo.control.line");
    const Numbers from = geocentric();
    CHECK(error_id([&] { fit_helmert(exchanged(from, 3), from); }) == "geo.control.rotation");
}
