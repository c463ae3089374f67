// Chinese values and field names written and read back through every encoding and every way a
// shapefile may say, or not say, which it is.
#include "base/files.hpp"
#include "base/text.hpp"
#include "fixtures.hpp"
#include "source/read.hpp"
#include "source/text/csv.hpp"
#include "source/write.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <set>

using namespace jt;
using fixtures::TempFolder;

namespace {

/// Texts with Chinese characters out of the gazetteer and the list of districts, in order.
std::vector<std::string> texts(std::size_t count) {
    std::vector<std::string> out;
    std::set<std::string> seen;
    for (const char* file : {"/facts/gazetteer.csv", "/admin/chengyu_base/division_areas_51_50.csv",
                             "/admin/chengyu_base/division_streets_51_50.csv"}) {
        base::Diagnostics diagnostics;
        const source::Csv csv = source::parse_csv(base::read_file(fixtures::shared_data() + file),
                                                  true, diagnostics, file);
        for (const auto& row : csv.rows) {
            for (const std::string& cell : row) {
                const bool chinese = base::display_width(cell) > base::code_points(cell).size();
                if (chinese && cell.size() <= 80 && out.size() < count &&
                    seen.insert(cell).second) {
                    out.push_back(cell);
                }
            }
        }
    }
    return out;
}

layer::Layer one_point(const std::string& field, const std::string& value) {
    geo::GeometryArray place(geo::Shape::point);
    place.add_point(104.06, 30.66);
    layer::Layer out("a", geo::Crs::from("EPSG:4490"), std::move(place), {0});
    out.set(layer::Field{field, layer::Type::text, "", {}}, layer::Column::of_texts({value}));
    return out;
}

struct Counts {
    int right = 0, wrong = 0, asked = 0, changed_in_silence = 0;
};

/// `declared`: 'c' .cpg, 'l' the language byte alone, '-' nothing.
Counts through(const std::string& encoding, char declared, const std::vector<std::string>& values) {
    const TempFolder folder;
    const std::string path = folder / "a.shp", dbf = folder / "a.dbf";
    Counts out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::string field = i % 2 == 0 ? "名称" : "区划";
        base::Diagnostics written, read;
        source::WriteOptions write;
        write.encoding = encoding;
        write.overwrite = true;
        source::write_table(path, one_point(field, values[i]), write, written);
        std::string bytes = base::read_file(dbf);
        if (declared != 'c') {
            fixtures::fs::remove(folder / "a.cpg");
        }
        bytes.at(29) = declared == 'l' ? 0x4D : declared == 'c' ? bytes.at(29) : 0;
        std::ofstream(dbf, std::ios::binary) << bytes;
        source::ReadOptions options;
        options.path = path;
        try {
            const layer::Layer layer = source::read_layer(options, read);
            const bool right = layer.has(field) && layer.column(field).text(0) == values[i];
            right ? ++out.right : ++out.wrong;
        } catch (const base::Error& error) {
            const std::string text = error.text(base::Lang::en);
            const bool asks = fixtures::contains(text, "encoding");
            asks ? ++out.asked : ++out.changed_in_silence;
        }
    }
    return out;
}

}  // namespace

TEST_CASE("500 Chinese texts through three encodings, declared by .cpg, by language byte or not") {
    if (fixtures::shared_data().empty()) {
        WARN("skipped: no shared data");
        return;
    }
    const std::vector<std::string> values = texts(500);
    REQUIRE(values.size() == 500);
    for (const char* encoding : {"UTF-8", "GBK", "GB18030"}) {
        for (const char declared : {'c', 'l', '-'}) {
            if (declared == 'l' && std::string(encoding) == "UTF-8") {
                continue;  // UTF-8 has no language byte of its own
            }
            const Counts counts = through(encoding, declared, values);
            INFO(encoding << " " << declared << ": " << counts.right << " right, " << counts.wrong
                          << " wrong, " << counts.asked << " asked");
            CHECK(counts.wrong == 0);
            CHECK(counts.asked <= 25);
            CHECK(counts.changed_in_silence == 0);
            CHECK(counts.right + counts.asked == 500);
        }
    }
}
