#include "layer/match.hpp"

#include "base/fold.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace jt::layer {
namespace {

constexpr const char* kAlias = "alias";
constexpr const char* kSeveral = "several candidates";
constexpr Folds kSpelling = {true, true, true, false, true};
constexpr Folds kBare = {true, true, true, true, true};

using Index = std::map<std::string, std::vector<std::size_t>>;

struct NamedFold {
    bool Folds::*fold;
    const char* name;
};
constexpr std::array<NamedFold, 5> kFolds = {{{&Folds::width, "full-width"},
                                              {&Folds::space, "spaces"},
                                              {&Folds::traditional, "traditional/simplified"},
                                              {&Folds::suffix, "administrative suffix (市/区/县)"},
                                              {&Folds::zeros, "zeros of the code"}}};

Folds without(Folds folds, bool Folds::*one) {
    folds.*one = false;
    return folds;
}

/// Keys by their folded form.
Index index_of(const KeySide& side, const Folds& folds) {
    Index out;
    for (std::size_t i = 0; i < side.keys.size(); ++i) {
        out[folded(side.keys[i], folds)].push_back(i);
    }
    return out;
}

bool is_code(std::string_view key) {
    return std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string leading_zeros_off(const std::string& key) {
    return key.substr(std::min(key.find_first_not_of('0'), key.size()));
}

/// Finds for each key of the left the ones of the right, step by step.
class Matcher {
public:
    Matcher(const KeySide& left, const KeySide& right) : m_left(left), m_right(right) {
        m_out.of_left.resize(left.keys.size());
        m_out.right_used.resize(right.keys.size());
    }

    void equal() {
        std::map<std::string_view, std::size_t> known;
        for (std::size_t j = 0; j < m_right.keys.size(); ++j) {
            known.emplace(m_right.keys[j], j);
        }
        for (std::size_t i = 0; i < m_left.keys.size(); ++i) {
            if (const auto it = known.find(m_left.keys[i]); it != known.end()) {
                take(i, it->second, "");
            }
        }
    }

    /// Suffixes tell 涪陵区 from 涪陵县: one is overlooked only where neither side has two.
    void by_folds(const Folds& folds) {
        const Index right = index_of(m_right, folds);
        const Index left = folds.suffix ? index_of(m_left, folds) : Index();
        for (std::size_t i = 0; i < m_left.keys.size(); ++i) {
            const std::string key = folded(m_left.keys[i], folds);
            const auto it = right.find(key);
            if (m_out.of_left[i] || it == right.end()) {
                continue;
            }
            const bool alone =
                it->second.size() == 1 && (!folds.suffix || left.at(key).size() == 1);
            if (alone) {
                const std::size_t j = it->second.front();
                take(i, j, difference(m_left.keys[i], m_right.keys[j], folds));
            } else {
                m_out.ambiguous.insert(i);
            }
        }
    }

    void by_aliases(const Aliases& aliases) {
        const Index right = index_of(m_right, {true, true, true, false, false});
        for (std::size_t i = 0; i < m_left.keys.size(); ++i) {
            std::set<std::size_t> found;
            for (const std::string& name : aliases.of(m_left.keys[i])) {
                if (const auto it = right.find(base::fold_spelling(name)); it != right.end()) {
                    found.insert(it->second.begin(), it->second.end());
                }
            }
            if (!m_out.of_left[i] && found.size() == 1) {
                take(i, *found.begin(), kAlias);
            } else if (!m_out.of_left[i] && found.size() > 1) {
                m_out.ambiguous.insert(i);
            }
        }
    }

    Matching finish() {
        std::erase_if(m_out.ambiguous, [&](std::size_t i) { return m_out.of_left[i].has_value(); });
        return std::move(m_out);
    }

private:
    void take(std::size_t i, std::size_t j, std::string why) {
        m_out.of_left[i] = KeyMatch{j, std::move(why)};
        m_out.right_used[j] = true;
    }

    const KeySide& m_left;
    const KeySide& m_right;
    Matching m_out;
};

}  // namespace

void Aliases::add(const std::string& name, const std::string& alias) {
    const std::string a = base::fold_spelling(name), b = base::fold_spelling(alias);
    if (!a.empty() && !b.empty() && a != b) {
        m_others[a].insert(alias);
        m_others[b].insert(name);
    }
}

std::set<std::string> Aliases::of(const std::string& key) const {
    const auto it = m_others.find(base::fold_spelling(key));
    return it == m_others.end() ? std::set<std::string>() : it->second;
}

std::string difference(const std::string& a, const std::string& b, const Folds& folds) {
    Folds needed = folds;
    std::string out;
    for (const NamedFold& one : kFolds) {
        const Folds fewer = without(needed, one.fold);
        if (folded(a, fewer) == folded(b, fewer)) {
            needed = fewer;
        } else {
            out += (out.empty() ? "" : " + ") + std::string(one.name);
        }
    }
    return out;
}

Matching match_keys(const KeySide& left, const KeySide& right, const Folds& folds,
                    const Aliases* aliases) {
    Matcher matcher(left, right);
    matcher.equal();
    if (const Folds spelling = without(folds, &Folds::suffix); spelling.any()) {
        matcher.by_folds(spelling);
    }
    if (aliases != nullptr) {
        matcher.by_aliases(*aliases);
    }
    if (folds.suffix) {
        matcher.by_folds(folds);
    }
    return matcher.finish();
}

Offers::Offers(const KeySide& others, const std::vector<bool>& used, const Aliases& aliases,
               bool near)
    : m_others(others),
      m_used(used),
      m_aliases(aliases),
      m_spellings(index_of(others, kSpelling)),
      m_bare(index_of(others, kBare)) {
    for (std::size_t i = 0; i < others.keys.size(); ++i) {
        if (const std::string digits = division(others.keys[i]); !digits.empty()) {
            m_levels.emplace(digits, i);
        }
        if (is_code(others.keys[i])) {
            m_numbers.emplace(leading_zeros_off(others.keys[i]), i);
        } else if (near && !used[i]) {
            m_free.push_back(others.keys[i]);
        }
    }
}

Offer Offers::of(const std::string& key, bool ambiguous) const {
    std::optional<Offer> found = spelled(key, m_spellings, kSpelling);
    found = found ? found : alias(key);
    found = found ? found : spelled(key, m_bare, kBare);
    found = found ? found : other_level(key);
    found = found ? found : near(key);
    Offer out = found.value_or(Offer());
    if (ambiguous) {
        out.why += (out.why.empty() ? "" : "; ") + std::string(kSeveral);
    }
    return out;
}

std::size_t Offers::best(const std::vector<std::size_t>& candidates) const {
    const auto unused = std::find_if(candidates.begin(), candidates.end(),
                                     [&](std::size_t i) { return !m_used[i]; });
    return unused == candidates.end() ? candidates.front() : *unused;
}

std::optional<Offer> Offers::spelled(const std::string& key, const Index& index,
                                     const Folds& folds) const {
    const auto it = index.find(folded(key, folds));
    if (it == index.end()) {
        return std::nullopt;
    }
    const std::size_t i = best(it->second);
    return Offer{i, difference(key, m_others.keys[i], folds)};
}

std::optional<Offer> Offers::alias(const std::string& key) const {
    for (const std::string& name : m_aliases.of(key)) {
        if (const auto it = m_spellings.find(folded(name, kSpelling)); it != m_spellings.end()) {
            return Offer{best(it->second), kAlias};
        }
    }
    return std::nullopt;
}

std::optional<Offer> Offers::other_level(const std::string& key) const {
    const std::string digits = division(key);
    const auto offer = [&](std::size_t i) {
        return Offer{i, "code of another level: " + key + " vs " + m_others.keys[i]};
    };
    for (const std::size_t level : {9U, 6U, 4U, 2U}) {  // the nearest above
        const auto it = m_levels.find(digits.substr(0, std::min(level, digits.size())));
        if (digits.size() > level && it != m_levels.end()) {
            return offer(it->second);
        }
    }
    std::vector<std::size_t> below;
    for (auto it = m_levels.upper_bound(digits);
         !digits.empty() && it != m_levels.end() && it->first.starts_with(digits); ++it) {
        below.push_back(it->second);
    }
    return below.empty() ? std::nullopt : std::optional(offer(best(below)));
}

std::optional<Offer> Offers::near(const std::string& key) const {
    if (is_code(key)) {
        const auto it = m_numbers.find(leading_zeros_off(key));
        return it == m_numbers.end() ? std::nullopt
                                     : std::optional(Offer{it->second, "leading zeros"});
    }
    const std::string name = base::did_you_mean(key, m_free);
    const auto it = std::find(m_others.keys.begin(), m_others.keys.end(), name);
    return name.empty() ? std::nullopt
                        : std::optional(Offer{static_cast<std::size_t>(it - m_others.keys.begin()),
                                              "edit distance"});
}

}  // namespace jt::layer
