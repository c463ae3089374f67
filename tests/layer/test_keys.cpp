#include "layer/keys.hpp"
#include "layer/match.hpp"

#include "base/fold.hpp"
#include "base/text.hpp"
#include "support/errors.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>

using namespace jt::layer;

namespace {

KeySide side(std::vector<std::string> keys) {
    KeySide out;
    out.keys = std::move(keys);
    for (std::size_t i = 0; i < out.keys.size(); ++i) {
        out.rows.push_back({i});
    }
    return out;
}

/// The offer for a key among others, "offer: why".
std::string offer(const std::string& key, const std::vector<std::string>& others,
                  const Aliases& aliases = {}) {
    const KeySide keys = side(others);
    const std::vector<bool> used(others.size());
    const Offer found = Offers(keys, used, aliases, true).of(key, false);
    return (found.other ? others[*found.other] : "-") + ": " + found.why;
}

}  // namespace

TEST_CASE("administrative suffixes come off names, and names stay names") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"涪陵区", "涪陵"},
        {"重庆市", "重庆"},
        {"酉陽縣", "酉陽"},
        {"酉阳土家族苗族自治县", "酉阳"},
        {"双江拉祜族佤族布朗族傣族自治县", "双江"},
        {"新疆维吾尔自治区", "新疆"},
        {"内蒙古自治区", "内蒙古"},
        {"凉山彝族自治州", "凉山"},
        {"台州市", "台州"},
        {"台州", "台州"},
        {"忠县", "忠县"},
        {"两江新区", "两江新区"},
        {"經濟技術開發區", "經濟技術開發區"},
        {"管城回族区", "管城"},
        {"桂溪街道", "桂溪"},
        {"市", "市"},
        {"", ""},
    };
    for (const auto& [name, bare] : cases) {
        INFO(name);
        CHECK(without_suffix(name) == bare);
    }
}

TEST_CASE("division codes lose the zeros of levels that they do not reach") {
    const std::vector<std::pair<std::string, std::string>> cases = {{"510000", "51"},
                                                                    {"510100", "5101"},
                                                                    {"510104", "510104"},
                                                                    {"510100000000", "5101"},
                                                                    {"510104001", "510104001"},
                                                                    {"510104001000", "510104001"},
                                                                    {"5101", "5101"},
                                                                    {"100000", "10"},
                                                                    {"51010", ""},
                                                                    {"012345", ""},
                                                                    {"51O104", ""},
                                                                    {"", ""}};
    for (const auto& [code, digits] : cases) {
        INFO(code);
        CHECK(division(code) == digits);
    }
}

TEST_CASE("what differs between two keys is named, and nothing more") {
    const Folds all = {true, true, true, true, true};
    CHECK(difference("兩江新區", "两江新区", all) == "traditional/simplified");
    CHECK(difference("Ｇ42", "G42", all) == "full-width");
    CHECK(difference("两江 新区", "两江新区", all) == "spaces");
    CHECK(difference("涪陵县", "涪陵区", all) == "administrative suffix (市/区/县)");
    CHECK(difference("瀘州", "泸州市", all) ==
          "traditional/simplified + administrative suffix (市/区/县)");
    CHECK(difference("510100", "510100000000", all) == "zeros of the code");
}

TEST_CASE("offers name the closest candidate and the reason") {
    CHECK(offer("兩江新區", {"天府新区", "两江新区"}) == "两江新区: traditional/simplified");
    CHECK(offer("两江新区　", {"两江新区"}) == "两江新区: spaces");
    CHECK(offer("涪陵县", {"涪陵区"}) == "涪陵区: administrative suffix (市/区/县)");
    CHECK(offer("510100", {"510104", "510105"}) ==
          "510104: code of another level: 510100 vs 510104");
    CHECK(offer("510104001", {"510000", "510104"}) ==
          "510104: code of another level: 510104001 vs 510104");
    CHECK(offer("701", {"0701"}) == "0701: leading zeros");
    CHECK(offer("龙泉驿区", {"龙泉绎区"}) == "龙泉绎区: edit distance");
    CHECK(offer("510104", {"510105"}) == "-: ");
    CHECK(offer("天府新区", {"两江"}) == "-: ");
    Aliases aliases;
    aliases.add("前锋区", "廣安前鋒");
    CHECK(offer("前鋒區", {"广安前锋"}, aliases) == "广安前锋: alias");
    CHECK(offer("广安前锋", {"前锋区"}, aliases) == "前锋区: alias");
}

TEST_CASE("folds are applied only where they leave one candidate") {
    const KeySide left = side({"瀘州", "江陽區", "涪陵", "濛陽街道"});
    const KeySide right = side({"泸州市", "江阳区", "涪陵区", "涪陵县", "濛阳街道", "蒙阳街道"});
    const auto shown = [&](const Folds& folds) {
        std::string out;
        const Matching found = match_keys(left, right, folds, nullptr);
        for (const auto& match : found.of_left) {
            out += (match ? right.keys[match->right] : "-") + " ";
        }
        for (const std::size_t i : found.ambiguous) {
            out += "?" + left.keys[i];
        }
        return out;
    };
    CHECK(shown({}) == "- - - - ");
    CHECK(shown({false, false, true, false, false}) == "- 江阳区 - - ?濛陽街道");
    CHECK(shown({false, false, true, true, false}) == "泸州市 江阳区 - - ?涪陵?濛陽街道");
}

TEST_CASE("a suffix that tells two features apart is not overlooked") {
    const KeySide left = side({"涪陵区", "涪陵县"});
    const Matching found =
        match_keys(left, side({"涪陵区"}), {false, false, false, true, false}, nullptr);
    CHECK(found.of_left[0]->right == 0);
    CHECK_FALSE(found.of_left[1]);
    CHECK(found.ambiguous == std::set<std::size_t>{1});
}

TEST_CASE("every county finds itself by its traditional spelling, and by its bare name or not") {
    const auto text = jt::test::shared_text("data/admin/chengyu_base/division_areas_51_50.csv");
    if (!text) {
        return;
    }
    std::vector<std::string> names, codes;
    for (const std::string& line : jt::base::split(*text, '\n')) {
        const auto cells = jt::base::split(line, ',');
        if (cells.size() > 2 && cells[0] != "code") {
            codes.push_back(cells[0]);
            names.push_back(cells[1]);
        }
    }
    REQUIRE(names.size() == 221);
    const KeySide right = side(names);
    std::vector<std::string> bare;
    for (const std::string& name : names) {
        bare.push_back(without_suffix(name));
    }
    const KeySide left = side(bare);
    const Matching found = match_keys(left, right, {false, false, false, true, false}, nullptr);
    for (std::size_t i = 0; i < names.size(); ++i) {
        INFO(names[i]);
        // Where two counties share a bare name none is taken.
        CHECK((found.of_left[i] ? found.of_left[i]->right == i : found.ambiguous.count(i) == 1));
    }
    for (const std::string& code : codes) {
        CHECK(division(code) == code);
        CHECK(offer(code.substr(0, 4) + "00", {code}) ==
              code + ": code of another level: " + code.substr(0, 4) + "00 vs " + code);
    }
}
