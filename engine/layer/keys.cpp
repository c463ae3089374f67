#include "layer/keys.hpp"

#include "base/error.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"
#include "layer/rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace jt::layer {
namespace {

using Points = std::vector<char32_t>;

/// The longest first. 州 alone is part of names (台州).
const std::array<std::u32string_view, 19> kSuffixes = {
    U"特别行政区", U"街道办事处", U"自治区", U"自治州", U"自治县", U"自治旗", U"地区",
    U"林区",       U"矿区",       U"特区",   U"街道",   U"省",     U"市",     U"区",
    U"县",         U"盟",         U"旗",     U"镇",     U"乡"};
/// Zones under no division: their 区 is part of the name.
const std::array<std::u32string_view, 8> kZones = {U"新区",   U"开发区", U"园区",   U"示范区",
                                                   U"试验区", U"保税区", U"高新区", U"经开区"};
/// The peoples (民族) that stand in the names of autonomous divisions.
const std::array<std::u32string_view, 62> kPeoples = {
    U"哈萨克",   U"塔吉克",   U"维吾尔", U"柯尔克孜", U"蒙古",     U"锡伯",   U"各族",
    U"蒙古族",   U"回族",     U"藏族",   U"维吾尔族", U"苗族",     U"彝族",   U"壮族",
    U"布依族",   U"朝鲜族",   U"满族",   U"侗族",     U"瑶族",     U"白族",   U"土家族",
    U"哈尼族",   U"哈萨克族", U"傣族",   U"黎族",     U"傈僳族",   U"佤族",   U"畲族",
    U"高山族",   U"拉祜族",   U"水族",   U"东乡族",   U"纳西族",   U"景颇族", U"柯尔克孜族",
    U"土族",     U"达斡尔族", U"仫佬族", U"羌族",     U"布朗族",   U"撒拉族", U"毛南族",
    U"仡佬族",   U"锡伯族",   U"阿昌族", U"普米族",   U"塔吉克族", U"怒族",   U"乌孜别克族",
    U"俄罗斯族", U"鄂温克族", U"德昂族", U"保安族",   U"裕固族",   U"京族",   U"塔塔尔族",
    U"独龙族",   U"鄂伦春族", U"赫哲族", U"门巴族",   U"珞巴族",   U"基诺族"};
constexpr std::size_t kLeast = 2;  // characters that a name keeps

bool ends_with(const Points& text, std::u32string_view tail) {
    return text.size() >= tail.size() && std::equal(tail.rbegin(), tail.rend(), text.rbegin());
}

/// Takes the longest of the tails off, where enough is left; false where there is none.
template <class Tails>
bool take_off(Points& text, const Tails& tails) {
    std::size_t longest = 0;
    for (const std::u32string_view tail : tails) {
        if (ends_with(text, tail) && text.size() >= tail.size() + kLeast) {
            longest = std::max(longest, tail.size());
        }
    }
    text.resize(text.size() - longest);
    return longest > 0;
}

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "510100.0" -> "510100".
std::string without_point(std::string text) {
    const auto point = text.find('.');
    const bool zeros = point != std::string::npos && point + 1 < text.size() &&
                       text.find_first_not_of('0', point + 1) == std::string::npos;
    if (zeros && all_digits(text.substr(0, point))) {
        text.resize(point);
    }
    return text;
}

std::string code_of(const Table& table, const Column& column, const std::string& name,
                    std::size_t row) {
    if (column.type() != Type::real) {
        return column.show(row);
    }
    const double value = column.number(row);
    if (value != std::floor(value) || std::abs(value) >= 1e15) {
        const std::vector<std::size_t> rows = {row};
        throw base::data_error("layer.join.fraction", name, column.show(row),
                               row_ids(table, rows).front());
    }
    return fmt::format("{}", static_cast<std::int64_t>(value));
}

}  // namespace

std::string without_suffix(std::string_view name) {
    // Characters fold one to one, so that as many are left of the name as of its folded form.
    const Points whole = base::code_points(name);
    Points simple = base::code_points(base::fold_traditional(name));
    const bool zone = std::any_of(kZones.begin(), kZones.end(),
                                  [&](const auto& tail) { return ends_with(simple, tail); });
    if (zone || simple.size() != whole.size() || !take_off(simple, kSuffixes)) {
        return std::string(name);
    }
    while (take_off(simple, kPeoples)) {
    }
    std::string out;
    for (std::size_t i = 0; i < simple.size(); ++i) {
        out += base::to_utf8(whole[i]);
    }
    return out;
}

std::string division(std::string_view code) {
    const auto size = code.size();
    if (!all_digits(code) || (size != 2 && size != 4 && size != 6 && size != 9 && size != 12) ||
        code[0] == '0') {
        return "";
    }
    std::string out(code);
    for (const std::size_t level : {9U, 6U, 4U, 2U}) {
        if (out.size() > level && out.find_first_not_of('0', level) == std::string::npos) {
            out.resize(level);
        }
    }
    return out;
}

std::string folded(std::string_view key, const Folds& folds) {
    std::string out(key);
    if (folds.width) {
        out = base::fold_width(out);
    }
    if (folds.space) {
        out = base::fold_spaces(out);
    }
    if (folds.traditional) {
        out = base::fold_traditional(out);
    }
    if (folds.suffix) {
        out = without_suffix(out);
    }
    if (folds.zeros) {
        const std::string digits = division(out);
        out = digits.empty() ? out : digits;
    }
    return out;
}

KeySide keys_of(const Table& table, const std::string& name, bool codes) {
    const Column& column = table.column(name);
    if (!codes && column.type() != Type::text) {
        throw base::data_error("layer.join.numbers", name,
                               registry::column_type_name(column.type()));
    }
    KeySide out;
    out.what = name;
    std::map<std::string, std::size_t> known;
    for (std::size_t row = 0; row < column.size(); ++row) {
        const std::string raw = !column.valid(row) ? ""
                                : codes            ? code_of(table, column, name, row)
                                                   : column.show(row);
        const std::string key = codes ? without_point(raw) : raw;
        if (key.empty()) {
            out.missing.push_back(row);
            continue;
        }
        if (key != raw) {
            out.pointed.push_back(row);
        }
        const auto [it, fresh] = known.emplace(key, out.keys.size());
        if (fresh) {
            out.keys.push_back(key);
            out.rows.emplace_back();
        }
        out.rows[it->second].push_back(row);
    }
    return out;
}

}  // namespace jt::layer
