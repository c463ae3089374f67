#include "base/files.hpp"
#include "report/register.hpp"
#include "report/sample.hpp"
#include <catch2/catch.hpp>
#include <cstdlib>
TEST_CASE("dump", "[.dump]") {
    const std::string lang = std::getenv("JT_LANG");
    auto p = sample::params();
    p["lang"] = lang;
    if (lang == "en") { p["title"] = "The half-hour circle of Chengdu and Chongqing"; p["subtitle"]="Transport links and park suitability"; }
    if (const char* t = std::getenv("JT_TEXT")) p["text_file"] = t;
    jt::registry::Registry registry;
    jt::report::register_operators(registry);
    jt::base::Diagnostics d; const jt::base::Progress progress;
    jt::registry::Call call; call.params = p;
    call.inputs["tables"] = {sample::times(), sample::scores(), sample::weights(), sample::consistency()};
    auto f = std::make_shared<jt::registry::Files>(*sample::sheets());
    f->files["maps/01.png"] = f->files["maps/02.png"] = jt::base::read_file("/tmp/rpt/maps/01.png");
    f->files["maps/01.pdf"] = jt::base::read_file("/tmp/rpt/maps/01.pdf");
    call.inputs["files"] = {f};
    call.diagnostics = &d; call.progress = &progress;
    auto out = registry.run("report.document", call);
    jt::base::make_folders("/tmp/rpt/out");
    for (auto& [n, b] : dynamic_cast<const jt::registry::Files&>(*out.at("files")).files) jt::base::write_file("/tmp/rpt/out/" + n, b);
}
