// Keys by which tables are joined: codes and names as people write them, and what may be
// overlooked between two spellings.
#pragma once

#include "base/diagnostic.hpp"
#include "layer/table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jt::layer {

/// What a comparison overlooks. `suffix` takes off the administrative suffix of a name, `zeros` the
/// zeros that fill up a division code (510100 is 5101, 510104000 is 510104).
struct Folds {
    bool width = false, space = false, traditional = false, suffix = false, zeros = false;
    bool any() const { return width || space || traditional || suffix || zeros; }
    bool operator==(const Folds&) const = default;
};

/// The key with all that is overlooked gone: for comparing, never for showing.
std::string folded(std::string_view key, const Folds& folds);

/// 涪陵区 -> 涪陵, 酉陽縣 -> 酉陽, 酉阳土家族苗族自治县 -> 酉阳. A name keeps at least two
/// characters (忠县 stays), and zones that are no divisions (新区, 开发区) keep all.
std::string without_suffix(std::string_view name);

/// The digits of a division code (GB/T 2260, GB/T 10114: 2, 4, 6, 9 or 12) without the zeros of
/// levels that it does not reach: 510000 -> 51, 510100000000 -> 5101. "" for what is none.
std::string division(std::string_view code);

/// The keys of one side, each once, in the order of their first rows.
struct KeySide {
    std::string what;                            ///< the column's name, for messages
    std::vector<std::string> keys;               ///< UTF-8, none empty
    std::vector<std::vector<std::size_t>> rows;  ///< of each key, ascending
    std::vector<std::size_t> missing;            ///< rows without a key
    std::vector<std::size_t> pointed;            ///< rows whose code ended in ".0"
};

/// Codes are compared as digits whatever their type: numbers without a fraction, and texts with the
/// ".0" that spreadsheets add, become digits. Names must be text. Data errors: a column that is not
/// there, names in a column of numbers, a code with a fraction (with its row).
KeySide keys_of(const Table& table, const std::string& column, bool codes);

}  // namespace jt::layer
