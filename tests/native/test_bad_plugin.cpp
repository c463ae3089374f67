// Each rule of jt_plugin.h that a running plugin can break, and what the engine says to it.
#include "base/progress.hpp"
#include "native/modules.hpp"

#include <catch2/catch.hpp>

using namespace jt;

namespace {

const std::string kWhere = "  in plugin 'bad'\n  in operator bad";
const std::string kInTable = "\n  in output 'table'\n" + kWhere;
const std::string kInValue = "\n  in column 'value'" + kInTable;

/// What the engine says when the plugin does what is told.
std::string told(const std::string& how, const std::string& what = "") {
    nlohmann::json params = {{"how", how}, {"number", 1}};
    if (!what.empty()) {
        params["what"] = what;
    }
    const auto part = std::make_shared<layer::Table>(1);
    return test::error_text([&] {
        test::run(test::bad_manifest(), "bad", {{"parts", {part}}}, params);
    });
}

}  // namespace

TEST_CASE("a plugin that reports an error, or ends without a reason, fails") {
    CHECK(told("fail") == "the parks have no area; give them one\n" + kWhere);
    CHECK(told("fail but ok") == "first\n" + kWhere);
    CHECK(told("code") == "the operator ended with code 42 and gave no reason\n" + kWhere);
    CHECK(told("nothing") == "the plugin ended well without giving its output 'table'\n" + kWhere);
}

TEST_CASE("a plugin that asks for what is not there fails, even where it carries on") {
    CHECK(told("param") ==
          "the plugin asks for a parameter 'hwo' that it does not declare (did you mean 'how'?)\n" +
              kWhere);
    CHECK(told("param far") ==
          "the plugin asks for a parameter 'threshold' that it does not declare; it declares: how, "
          "what, number\n" +
              kWhere);
    CHECK(told("param type") ==
          "the plugin asks for parameter 'how' with param_number, but it is a string\n" + kWhere);
    CHECK(told("text type") ==
          "the plugin asks for parameter 'number' with param_text, but it is a number\n" + kWhere);
    CHECK(told("port") ==
          "the plugin asks for a port 'part' that it does not declare (did you mean 'parts'?)\n" +
              kWhere);
    CHECK(told("index") ==
          "the plugin asks for object 2 of port 'parts', which holds 1 (counted from 0)\n" +
              kWhere);
    CHECK(told("null name") == "the plugin gave a null pointer as port\n" + kWhere);
    CHECK(told("severity") == "7 is no severity of a diagnostic\n" + kWhere);
    CHECK(told("ids") == "the plugin gave a null pointer as ids\n" + kWhere);
    CHECK(told("text") == "the plugin gave a text as en that is not UTF-8\n" + kWhere);
}

TEST_CASE("a cancelled run ends as interrupted") {
    base::request_cancel();
    const auto error = test::error_of([&] {
        test::run(test::bad_manifest(), "bad", {}, {{"how", "long"}});
    });
    base::reset_cancel();
    REQUIRE(error);
    CHECK(error->kind() == base::ErrorKind::interrupted);
}

TEST_CASE("an array of the wrong length or layout is refused") {
    CHECK(told("short") == "column 'value' has 1 values for 2 rows" + kInTable);
    CHECK(told("negative") == "length -1 or offset 0 is negative" + kInTable);
    CHECK(told("struct") == "format 'g' found, '+s' wanted" + kInTable);
    CHECK(told("children") ==
          "1 children in the schema and 0 in the array found, 1 wanted" + kInTable);
    CHECK(told("sliced") == "the array of an object begins at offset 1, wanted 0" + kInTable);
    CHECK(told("released") == "schema or array was released before it was handed over" + kInTable);
    CHECK(told("buffers") == "1 buffers found, 2 wanted" + kInValue);
    CHECK(told("null buffer") == "the plugin gave a null pointer as buffers" + kInValue);
    CHECK(told("format") ==
          "columns of format 'tdD' are not supported; there are b, i, l, f, g, u, U" + kInValue);
    CHECK(told("utf8") == "the text of row 2 is not UTF-8" + kInValue);
    CHECK(told("offsets") == "the offsets of row 2 fall, or point outside the values" + kInValue);
}

TEST_CASE("an output that is not what was declared is refused") {
    CHECK(told("output") ==
          "the plugin gives an output 'tables' that it does not declare (did you mean 'table'?)\n" +
              kWhere);
    CHECK(told("kind") == "kind: wanted 'table', found 'sheet'" + kInTable);
    CHECK(told("column") == "the declared column 'value' is missing; found: valve" + kInTable);
    CHECK(told("type") == "type: wanted real, as declared, found text" + kInValue);
    CHECK(told("unit") == "unit: wanted 'm', as declared, found 'km'" + kInValue);
    CHECK(told("nameless") == "child 1: a column needs a name of its own, found ''" + kInTable);
    CHECK(told("same name") ==
          "child 2: a column needs a name of its own, found 'value'" + kInTable);
    CHECK(told("twice") == "the plugin gives the output 'table' twice\n" + kWhere);
    CHECK(told("object version") == "jt_object.version: wanted 1, found 9\n" + kWhere);
    CHECK(told("object size") == "jt_object.size: wanted at least " +
                                     std::to_string(sizeof(jt_object)) + ", found 16\n" + kWhere);
}

TEST_CASE("geometry that does not fit its shape, layout or status is refused") {
    const std::string in_layer = "\n  in output 'layer'\n" + kWhere;
    const std::string in_geometry = "\n  in column 'jt.geometry'" + in_layer;
    CHECK(told("", "layer") == "(no error)");
    CHECK(told("open but invalid", "layer") == "(no error)");
    CHECK(told("open", "layer") == "row 1: a ring of a polygon is not closed" + in_geometry);
    CHECK(told("rings", "layer") ==
          "row 2: a part of a polygon has the wrong number of rings" + in_geometry);
    CHECK(told("point", "layer") ==
          "row 1: a ring of a point has the wrong number of coordinates" + in_geometry);
    CHECK(told("line", "layer") == "(no error)");
    CHECK(told("none", "layer") ==
          "row 1 has coordinates in a layer of shape 'none'" + in_geometry);
    CHECK(told("shape", "layer") ==
          "shape 'hexagon' is none of none, point, line, polygon" + in_geometry);
    CHECK(told("status", "layer") ==
          "row 2: status 1 does not fit its coordinates, which are ok" + in_geometry);
    CHECK(told("falling", "layer") ==
          "the offsets of row 2 fall, or point outside the values" + in_geometry);
    CHECK(told("xy", "layer") == "15 values found, at least 16 wanted" + in_geometry);
    CHECK(told("pair", "layer") == "format '+w:3' found, '+w:2' wanted" + in_geometry);
    CHECK(told("place", "layer") == "child 1: wanted 'jt.id', found 'id'" + in_layer);
    CHECK(told("null id", "layer") ==
          "row 2 is null, which is not possible here\n  in column 'jt.id'" + in_layer);
    CHECK(told("crs", "layer").find("EPSG:1") != std::string::npos);
}
