// Turn restrictions of OpenStreetMap files.
#include "fixtures.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>

using namespace jt;

namespace {

constexpr const char* kFile = R"(<?xml version='1.0'?><osm version="0.6">
<node id="1" lon="104.0" lat="30.0"/><node id="2" lon="104.1" lat="30.0"/>
<node id="3" lon="104.2" lat="30.0"/><node id="4" lon="104.1" lat="30.1"/>
<way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way>
<way id="11"><nd ref="2"/><nd ref="3"/><tag k="highway" v="primary"/></way>
<way id="12"><nd ref="2"/><nd ref="4"/><tag k="highway" v="primary"/></way>
<relation id="105"><member type="way" ref="10" role="from"/><member type="way" ref="11" role="from"/>
 <member type="node" ref="2" role="via"/><member type="way" ref="12" role="to"/>
 <tag k="type" v="restriction"/><tag k="restriction" v="no_entry"/></relation>
<relation id="100"><member type="way" ref="10" role="from"/><member type="node" ref="2" role="via"/>
 <member type="way" ref="12" role="to"/>
 <tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>
<relation id="101"><member type="way" ref="10" role="from"/><member type="way" ref="11" role="via"/>
 <member type="way" ref="12" role="to"/>
 <tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>
<relation id="102"><member type="way" ref="10" role="from"/><member type="node" ref="99" role="via"/>
 <member type="way" ref="12" role="to"/>
 <tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>
<relation id="103"><member type="way" ref="10" role="from"/><member type="node" ref="2" role="via"/>
 <member type="way" ref="12" role="to"/>
 <tag k="type" v="restriction"/><tag k="restriction:hgv" v="no_left_turn"/></relation>
<relation id="104"><member type="way" ref="10" role="from"/><member type="node" ref="2" role="via"/>
 <member type="way" ref="12" role="to"/><tag k="except" v="bus;motorcar"/>
 <tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>
<relation id="106"><member type="way" ref="10" role="from"/><member type="node" ref="2" role="via"/>
 <tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>
<relation id="107"><member type="way" ref="10" role="outer"/><tag k="type" v="multipolygon"/>
 </relation></osm>)";

std::string said(const base::Diagnostics& diagnostics, const std::string& id) {
    for (const auto& diagnostic : diagnostics.list()) {
        if (diagnostic.message.id == id) {
            return base::render(diagnostic, base::Lang::en);
        }
    }
    return "";
}

}  // namespace

TEST_CASE(
    "restrictions are points at their nodes, one for each from and to, and the rest is told") {
    const fixtures::TempFolder folder;
    source::ReadOptions options;
    options.path = folder.write("turns.osm", kFile);
    options.layer = "restrictions";
    base::Diagnostics told;
    const layer::Layer layer = source::read_layer(options, told);
    REQUIRE(layer.rows() == 3);
    const std::vector<std::vector<std::string>> rows = {{"100", "10", "2", "12", "no_left_turn"},
                                                        {"105", "10", "2", "12", "no_entry"},
                                                        {"105", "11", "2", "12", "no_entry"}};
    const std::vector<std::string> fields = {"relation", "from_way", "via_node", "to_way", "kind"};
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t c = 0; c < fields.size(); ++c) {
            CHECK(layer.column(fields[c]).text(row) == rows[row][c]);
        }
        CHECK(layer.geometry().coordinates(row)[0] == Approx(104.1));
        CHECK(layer.geometry().coordinates(row)[1] == Approx(30.0));
    }
    const auto names = [&](const char* id, const char* relations) {
        INFO(said(told, id));
        CHECK(said(told, id).find(relations) != std::string::npos);
    };
    names("source.osm.via_ways", "1 features: 101");
    names("source.osm.via_lost", "1 features: 102");
    names("source.osm.other_vehicles", "2 features: 103, 104");
    names("source.osm.restriction_parts", "1 features: 106");
}
