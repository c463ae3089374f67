#include "base/files.hpp"
#include "scenario/fake.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

using namespace jt::scenario;
using jt::test::error_of;
using jt::test::error_text;
using jt::test::Fakes;
using jt::test::sample_plan;
using jt::test::step;
using jt::test::TempFolder;

namespace fs = std::filesystem;

namespace {

/// What a run of the plan left: its results, and what it told the log.
struct Ran {
    std::vector<StepResult> results;
    std::vector<std::string> log;
    std::string last_file;  ///< bytes of the last step, where that makes a file

    std::vector<bool> cached() const {
        std::vector<bool> out;
        for (const auto& result : results) {
            out.push_back(result.from_cache);
        }
        return out;
    }
};

Ran ran(const Plan& plan, const Fakes& fakes, const fs::path& cache_folder) {
    Ran out;
    const Cache cache(cache_folder);
    RunGraph graph(plan, fakes.registry, cache, {{"versions", {{"GDAL", "3.6.2"}}}},
                   [&](const jt::base::Diagnostic& told) {
                       out.log.push_back(jt::base::render(told, jt::base::Lang::en));
                   });
    graph.run(jt::base::Progress());
    const auto last = graph.object({plan.steps.size() - 1, ""});
    if (const auto* files = dynamic_cast<const jt::registry::Files*>(last.get())) {
        out.last_file = files->files.begin()->second.str();
    }
    out.results = graph.results();
    return out;
}

std::vector<fs::path> entries(const fs::path& cache) {
    std::vector<fs::path> out;
    for (const auto& entry : fs::recursive_directory_iterator(cache)) {
        if (entry.is_regular_file()) {
            out.push_back(entry.path());
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

fs::path entry_of(const fs::path& cache, const std::string& key) {
    return cache / key.substr(0, 2) / (key + ".jtc");
}

const std::vector<bool> kNone(6, false);
const std::vector<bool> kAll(6, true);
const std::string kOdd = "5\n0\n5\n2\n4\n6\n";

}  // namespace

TEST_CASE("a second run takes every step from the cache and gives the same results") {
    const TempFolder folder;
    const Fakes fakes;
    const auto first = ran(sample_plan(), fakes, folder / "cache");
    CHECK(first.cached() == kNone);
    CHECK(first.last_file == kOdd);
    CHECK(fakes.ran("fake.scale") == 2);
    CHECK(entries(folder / "cache").size() == 6);

    const auto second = ran(sample_plan(), fakes, folder / "cache");
    CHECK(second.cached() == kAll);
    CHECK(second.last_file == kOdd);
    CHECK(fakes.ran("fake.numbers") == 1);
    CHECK(fakes.ran("fake.scale") == 2);
    CHECK(first.log.empty());
    CHECK(second.log.empty());
    for (std::size_t i = 0; i < first.results.size(); ++i) {
        CHECK(first.results[i].key == second.results[i].key);
        CHECK(first.results[i].info.outputs.at("out").hash ==
              second.results[i].info.outputs.at("out").hash);
        CHECK(first.results[i].info.diagnostics.list() ==
              second.results[i].info.diagnostics.list());
    }
    CHECK(second.results[0].info.diagnostics.list().size() == 1);
}

TEST_CASE("without a cache every run computes every step and leaves nothing") {
    const TempFolder folder;
    const Fakes fakes;
    CHECK(ran(sample_plan(), fakes, "").last_file == kOdd);
    CHECK(ran(sample_plan(), fakes, "").cached() == kNone);
    CHECK(fakes.ran("fake.numbers") == 2);
    CHECK(entries(folder.path()).empty());
}

TEST_CASE("a changed parameter computes that step and those below it, and no other") {
    const TempFolder folder;
    const Fakes fakes;
    ran(sample_plan(), fakes, folder / "cache");
    auto plan = sample_plan();
    plan.steps[4].params["factor"] = 6;
    CHECK(ran(plan, fakes, folder / "cache").cached() ==
          std::vector<bool>{true, true, true, true, false, false});
}

TEST_CASE("a step below one that came out the same as before is not computed again") {
    const TempFolder folder;
    const Fakes fakes;
    ran(sample_plan(), fakes, folder / "cache");
    auto plan = sample_plan();
    plan.steps[0].params["from"] = 3;  // other numbers, but odd and even as before
    const auto again = ran(plan, fakes, folder / "cache");
    CHECK(again.cached() == std::vector<bool>{false, false, false, false, true, false});
    CHECK(again.last_file == "5\n0\n5\n6\n8\n10\n");
}

TEST_CASE("a changed input file computes its step again, and the rest only where it matters") {
    const TempFolder folder;
    Fakes fakes;
    ran(sample_plan(), fakes, folder / "cache");
    fakes.file_hash = "two";
    CHECK(ran(sample_plan(), fakes, folder / "cache").cached() ==
          std::vector<bool>{false, true, true, true, true, true});
}

TEST_CASE("the key of a step tells apart versions, libraries and the code of plugins") {
    const auto key = [](int version, const std::string& origin, const std::string& code,
                        const std::string& gdal) {
        Fakes fakes;
        jt::registry::OperatorSpec spec;
        spec.name = "mine";
        spec.version = version;
        spec.origin = origin;
        spec.fingerprint = code;
        spec.outputs = {{"out", jt::registry::Kind::table, {}, {}}};
        fakes.registry.add(spec, [](jt::registry::Call&) {
            return jt::registry::Outputs{{"out", std::make_shared<jt::layer::Table>(0)}};
        });
        Plan plan;
        plan.steps = {step("mine")};
        const Cache cache{fs::path()};
        RunGraph graph(plan, fakes.registry, cache, {{"versions", {{"GDAL", gdal}}}},
                       [](const jt::base::Diagnostic&) {});
        graph.run(jt::base::Progress());
        return graph.results()[0].key;
    };
    const auto same = key(1, "lua:mine", "abc", "3.6");
    CHECK(same == key(1, "lua:mine", "abc", "3.6"));
    CHECK(same != key(2, "lua:mine", "abc", "3.6"));
    CHECK(same != key(1, "lua:mine", "abd", "3.6"));
    CHECK(same != key(1, "lua:mine", "abc", "3.7"));
}

TEST_CASE("the result of a plugin is computed again when an operator that it may run changes") {
    const auto key = [](int version_of_helper, const std::string& origin) {
        Fakes fakes;
        for (const std::string name : {"helper", "mine"}) {
            jt::registry::OperatorSpec spec;
            spec.name = name;
            spec.version = name == "helper" ? version_of_helper : 1;
            spec.origin = name == "helper" ? "builtin" : origin;
            spec.outputs = {{"out", jt::registry::Kind::table, {}, {}}};
            fakes.registry.add(spec, [](jt::registry::Call&) {
                return jt::registry::Outputs{{"out", std::make_shared<jt::layer::Table>(0)}};
            });
        }
        Plan plan;
        plan.steps = {step("mine")};
        const Cache cache{fs::path()};
        RunGraph graph(plan, fakes.registry, cache, nlohmann::json::object(),
                       [](const jt::base::Diagnostic&) {});
        graph.run(jt::base::Progress());
        return graph.results()[0].key;
    };
    CHECK(key(1, "lua:mine") != key(2, "lua:mine"));
    CHECK(key(1, "builtin") == key(2, "builtin"));
}

TEST_CASE("a damaged head of a cache entry is noticed, told and built again") {
    const TempFolder folder;
    const Fakes fakes;
    const auto first = ran(sample_plan(), fakes, folder / "cache");
    const fs::path entry = entry_of(folder / "cache", first.results[1].key);
    const std::string whole = jt::base::read_file(entry);
    std::vector<std::string> damaged = {"",
                                        "JTCACHE3",
                                        "something else entirely",
                                        whole.substr(0, whole.size() - 1),
                                        whole + "x",
                                        whole.substr(0, 75)};
    for (std::size_t at = 0; at < whole.size() - 160; at += 11) {  // magic, hash, length and head
        damaged.push_back(whole);
        damaged.back()[at] = static_cast<char>(damaged.back()[at] ^ 4);
    }
    for (const auto& bytes : damaged) {
        jt::base::write_file(entry, bytes);
        const auto again = ran(sample_plan(), fakes, folder / "cache");
        INFO(bytes.size());
        CHECK(again.cached() == std::vector<bool>{true, false, true, true, true, true});
        CHECK(again.log ==
              std::vector<std::string>{"warning: the cache entry of 'fake.scale step' (" +
                                       first.results[1].key.substr(0, 12) +
                                       ") was damaged and was built again"});
        CHECK(again.last_file == kOdd);
        CHECK(jt::base::read_file(entry) == whole);
    }
}

TEST_CASE("a damaged body of a cache entry is built again when it is needed") {
    const TempFolder folder;
    const Fakes fakes;
    const auto first = ran(sample_plan(), fakes, folder / "cache");
    const fs::path numbers = entry_of(folder / "cache", first.results[0].key);
    const std::string whole = jt::base::read_file(numbers);
    std::string bytes = whole;
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    jt::base::write_file(numbers, bytes);

    CHECK(ran(sample_plan(), fakes, folder / "cache").log.empty());  // nobody reads it
    auto plan = sample_plan();
    plan.steps[1].params["factor"] = 3;
    const auto again = ran(plan, fakes, folder / "cache");
    CHECK(again.log ==
          std::vector<std::string>{"warning: the cache entry of 'fake.numbers step' (" +
                                   first.results[0].key.substr(0, 12) +
                                   ") was damaged and was built again"});
    CHECK(again.last_file == "5\n0\n5\n3\n6\n9\n");
    CHECK_FALSE(again.results[0].from_cache);
    CHECK(jt::base::read_file(numbers) == whole);
}

TEST_CASE("an entry that no reader understands any more is built again") {
    const TempFolder folder;
    const Fakes fakes;
    const Cache cache(folder / "cache");
    class Odd final : public jt::registry::Object {
    public:
        jt::registry::Kind kind() const override { return jt::registry::Kind::table; }
        void write(jt::base::Writer& out) const override { out.text("of another build"); }
    };
    const jt::registry::Outputs odd = {{"out", std::make_shared<Odd>()}};
    EntryInfo info;
    info.outputs["out"] = {jt::registry::Kind::table, "hash"};
    cache.store("abcdef", info, odd);
    bool corrupt = false;
    REQUIRE(cache.find("abcdef", corrupt));
    CHECK_FALSE(corrupt);
    CHECK_FALSE(cache.load("abcdef", fakes.registry, corrupt));
    CHECK(corrupt);
    CHECK_FALSE(cache.find("012345", corrupt));
    CHECK_FALSE(corrupt);
}

TEST_CASE("errors of a step name the operator, the step and its place in the scenario") {
    const Fakes fakes;
    auto plan = sample_plan();
    plan.steps[2] = step("fake.fail");
    const auto error = error_of([&] { ran(plan, fakes, ""); });
    REQUIRE(error);
    CHECK(error->kind() == jt::base::ErrorKind::data);
    CHECK(error->text(jt::base::Lang::en) ==
          "cannot open numbers.csv: gone\n"
          "  in operator fake.fail\n"
          "  in step 'fake.fail step' (plan.lua:7)");
    plan.steps[2] = step("fake.file", {{"nam", "x"}});
    plan.steps[2].where = "";
    CHECK(error_text([&] { ran(plan, fakes, ""); }) ==
          "unknown parameter 'nam'; did you mean 'name'?\n"
          "  in operator fake.file\n"
          "  in step 'fake.file step'");
    plan.steps[2] = step("fake.numbrs");
    CHECK(error_text([&] { ran(plan, fakes, ""); }) ==
          "unknown operator 'fake.numbrs'; did you mean 'fake.numbers'?\n"
          "  in step 'fake.numbrs step' (plan.lua:7)");
}

TEST_CASE("progress goes up from step to step and names them") {
    const Fakes fakes;
    const auto plan = sample_plan();
    const Cache cache{fs::path()};
    RunGraph graph(plan, fakes.registry, cache, nlohmann::json::object(),
                   [](const jt::base::Diagnostic&) {});
    double last = -1;
    std::vector<std::string> names;
    graph.run(jt::base::Progress([&](double share, const std::string& what) {
        CHECK(share >= last);
        last = share;
        names.push_back(what);
    }));
    CHECK(last == 1.0);
    CHECK(names.front() == "fake.numbers step");
}
