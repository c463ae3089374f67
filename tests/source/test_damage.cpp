#include "fixtures.hpp"
#include "source/convert.hpp"
#include "source/info.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;

namespace {

std::string refusal(const std::string& path) {
    return error_text([&] {
        ReadOptions options;
        options.path = path;
        jt::base::Diagnostics diagnostics;
        read_layer(options, diagnostics);
    });
}

}  // namespace

TEST_CASE("A DBF that is cut short, or not of this shapefile, is refused") {
    const TempFolder folder;
    const std::string path = fixtures::points("NAME", {"a", "b", "c"}).write(folder, "a");
    const std::string whole = jt::base::read_file(folder / "a.dbf");
    folder.write("a.dbf", whole.substr(0, whole.size() - 30));
    CHECK(refusal(path) ==
          "a.dbf is cut short: it holds fewer records than its header says\n  in file " + path +
              "\n  hint: copy the file again from where it came from");
    fixtures::points("NAME", {"a", "b"}).write(folder, "b");
    folder.write("a.dbf", jt::base::read_file(folder / "b.dbf"));
    CHECK(refusal(path) ==
          "the .shp has 3 features, but the .dbf has 2 records: they do not belong together\n"
          "  in file " +
              path + "\n  hint: copy all parts of the shapefile again from where it came from");
}

TEST_CASE("Files cut or changed anywhere are read or refused, and described, without a crash") {
    const TempFolder folder;
    const std::string shp = fixtures::points("NAME", {"四川", "成都", "重庆"}).write(folder, "a");
    jt::base::Diagnostics diagnostics;
    for (const char* name : {"a.gpkg", "a.geojson", "a.fgb", "b.csv"}) {
        ConvertOptions options;
        options.read.path = shp;
        options.target = folder / name;
        convert(options, diagnostics);
    }
    std::mt19937 random(20200525);
    for (const char* name :
         {"a.shp", "a.shx", "a.dbf", "a.prj", "a.gpkg", "a.geojson", "a.fgb", "b.csv"}) {
        const std::string whole = jt::base::read_file(folder / name);
        const std::string main =
            name[2] == 's' || name[2] == 'd' || name[2] == 'p' ? "a.shp" : name;
        for (int round = 0; round < 12; ++round) {
            std::string bytes = whole;
            if (round % 2 == 0) {
                bytes.resize(random() % whole.size());
            } else {
                for (int i = 0; i < 5; ++i) {
                    bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
                }
            }
            folder.write(name, bytes);
            INFO(name << " round " << round);
            refusal(folder / main);
            InfoOptions options;
            options.path = folder / main;
            CHECK_FALSE(render_info(describe(options), jt::base::Lang::zh).empty());
        }
        folder.write(name, whole);
    }
}
