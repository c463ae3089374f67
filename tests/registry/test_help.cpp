#include "registry/sample.hpp"

#include <catch2/catch.hpp>

using jt::base::Lang;
using jt::registry::help_text;
using jt::registry::json_schema;
using jt::test::sample_spec;
using nlohmann::json;

TEST_CASE("help shows ports, parameters and outputs in aligned columns") {
    CHECK(help_text(sample_spec(), Lang::en) ==
          R"(network.reach  Reach
Finds what is in reach.
origin builtin, version 1

inputs
  network   network                       the network
  origins   table                         origins
  barriers  layer, one or more, optional  barriers

parameters
  cutoff  number (s)  default 30 min  1 .. 7200     what cutoff is
  count   integer     default 3       >= 0          what count is
  title   text        optional                      what title is
  strict  boolean     default false                 what strict is
  method  choice      default exact   exact | fast  what method is
  breaks  list (min)  optional        <= 120        what breaks is
  ids     list        optional                      what ids is
  extra   object      optional                      what extra is
  field   text        required                      what field is

outputs
  areas  layer  areas
      cost  real (min)  cost
      名称  text        name
  matrix  matrix  matrix
)");
}

TEST_CASE("help in Chinese is aligned by display width") {
    const std::string text = help_text(sample_spec(), Lang::zh);
    CHECK(text.find(R"(输入
  network   network              路网
  origins   table                起点
  barriers  layer, 可多个, 可选  障碍
)") != std::string::npos);
    CHECK(text.find("  cutoff  number (s)  默认 30 min  1 .. 7200     cutoff 的说明\n") !=
          std::string::npos);
}

TEST_CASE("an operator without ports and parameters has no empty headings") {
    jt::registry::OperatorSpec spec;
    spec.name = "nothing";
    spec.title = {"空", "Nothing"};
    CHECK(help_text(spec, Lang::en) == "nothing  Nothing\norigin builtin, version 1\n");
}

TEST_CASE("the JSON schema declares every parameter, with ports and outputs beside it") {
    const json schema = json_schema(sample_spec(), Lang::en);
    CHECK(schema["name"] == "network.reach");
    CHECK(schema["ports"][2] == json::parse(R"({"name": "barriers", "kind": "layer",
        "required": false, "many": true, "description": "barriers"})"));
    CHECK(schema["outputs"][0]["columns"][0] ==
          json::parse(R"({"name": "cost", "type": "real", "unit": "min", "title": "cost"})"));
    const json& params = schema["params"];
    CHECK(params["$schema"] == "https://json-schema.org/draft/2020-12/schema");
    CHECK(params["required"] == json::array({"field"}));
    CHECK(params["additionalProperties"] == false);
    CHECK(params["properties"].size() == 9);
    CHECK(params["properties"]["cutoff"] == json::parse(R"({"type": ["number", "string"],
        "minimum": 1.0, "maximum": 7200.0, "x-unit": "s", "default": "30 min",
        "description": "what cutoff is"})"));
    CHECK(params["properties"]["method"] == json::parse(R"({"type": "string",
        "enum": ["exact", "fast"], "default": "exact", "description": "what method is"})"));
    CHECK(params["properties"]["breaks"] == json::parse(R"({"type": "array",
        "items": {"maximum": 120.0}, "x-unit": "min", "description": "what breaks is"})"));
}
