#include "base/fold.hpp"

#include "base/text.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace jt::base;

TEST_CASE("traditional and simplified spellings of a place fold to one text") {
    const std::vector<std::pair<std::string, std::string>> pairs = {
        {"兩江新區", "两江新区"}, {"臺州", "台州"},     {"后山", "後山"},     {"乾縣", "乾县"},
        {"乾安縣", "乾安县"},     {"餘幹縣", "余干县"}, {"鐘樓區", "钟楼区"}, {"鍾祥", "钟祥"},
        {"安嶽縣", "安岳县"},     {"岳池縣", "岳池县"}, {"中峯鎮", "中峰镇"}, {"敍永縣", "叙永县"},
        {"衞坪街道", "卫坪街道"}, {"瀋陽", "沈阳"},     {"鬱南縣", "郁南县"}, {"穀城縣", "谷城县"},
    };
    for (const auto& [traditional, simplified] : pairs) {
        INFO(traditional);
        CHECK(fold_traditional(traditional) == fold_traditional(simplified));
    }
    CHECK(fold_traditional("兩江新區") == "两江新区");
    CHECK(fold_traditional("Liangjiang 12") == "Liangjiang 12");
    CHECK(fold_traditional("涪陵区") != fold_traditional("涪陵县"));
    CHECK(fold_traditional("") == "");
}

TEST_CASE("folding once is enough") {
    for (const char* name : {"兩江新區", "乾縣", "瞭望臺", "濛陽街道", "么塘鄉", "著名", "裏"}) {
        INFO(name);
        CHECK(fold_traditional(fold_traditional(name)) == fold_traditional(name));
    }
}

TEST_CASE("full-width signs and white space of any width fold away") {
    CHECK(fold_width("Ｇ４２０２（环）　甲") == "G4202(环) 甲");
    CHECK(fold_spaces(" 两江\xC2\xA0新　区\xE2\x80\x8B\n") == "两江新区");
    CHECK(fold_spelling(" Ｇ４２　兩江 ") == "G42两江");
    CHECK(fold_spelling("year open") == "yearopen");
}

TEST_CASE("did you mean knows other spellings of the same name") {
    const std::vector<std::string> names = {"两江", "两江新区", "东部新区", "G42"};
    CHECK(did_you_mean("兩江新區", names) == "两江新区");
    CHECK(did_you_mean("東部 新區", names) == "东部新区");
    CHECK(did_you_mean("Ｇ４２", names) == "G42");
    CHECK(did_you_mean("西部新區", names) == "东部新区");
    CHECK(did_you_mean("天府新区", {"两江"}) == "");
}

TEST_CASE("names of counties and townships stay different but for one pair") {
    std::set<std::string> names, folded;
    for (const std::string kind : {"areas", "cities", "streets"}) {
        const auto text =
            jt::test::shared_text("data/admin/chengyu_base/division_" + kind + "_51_50.csv");
        if (!text) {
            return;
        }
        for (const std::string& line : split(*text, '\n')) {
            if (const auto cells = split(line, ','); cells.size() > 2) {
                names.insert(cells[1]);
                folded.insert(fold_traditional(cells[1]));
            }
        }
    }
    CHECK(names.size() > 3000);
    CHECK(names.size() - folded.size() == 1);  // 濛阳街道 and 蒙阳街道
}
