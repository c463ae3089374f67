#include "scenario/run_folder.hpp"

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/version.hpp"
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
using nlohmann::json;

namespace fs = std::filesystem;

namespace {

RunSummary ran(const Plan& plan, const Fakes& fakes, const TempFolder& folder,
               const std::string& out, bool overwrite = false) {
    RunOptions options;
    options.out = folder / out;
    options.cache = folder / "cache";
    options.overwrite = overwrite;
    options.libraries = {{"GDAL", "3.6.2"}};
    return run_plan(plan, fakes.registry, options, jt::base::Progress());
}

/// What lies in a folder, hidden files too; folders end with '/'.
std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(folder)) {
        out.push_back(entry.path().filename().string() + (entry.is_directory() ? "/" : ""));
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> differences(const std::vector<Difference>& list) {
    std::vector<std::string> out;
    for (const auto& item : list) {
        out.push_back(item.file + " " + jt::base::render(item.what, jt::base::Lang::en));
    }
    return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a run leaves one whole folder with its files, run.json and the log") {
    const TempFolder folder;
    const Fakes fakes;
    const auto summary = ran(sample_plan(), fakes, folder, "run");
    CHECK(summary.folder == folder / "run");
    CHECK(summary.steps == 6);
    CHECK(summary.cached == 0);
    CHECK(summary.files == Texts{"tables/odd.csv", "tables/scaled.csv"});
    CHECK(summary.diagnostics.size() == 1);
    CHECK(names_in(folder.path()) == Texts{"cache/", "run/"});
    CHECK(names_in(folder / "run") == Texts{"log/", "run.json", "tables/"});
    CHECK(names_in(folder / "run/log") == Texts{"run.log", "timings.json"});
    CHECK(jt::base::read_file(folder / "run/tables/scaled.csv") == "2\n4\n6\n");
    CHECK(jt::base::read_file(folder / "run/log/run.log") ==
          "warning: nothing to compare: no table was given (numbers)\n");
    CHECK(ran(sample_plan(), fakes, folder, "again").cached == 6);
}

TEST_CASE("run.json holds the plan, the steps with their hashes, inputs, diagnostics and files") {
    const TempFolder folder;
    const Fakes fakes;
    ran(sample_plan(), fakes, folder, "run");
    const auto run = read_run_json(folder / "run");
    CHECK(run.at("name") == "样例");
    CHECK(run.at("crs") == "EPSG:4544");
    CHECK(run.at("seed") == 7);
    CHECK(run.at("engine") == jt::base::version());
    CHECK(run.at("versions") == json{{"GDAL", "3.6.2"}});
    CHECK(run.at("file") == "plan.lua");
    CHECK(run.at("data") == "data");
    CHECK(run.at("params") == json{{"city", "简阳"}});
    CHECK(run.at("scenarios")[1] == json{{"name", "2025"},
                                         {"year", 2025},
                                         {"changes", {{{"zh", "开通 KLJ"}, {"en", "opens KLJ"}}}}});
    CHECK(run.at("inputs") == json::array({{{"path", "numbers.csv"}, {"sha256", "one"}}}));
    REQUIRE(run.at("steps").size() == 6);
    const auto& scale = run.at("steps")[1];
    CHECK(scale.at("op") == "fake.scale");
    CHECK(scale.at("label") == "fake.scale step");
    CHECK(scale.at("where") == "plan.lua:7");
    CHECK(scale.at("params") == json{{"factor", 2}});
    CHECK(scale.at("inputs") == json{{"table", {{{"step", 0}, {"output", ""}}}}});
    CHECK(scale.at("outputs").at("out").at("kind") == "table");
    CHECK(scale.at("outputs").at("out").at("sha256").get<std::string>().size() == 64);
    REQUIRE(run.at("diagnostics").size() == 1);
    CHECK(run.at("diagnostics")[0].at("step") == "fake.numbers step");
    CHECK(run.at("files")[1] == json{{"path", "tables/scaled.csv"},
                                     {"sha256", jt::base::sha256("2\n4\n6\n")},
                                     {"bytes", 6}});
}

TEST_CASE("the same plan gives the same bytes with one thread, with two, and from the cache") {
    const TempFolder folder;
    const Fakes fakes;
    auto plan = sample_plan();
    plan.steps[0].params["rows"] = 5000;
    plan.steps.push_back(step("fake.report"));
    const int before = jt::base::threads();
    jt::base::set_threads(1);
    ran(plan, fakes, folder, "one");
    ran(plan, fakes, folder, "cached");
    jt::base::set_threads(2);
    fs::remove_all(folder / "cache");
    ran(plan, fakes, folder, "two");
    jt::base::set_threads(before);
    CHECK(differences(compare_folders(folder / "one", folder / "cached")).empty());
    CHECK(differences(compare_folders(folder / "one", folder / "two")).empty());
    CHECK(fs::exists(folder / "two/report.json"));
}

TEST_CASE("a report sees what ran before it, and run.json does not repeat that") {
    const TempFolder folder;
    const Fakes fakes;
    auto plan = sample_plan();
    plan.steps.insert(plan.steps.begin() + 2, step("fake.report"));
    plan.steps.back().inputs["tables"] = {{1, ""}};
    plan.steps[3].inputs["tables"] = {{1, ""}};
    plan.steps[4].inputs["table"] = {{0, ""}};
    plan.steps[5].inputs["table"] = {{4, ""}};
    ran(plan, fakes, folder, "run");
    const auto facts = json::parse(jt::base::read_file(folder / "run/report.json"));
    CHECK(facts.at("name") == "样例");
    REQUIRE(facts.at("inputs").size() == 1);
    const auto& input = facts.at("inputs")[0];
    CHECK(input.at("path") == "numbers.csv");
    CHECK(input.at("sha256") == "one");
    CHECK(input.at("beside").empty());
    CHECK(input.at("features") == 3);
    CHECK(input.at("evidence").size() == 1);
    CHECK(facts.at("diagnostics").size() == 1);
    REQUIRE(facts.at("operators").size() == 2);  // what comes after it is not in it
    CHECK(facts.at("operators")[1].at("name") == "fake.scale");
    CHECK(read_run_json(folder / "run").at("steps")[2].at("params") == json::object());
}

TEST_CASE("a run that fails leaves nothing but what the cache keeps") {
    const TempFolder folder;
    const Fakes fakes;
    auto plan = sample_plan();
    plan.steps.push_back(step("fake.fail"));
    CHECK(error_text([&] { ran(plan, fakes, folder, "run"); }) ==
          "cannot open numbers.csv: gone\n"
          "  in operator fake.fail\n"
          "  in step 'fake.fail step' (plan.lua:7)");
    CHECK(names_in(folder.path()) == Texts{"cache/"});
    plan.steps.pop_back();
    CHECK(ran(plan, fakes, folder, "run").cached == 6);
}

TEST_CASE("an interrupted run leaves nothing and says so") {
    const TempFolder folder;
    const Fakes fakes;
    auto plan = sample_plan();
    plan.steps.push_back(step("fake.stop"));
    const auto error = error_of([&] { ran(plan, fakes, folder, "run"); });
    jt::base::reset_cancel();
    REQUIRE(error);
    CHECK(error->kind() == jt::base::ErrorKind::interrupted);
    CHECK(jt::base::exit_code(error->kind()) == 130);
    CHECK(names_in(folder.path()) == Texts{"cache/"});
}

TEST_CASE("an existing folder is refused before any work, and replaced when that is asked for") {
    const TempFolder folder;
    const Fakes fakes;
    fs::create_directories(folder / "run");
    jt::base::write_file(folder / "run/mine.txt", "keep");
    CHECK(error_text([&] { ran(sample_plan(), fakes, folder, "run"); }) ==
          "the output folder " + (folder / "run").string() +
              " exists\n  hint: choose another with -o, or pass --overwrite to replace it");
    CHECK(fakes.ran("fake.numbers") == 0);
    CHECK(names_in(folder / "run") == Texts{"mine.txt"});

    auto failing = sample_plan();
    failing.steps.push_back(step("fake.fail"));
    CHECK(error_of([&] { ran(failing, fakes, folder, "run", true); }));
    CHECK(names_in(folder / "run") == Texts{"mine.txt"});
    ran(sample_plan(), fakes, folder, "run", true);
    CHECK(names_in(folder / "run") == Texts{"log/", "run.json", "tables/"});
    CHECK(names_in(folder.path()) == Texts{"cache/", "run/"});
}

TEST_CASE("two steps that write one file, and a file outside the folder, are errors") {
    const TempFolder folder;
    const Fakes fakes;
    auto plan = sample_plan();
    plan.steps[5].params["name"] = "tables/scaled.csv";
    CHECK(error_text([&] { ran(plan, fakes, folder, "run"); }) ==
          "two steps write tables/scaled.csv; the second is 'fake.file step' (plan.lua:7)\n"
          "  hint: give the map, table or report another name");
    for (const std::string name : {"../evil", "/tmp/evil", "tables/../../evil", "a/../b",
                                   "run.json", "log/x", "", ".", "tables/", "./a"}) {
        plan.steps[5].params["name"] = name;
        CHECK(error_text([&] { ran(plan, fakes, folder, "run"); }) ==
              "a step must not write '" + name + "': 'fake.file step' (plan.lua:7)");
    }
    CHECK(names_in(folder.path()) == Texts{"cache/"});
}

TEST_CASE("check_files finds what was changed, lost or added after the run") {
    const TempFolder folder;
    const Fakes fakes;
    ran(sample_plan(), fakes, folder, "run");
    CHECK(differences(check_files(folder / "run")).empty());
    jt::base::write_file(folder / "run/tables/odd.csv", "5\n0\n5\n2\n4\n7\n");
    fs::remove(folder / "run/tables/scaled.csv");
    jt::base::write_file(folder / "run/tables/new.csv", "");
    jt::base::write_file(folder / "run/log/run.log", "other words");
    CHECK(differences(check_files(folder / "run")) ==
          Texts{"tables/odd.csv was changed after the run", "tables/scaled.csv is missing",
                "tables/new.csv was not made by the run"});
}

TEST_CASE("compare_folders tells different bytes and files of one side") {
    const TempFolder folder;
    const Fakes fakes;
    ran(sample_plan(), fakes, folder, "a");
    ran(sample_plan(), fakes, folder, "b");
    jt::base::write_file(folder / "a/tables/odd.csv", "x");
    jt::base::write_file(folder / "a/left.txt", "");
    jt::base::write_file(folder / "b/right.txt", "");
    CHECK(differences(compare_folders(folder / "a", folder / "b")) ==
          Texts{"left.txt is only in " + (folder / "a").string(), "tables/odd.csv differs",
                "right.txt is only in " + (folder / "b").string()});
    CHECK(error_text([&] { compare_folders(folder / "a", folder / "none"); }) ==
          (folder / "none").string() + " is not a folder");
}

TEST_CASE("what is no run folder, or has no readable run.json, is refused") {
    const TempFolder folder;
    CHECK(error_text([&] { check_files(folder / "none"); }) ==
          (folder / "none").string() + " is not a run folder: it has no run.json");
    const std::string file = (folder / "run.json").string();
    for (const std::string text :
         {"", "{", "[]", "{}", "{\"files\": {}}", "{\"files\": [1]}",
          "{\"files\": [{\"path\": 1}]}", "{\"files\": [{\"path\": \"a\"}]}"}) {
        jt::base::write_file(file, text);
        INFO(text);
        CHECK(error_text([&] { check_files(folder.path()); }) ==
              file + " cannot be read as the record of a run");
    }
}
