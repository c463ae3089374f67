#include "registry/sample.hpp"
#include "support/errors.hpp"

#include <catch2/catch.hpp>

using namespace jt::registry;
using jt::base::ErrorKind;
using jt::base::Lang;
using jt::test::error_of;
using jt::test::error_text;
using jt::test::object;
using jt::test::sample_spec;

namespace {

const std::string kIn = "\n  in operator network.reach";

Outputs good_body(Call&) {
    return {{"areas", object(Kind::layer)}, {"matrix", object(Kind::matrix)}};
}

Registry registry_with(Body body) {
    Registry registry;
    registry.add(sample_spec(), std::move(body));
    return registry;
}

Call good_call() {
    Call call;
    call.inputs = {{"network", {object(Kind::network)}}, {"origins", {object(Kind::table)}}};
    call.params = {{"field", "name"}};
    return call;
}

std::string refused(const std::function<void(Call&)>& spoil, Body body = good_body) {
    Call call = good_call();
    spoil(call);
    return error_text([&] { registry_with(std::move(body)).run("network.reach", call); });
}

std::string declared_wrong(const std::function<void(OperatorSpec&)>& spoil) {
    OperatorSpec spec = sample_spec();
    spoil(spec);
    return error_text([&] { Registry().add(spec, good_body); });
}

}  // namespace

TEST_CASE("an operator runs with complete parameters, its inputs and somebody to talk to") {
    bool ran = false;
    const Registry registry = registry_with([&](Call& call) {
        ran = true;
        CHECK(call.params["cutoff"] == 1800);
        CHECK(call.has("network"));
        CHECK_FALSE(call.has("barriers"));
        CHECK(call.object("origins")->kind() == Kind::table);
        CHECK(error_text([&] { call.object("barriers"); }) == "port 'barriers' is empty");
        CHECK(call.registry != nullptr);
        call.diagnostics->info(jt::base::msg("base.interrupted"));
        call.progress->at(1);
        return good_body(call);
    });
    CHECK(registry.run("network.reach", good_call()).size() == 2);
    CHECK(ran);
}

TEST_CASE("diagnostics of the body reach the caller") {
    const Registry registry = registry_with([](Call& call) {
        call.diagnostics->info(jt::base::msg("base.interrupted"));
        return good_body(call);
    });
    jt::base::Diagnostics diagnostics;
    Call call = good_call();
    call.diagnostics = &diagnostics;
    registry.run("network.reach", call);
    CHECK(diagnostics.list().size() == 1);
}

TEST_CASE("a table port takes a layer, an optional port nothing, a port for many takes many") {
    CHECK(refused([](Call& call) { call.inputs["origins"] = {object(Kind::layer)}; }) ==
          "(no error)");
    CHECK(refused([](Call& call) { call.inputs["barriers"] = {}; }) == "(no error)");
    CHECK(refused([](Call& call) {
              call.inputs["barriers"] = {object(Kind::layer), object(Kind::layer)};
          }) == "(no error)");
}

TEST_CASE("inputs that do not fit the ports are refused with operator and port") {
    CHECK(refused([](Call& call) { call.inputs["netwrok"] = {object(Kind::network)}; }) ==
          "unknown port 'netwrok'; did you mean 'network'?" + kIn);
    CHECK(refused([](Call& call) { call.inputs["seeds"] = {object(Kind::layer)}; }) ==
          "unknown port 'seeds'; there are: network, origins, barriers" + kIn);
    CHECK(refused([](Call& call) { call.inputs.erase("network"); }) ==
          "port 'network' has no input; it wants a network" + kIn);
    CHECK(refused([](Call& call) { call.inputs["origins"].push_back(object(Kind::table)); }) ==
          "port 'origins' takes one object, found 2" + kIn);
    CHECK(refused([](Call& call) { call.inputs["network"] = {object(Kind::layer)}; }) ==
          "port 'network' wants a network, found a layer" + kIn);
    CHECK(refused([](Call& call) {
              call.inputs["barriers"] = {object(Kind::layer), object(Kind::table)};
          }) == "port 'barriers' wants a layer, found a table" + kIn);
    CHECK(refused([](Call& call) { call.params["cutof"] = 1; }) ==
          "unknown parameter 'cutof'; did you mean 'cutoff'?" + kIn);
}

TEST_CASE("what a body fails with carries the operator's name") {
    CHECK(refused([](Call&) {},
                  [](Call&) -> Outputs { throw jt::base::data_error("base.interrupted"); }) ==
          "interrupted; nothing was written" + kIn);
}

TEST_CASE("outputs that differ from the declaration are internal errors") {
    const auto fails = [](Outputs outputs) {
        const Registry registry = registry_with([&](Call&) { return outputs; });
        const auto error = error_of([&] { registry.run("network.reach", good_call()); });
        REQUIRE(error);
        CHECK(error->kind() == ErrorKind::internal);
        return error->text(Lang::en);
    };
    const auto layer = object(Kind::layer);
    const auto matrix = object(Kind::matrix);
    CHECK(fails({{"areas", layer}}) == "the declared output 'matrix' is missing" + kIn);
    CHECK(fails({{"areas", nullptr}, {"matrix", matrix}}) ==
          "the declared output 'areas' is missing" + kIn);
    CHECK(fails({{"areas", matrix}, {"matrix", matrix}}) ==
          "the output 'areas' is declared as layer, found matrix" + kIn);
    CHECK(fails({{"areas", layer}, {"matrix", matrix}, {"more", layer}}) ==
          "the output 'more' is not declared" + kIn);
}

TEST_CASE("operators are found by name, sorted, and misspellings are helped") {
    Registry registry = registry_with(good_body);
    OperatorSpec other = sample_spec();
    other.name = "ahp";
    registry.add(other, good_body);
    CHECK(registry.names() == std::vector<std::string>{"ahp", "network.reach"});
    CHECK(registry.find("ahp").spec.name == "ahp");
    CHECK(registry.find_or_null("nothing") == nullptr);
    CHECK(error_text([&] { registry.run("network.raech", {}); }) ==
          "unknown operator 'network.raech'; did you mean 'network.reach'?");
    CHECK(error_text([&] { registry.find("overlay"); }) ==
          "unknown operator 'overlay'; there are: ahp, network.reach");
}

TEST_CASE("a name that is taken twice names both origins") {
    Registry registry = registry_with(good_body);
    OperatorSpec again = sample_spec();
    again.origin = "lua:mine";
    CHECK(error_text([&] { registry.add(again, good_body); }) ==
          "the operator name 'network.reach' is taken twice: by builtin and by lua:mine\n"
          "  hint: rename or remove one of them");
}

TEST_CASE("a declaration that does not hold together is refused when it is added") {
    const std::string in = "\n  in the declaration of network.reach (builtin)";
    CHECK(declared_wrong([](OperatorSpec& spec) { spec.params[1].name = "cutoff"; }) ==
          "the name 'cutoff' is empty or used twice among ports, parameters or outputs" + in);
    CHECK(declared_wrong([](OperatorSpec& spec) { spec.outputs.clear(); }) ==
          "no output is declared" + in);
    CHECK(declared_wrong([](OperatorSpec& spec) { spec.params[4].choices.clear(); }) ==
          "parameter 'method' declares no choices" + in);
    CHECK(declared_wrong([](OperatorSpec& spec) { spec.params[0].fallback = "3 h"; }) ==
          "parameter 'cutoff' is 10800 s, but at most 7200 s is wanted" + kIn + in);
}

TEST_CASE("stored objects are read by the reader of their kind") {
    Registry registry;
    registry.add_reader(Kind::files, Files::read);
    Files files;
    files.files = {{"maps/01.pdf", std::string("\0%PDF", 5)}, {"报告.md", std::string()}};
    jt::base::Writer out;
    files.write(out);
    const std::string bytes = out.bytes();
    jt::base::Reader in(bytes);
    const ObjectPtr again = registry.read(Kind::files, in);
    in.expect_end();
    CHECK(dynamic_cast<const Files&>(*again).files == files.files);
    CHECK(content_hash(*again) == content_hash(files));
    jt::base::Reader nothing("");
    CHECK(error_text([&] { registry.read(Kind::surface, nothing); }) ==
          "nothing reads stored objects of kind 'surface'");
}

TEST_CASE("names of kinds and column types lead back to them") {
    for (const Kind kind :
         {Kind::layer, Kind::table, Kind::matrix, Kind::network, Kind::surface, Kind::files}) {
        CHECK(kind_from_name(kind_name(kind)) == kind);
    }
    CHECK(error_text([] { kind_from_name("raster"); }) == "unknown kind of object 'raster'");
    for (const ColumnType type :
         {ColumnType::boolean, ColumnType::integer, ColumnType::real, ColumnType::text}) {
        CHECK(column_type_from_name(column_type_name(type)) == type);
    }
    CHECK(error_text([] { column_type_from_name("intger"); }) ==
          "unknown column type 'intger'; did you mean 'integer'?");
    CHECK(error_text([] { column_type_from_name("double"); }) ==
          "unknown column type 'double'; there are: boolean, integer, real, text");
}

TEST_CASE("the hash of an object depends on its kind and bytes") {
    CHECK(content_hash(*object(Kind::layer)) == content_hash(*object(Kind::layer)));
    CHECK(content_hash(*object(Kind::layer)) != content_hash(*object(Kind::table)));
}
