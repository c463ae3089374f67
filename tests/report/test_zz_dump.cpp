#include <catch2/catch.hpp>
#include <cstdlib>
#include "base/files.hpp"
#include "report/register.hpp"
#include "report/sample.hpp"
TEST_CASE("dump", "[.dump]") {
    const std::string lang = std::getenv("JT_LANG");
    auto p = sample::params();
    p["lang"] = lang;
    if (lang == "en") {
        p["title"] = "The half-hour circle of Chengdu and Chongqing";
        p["subtitle"] = "Transport links and park suitability";
    }
    if (const char* t = std::getenv("JT_TEXT"))
        p["text_file"] = t;
    std::shared_ptr<jt::layer::Table> wide;
    if (std::getenv("JT_WIDE")) {
        wide = std::make_shared<jt::layer::Table>(30);
        std::vector<std::string> t;
        std::vector<double> v;
        for (int i = 0; i < 30; ++i) {
            t.push_back("园区名称较长的第" + std::to_string(i) + "行");
            v.push_back(i * 123.456);
        }
        for (int c = 0; c < 14; ++c)
            wide->set({"c" + std::to_string(c),
                       c < 3 ? jt::layer::Type::text : jt::layer::Type::real,
                       "",
                       {"指标名称" + std::to_string(c), "c"}},
                      c < 3 ? jt::layer::Column::of_texts(t) : jt::layer::Column::of_reals(v));
        p["tables"].push_back({{"name", "wide"},
                               {"caption", "宽表"},
                               {"chapter", "园区适宜性评价"},
                               {"note", "注：横排页。"}});
    }
    jt::registry::Registry registry;
    jt::report::register_operators(registry);
    jt::base::Diagnostics d;
    const jt::base::Progress progress;
    jt::registry::Call call;
    call.params = p;
    call.inputs["tables"] = {sample::times(), sample::scores(), sample::weights(),
                             sample::consistency()};
    if (wide)
        call.inputs["tables"].push_back(wide);
    auto f = std::make_shared<jt::registry::Files>(*sample::sheets());
    f->files["maps/01.png"] = f->files["maps/02.png"] = jt::base::read_file("/tmp/rpt/maps/01.png");
    f->files["maps/01.pdf"] = jt::base::read_file("/tmp/rpt/maps/01.pdf");
    call.inputs["files"] = {f};
    call.diagnostics = &d;
    call.progress = &progress;
    auto out = registry.run("report.document", call);
    jt::base::make_folders("/tmp/rpt/out");
    for (auto& [n, b] : dynamic_cast<const jt::registry::Files&>(*out.at("files")).files)
        jt::base::write_file("/tmp/rpt/out/" + n, b);
}
