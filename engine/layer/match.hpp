// Which keys of one side meet which of the other, and what those that meet none may have meant.
#pragma once

#include "layer/keys.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace jt::layer {

/// Other names of places: each to all that it is known as, in both directions.
class Aliases {
public:
    /// Pairs of names; a pair of equal or empty ones says nothing.
    void add(const std::string& name, const std::string& alias);
    /// What the key is also called, whatever the spelling of the key; sorted.
    std::set<std::string> of(const std::string& key) const;

private:
    std::map<std::string, std::set<std::string>> m_others;  ///< by folded spelling
};

/// A key of the right side for one of the left.
struct KeyMatch {
    std::size_t right = 0;
    std::string why;  ///< "" for equal keys, else what was overlooked, "traditional/simplified"
};

struct Matching {
    std::vector<std::optional<KeyMatch>> of_left;  ///< one for each key of the left
    std::vector<bool> right_used;
    /// Keys of the left that several of the right fit once folded: none is taken.
    std::set<std::size_t> ambiguous;
};

/// Equal keys first; what is left is compared as `folds` say, and with `aliases` where given. A
/// suffix is overlooked only where it tells no two keys of either side apart. Nothing else is
/// overlooked.
Matching match_keys(const KeySide& left, const KeySide& right, const Folds& folds,
                    const Aliases* aliases);

/// What an unmatched key may have meant.
struct Offer {
    std::optional<std::size_t> other;  ///< key of the other side
    std::string why;                   ///< "" where nothing is near
};

/// The closest candidate for a key among those of the other side, in this order: the same but for
/// spelling, an alias, the same but for the administrative suffix, a code of another level, a small
/// edit distance (of names, among the unmatched). Candidates that are unmatched come first.
class Offers {
public:
    /// `near`: look for small edit distances too, which takes time for each pair of names.
    Offers(const KeySide& others, const std::vector<bool>& used, const Aliases& aliases, bool near);
    /// `ambiguous`: the folds that were asked for fit several keys.
    Offer of(const std::string& key, bool ambiguous) const;

private:
    using Index = std::map<std::string, std::vector<std::size_t>>;
    std::optional<Offer> spelled(const std::string& key, const Index& index,
                                 const Folds& folds) const;
    std::optional<Offer> alias(const std::string& key) const;
    std::optional<Offer> other_level(const std::string& key) const;
    std::optional<Offer> near(const std::string& key) const;
    std::size_t best(const std::vector<std::size_t>& candidates) const;

    const KeySide& m_others;
    const std::vector<bool>& m_used;
    const Aliases& m_aliases;
    Index m_spellings, m_bare;                     ///< folded keys, without and with the suffix off
    std::map<std::string, std::size_t> m_levels;   ///< divisions
    std::map<std::string, std::size_t> m_numbers;  ///< codes without leading zeros
    std::vector<std::string> m_free;               ///< unmatched keys that are no codes
};

/// How two keys that are equal once folded differ: the folds that it takes, joined by " + ".
std::string difference(const std::string& a, const std::string& b, const Folds& folds);

}  // namespace jt::layer
