// Defects of line layers, every kind by hand.
#include "network/defects_told.hpp"
#include "network/helpers.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt;
using network::DefectKind;
using network::DefectOptions;

namespace {

using test::find;
using test::Texts;
using test::told;

Texts told(const std::vector<test::Road>& roads, const std::vector<DefectKind>& kinds,
           const DefectOptions& options = {}) {
    return told(find(*test::roads(roads), options), kinds);
}

DefectOptions with_level() {
    DefectOptions options;
    options.level = "level";
    return options;
}

DefectOptions with_oneway() {
    DefectOptions options;
    options.oneway = "oneway";
    return options;
}

}  // namespace

TEST_CASE("dangle: an end that meets nothing") {
    const std::vector<DefectKind> kind{DefectKind::dangle};
    CHECK(told({{{0, 0, 100, 0}}, {{100, 0, 200, 0}}, {{100, 0, 100, 80}}}, kind) ==
          Texts{"dangle 1 @0,0", "dangle 2 @200,0", "dangle 3 @100,80"});
    // An end on the inside of a line meets it, with a vertex there or without.
    CHECK(told({{{0, 0, 100, 0, 200, 0}}, {{100, 0, 100, 50}}, {{40, 0, 40, 50}}}, kind) ==
          Texts{"dangle 1 @0,0", "dangle 1 @200,0", "dangle 2 @100,50", "dangle 3 @40,50"});
    CHECK(told({{{0, 0, 100, 0, 100, 100, 0, 0}}}, kind).empty());  // a ring
    CHECK(told({{{0, 0, 50, 0, 100, 50, 100, -50, 50, 0}}}, kind) == Texts{"dangle 1 @0,0"});
    // 10 mm are the same place; across levels only ends meet.
    CHECK(told({{{0, 0, 100, 0}}, {{100.005, 0, 200, 0}}}, kind).size() == 2);
    CHECK(
        told({{{0, 0, 100, 0}}, {.xy = {50, 0, 50, 60}, .level = 1}}, kind, with_level()).size() ==
        4);
    CHECK(told({{{0, 0, 100, 0}}, {.xy = {100, 0, 100, 60}, .level = 1}}, kind, with_level())
              .size() == 2);
}

TEST_CASE("near_miss: a loose end near a line, with the gap") {
    const std::vector<DefectKind> kind{DefectKind::near_miss};
    CHECK(told({{{0, 0, 100, 0}}, {{105, 0, 200, 0}}}, kind) ==
          Texts{"near_miss 1>2 @100,0 5.000", "near_miss 2>1 @105,0 5.000"});
    CHECK(told({{{0, 0, 300, 0}}, {{150, 4.5, 150, 90}}}, kind) ==
          Texts{"near_miss 2>1 @150,4.5 4.500"});
    CHECK(told({{{0, 0, 300, 0}}, {{150, 10, 150, 90}}}, kind).size() == 1);  // the limit counts
    CHECK(told({{{0, 0, 300, 0}}, {{150, 10.01, 150, 90}}}, kind).empty());
    DefectOptions wide;
    wide.tolerance_m = 20;
    CHECK(told({{{0, 0, 300, 0}}, {{150, 10.01, 150, 190}}}, kind, wide).size() == 1);
    // The nearer line is named, of equally near ones the lower id.
    CHECK(told({{{0, 0, 300, 0}}, {{0, 8, 300, 8}}, {{305, 4, 390, 4}}}, kind) ==
          Texts{"near_miss 1>2 @0,0 8.000", "near_miss 1>3 @300,0 6.403",
                "near_miss 2>1 @0,8 8.000", "near_miss 2>3 @300,8 6.403",
                "near_miss 3>1 @305,4 6.403"});
    CHECK(told({{{0, 0, 300, 0}}, {{150, 4, 150, 90}}, {{150, 95, 300, 95}}}, kind) ==
          Texts{"near_miss 2>1 @150,4 4.000", "near_miss 2>3 @150,90 5.000",
                "near_miss 3>2 @150,95 5.000"});
    // A short dead end is no gap to the street it hangs on; a bridge is not meant.
    CHECK(told({{{0, 0, 150, 0}}, {{150, 0, 300, 0}}, {{150, 0, 150, 8}}}, kind).empty());
    CHECK(told({{{0, 0, 300, 0}}, {.xy = {150, 4, 150, 90}, .level = 1}}, kind, with_level())
              .empty());
    CHECK(told({{{0, 0, 100, 0, 100, 100, 0, 100, 0, 6}}}, kind) ==
          Texts{"near_miss 1>1 @0,0 6.000", "near_miss 1>1 @0,6 6.000"});  // a ring left open
}

TEST_CASE("crossing: two lines cross inside without a common vertex") {
    const std::vector<DefectKind> kind{DefectKind::crossing};
    CHECK(told({{{0, 0, 100, 0}}, {{30, -50, 30, 50}}}, kind) == Texts{"crossing 1>2 @30,0"});
    CHECK(told({{{0, 0, 30, 0, 100, 0}}, {{30, -50, 30, 0, 30, 50}}}, kind).empty());
    CHECK(told({{{0, 0, 30, 0, 100, 0}}, {{30, -50, 30, 50}}}, kind) ==
          Texts{"crossing 1>2 @30,0"});
    CHECK(told({{{0, 0, 100, 0}}, {{30, 0, 30, 50}}}, kind).empty());  // an end joins
    CHECK(told({{{0, 0, 100, 0}}, {{0, 40, 50, 0, 90, 40}}}, kind) ==
          Texts{"crossing 1>2 @50,0 touch"});
    CHECK(told({{{0, 0, 100, 0}}, {{10, -9, 20, 9, 30, -9}}}, kind) ==
          Texts{"crossing 1>2 @15,0", "crossing 1>2 @25,0"});
    const std::vector<test::Road> bridge{{{0, 0, 100, 0}}, {.xy = {30, -50, 30, 50}, .level = 1}};
    CHECK(told(bridge, kind, with_level()).empty());
    CHECK(told(bridge, kind).size() == 1);
    base::Diagnostics diagnostics;
    network::find_defects(*test::roads(bridge), {}, diagnostics);
    CHECK(test::said(diagnostics, "network.defects.no_level") != "");
}

TEST_CASE("pseudo_node: two ends meet and nothing changes") {
    const std::vector<DefectKind> kind{DefectKind::pseudo_node};
    const std::vector<test::Road> two{{{0, 0, 100, 0}}, {{200, 0, 100, 0}, "", "branch"}};
    CHECK(told(two, kind) == Texts{"pseudo_node 1>2 @100,0"});
    DefectOptions same;
    same.same = {"class"};
    CHECK(told(two, kind, same).empty());
    same.same = {"speed", "oneway"};
    CHECK(told(two, kind, same).size() == 1);
    CHECK(told({{{0, 0, 100, 0}}, {{100, 0, 200, 0}}, {{100, 0, 100, 9}}}, kind).empty());
    CHECK(told({{{0, 0, 100, 0}}, {{100, 0, 200, 0}}, {{100, -9, 100, 9}}}, kind).empty());
    CHECK(told({{{0, 0, 9, 0, 9, 9, 0, 0}}}, kind).empty());
    const auto oneway = [&](const char* a, const char* b) {
        return told({{.xy = {0, 0, 100, 0}, .oneway = a}, {.xy = {200, 0, 100, 0}, .oneway = b}},
                    kind, with_oneway())
            .size();
    };
    CHECK(oneway("FT", "TF") == 1);  // one way on, however it is drawn
    CHECK(oneway("FT", "FT") == 0);
    CHECK(oneway("FT", "") == 0);
}

TEST_CASE("duplicate: the same coordinates, either way") {
    const std::vector<DefectKind> kind{DefectKind::duplicate, DefectKind::overlap_line,
                                       DefectKind::dangle};
    CHECK(told({{{0, 0, 50, 9, 100, 0}}, {{100, 0, 50, 9, 0, 0}}, {{0, 0, 50, 9, 100, 0}}}, kind) ==
          Texts{"dangle 1 @0,0", "dangle 1 @100,0", "duplicate 2>1 @0,0", "duplicate 3>1 @0,0"});
    const std::vector<test::Road> pair{{.xy = {0, 0, 100, 0}, .oneway = "FT"},
                                       {.xy = {100, 0, 0, 0}, .oneway = "FT"},
                                       {.xy = {0, 0, 100, 0}, .oneway = "FT"}};
    CHECK(told(pair, {DefectKind::duplicate}, with_oneway()) == Texts{"duplicate 3>1 @0,0"});
    CHECK(
        told({{{0, 0, 50, 9, 100, 0}}, {{0, 0, 50, 8, 100, 0}}}, {DefectKind::duplicate}).empty());
}

TEST_CASE("overlap_line: two lines share a stretch") {
    const std::vector<DefectKind> kind{DefectKind::overlap_line};
    CHECK(told({{{0, 0, 100, 0}}, {{60, 0, 160, 0}}}, kind) ==
          Texts{"overlap_line 1>2 @60,0 40.000"});
    CHECK(told({{{0, 0, 40, 0, 100, 0}}, {{200, 50, 70, 0, 20, 0, 0, 30}}}, kind) ==
          Texts{"overlap_line 1>2 @20,0 50.000"});
    CHECK(told({{{0, 0, 100, 0}}, {{100, 0, 200, 0}}, {{0, 0.1, 100, 0.1}}}, kind).empty());
    CHECK(told({{{0, 0, 100, 0}}, {{60, 0, 160, 0}}}, {DefectKind::crossing}).empty());
}

TEST_CASE("zero_length and self_crossing") {
    const std::vector<DefectKind> zero{DefectKind::zero_length};
    CHECK(told({{{5, 5, 5, 5}}, {{0, 0, 100, 0}}, {{7, 7, 7.008, 7}}}, zero) ==
          Texts{"zero_length 1 @5,5", "zero_length 3 @7,7 10 mm"});
    const std::vector<DefectKind> self{DefectKind::self_crossing};
    CHECK(told({{{0, 0, 100, 0, 100, 50, 30, -50}}}, self) == Texts{"self_crossing 1 @65,0"});
    CHECK(told({{{0, 0, 50, 0, 100, 50, 100, -50, 50, 0, 0, -50}}}, self) ==
          Texts{"self_crossing 1 @50,0"});
    CHECK(told({{{0, 0, 100, 0, 40, 0, 40, 70}}}, self) == Texts{"self_crossing 1 @100,0 back"});
    CHECK(told({{{0, 0, 100, 0, 100, 100, 0, 0}}}, self).empty());
    CHECK(told({{{0, 0, 50, 0, 100, 50, 100, -50, 50, 0}}}, self).empty());  // ends on itself
}

TEST_CASE("oneway_trap: places without a way out or in") {
    const std::vector<DefectKind> kind{DefectKind::oneway_trap};
    // A two-way town, a one-way street out of it to a dead end, and one into it.
    const std::vector<test::Road> roads{{{0, 0, 100, 0}},
                                        {{100, 0, 100, 100}},
                                        {{100, 100, 0, 0}},
                                        {.xy = {100, 0, 200, 0}, .oneway = "FT"},
                                        {.xy = {0, 0, -90, 0}, .oneway = "TF"}};
    CHECK(told(roads, kind, with_oneway()) ==
          Texts{"oneway_trap 4 @200,0 no_exit places=1", "oneway_trap 5 @-90,0 no_entry places=1"});
    CHECK(told(roads, kind).empty());  // not asked
    CHECK(told({{.xy = {0, 0, 100, 0}, .oneway = "FT"}, {.xy = {200, 0, 100, 0}, .oneway = "FT"}},
               kind, with_oneway()) == Texts{"oneway_trap 1 @0,0 no_entry places=1",
                                             "oneway_trap 1 @100,0 no_exit places=1",
                                             "oneway_trap 2 @200,0 no_entry places=1"});
    // A loop that is entered and never left; the T-junction in it is a place.
    const std::vector<test::Road> loop{{{0, 0, 100, 0}},
                                       {{100, 0, 100, 50}},
                                       {{100, 0, 100, -50}},
                                       {.xy = {100, 0, 200, 0}, .oneway = "FT"},
                                       {{200, -50, 200, 50}}};
    CHECK(told(loop, kind, with_oneway()) == Texts{"oneway_trap 4 @200,-50 no_exit places=3"});
    DefectOptions drawn;
    drawn.digitised_direction = true;
    CHECK(told({{{0, 0, 100, 0}}, {{100, 0, 0, 0}}}, kind, drawn).empty());
    CHECK(told({{{0, 0, 100, 0}}}, kind, drawn).size() == 2);
}

TEST_CASE("small_component and the table of components") {
    const auto report = find(*test::roads({{{0, 0, 1000, 0}},
                                           {{0, 900, 100, 900}},
                                           {{500, 0, 500, 500}},
                                           {{100, 900, 100, 950}},
                                           {{5000, 0, 5100, 0}},
                                           {{250, -50, 250, 50}},
                                           {}}));
    CHECK(told(report, {DefectKind::small_component}) ==
          Texts{"small_component 2 @0,900 features=2", "small_component 5 @5000,0 features=1",
                "small_component 6 @250,-50 features=1"});
    Texts rows;
    for (const auto& r : report.components) {
        rows.push_back(fmt::format("{} {} {} {:.3f}", r.feature, r.component, r.features, r.km));
    }
    CHECK(rows == Texts{"1 1 2 1.500", "3 1 2 1.500", "2 2 2 0.150", "4 2 2 0.150", "6 3 1 0.100",
                        "5 4 1 0.100"});  // of equal size by place
}

TEST_CASE("missing_node and node_mismatch") {
    auto lines = test::roads({{{0, 0, 100, 0}},
                              {{100, 0, 200, 0}},
                              {{100, 0, 100, 90}},
                              {{130, 0, 130, 90}},
                              {{204, 0, 300, 0}}});
    lines->set({"a", layer::Type::text, "", {}},
               layer::Column::of_texts({"n1", "n2", "n2", "n2", "n3"}));
    layer::ColumnBuilder to(layer::Type::text);
    for (const char* id : {"n2", "n3", "", "n4"}) {
        to.text(id);
    }
    to.null();
    lines->set({"b", layer::Type::text, "", {}}, to.build());
    DefectOptions options;
    options.from = "a";
    options.to = "b";
    const std::vector<DefectKind> kinds{DefectKind::missing_node, DefectKind::node_mismatch};
    CHECK(told(find(*lines, options), kinds) == Texts{"missing_node 3 @100,90 to",
                                                      "missing_node 5 @300,0 to",
                                                      "node_mismatch 4>1 @130,0 30.000 n2"});
    options.tolerance_m = 3;
    CHECK(told(find(*lines, options), {DefectKind::node_mismatch}) ==
          Texts{"node_mismatch 4>1 @130,0 30.000 n2", "node_mismatch 5>2 @204,0 4.000 n3"});
    CHECK(told(find(*lines), kinds).empty());
    options.from = "aa";
    CHECK(test::error_text([&] { find(*lines, options); }).find("'aa'") != std::string::npos);
}
