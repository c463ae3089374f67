#include "layer/join.hpp"

#include "layer/rows.hpp"

#include <algorithm>

namespace jt::layer {
namespace {

constexpr std::size_t kPairs = 1000000;  ///< of names, whose edit distance is worth the time

/// One side as it is listed.
struct Side {
    std::string name;
    const Table& table;
    const KeySide& keys;
    std::vector<bool> used;  ///< of the keys
    const std::set<std::size_t>& ambiguous;
    bool once;  ///< of a key's rows only the first is joined
};

std::int64_t id_of(const Table& table, std::size_t row) {
    return row_ids(table, {&row, 1}).front();
}

/// Rows that met none, in order, with the key of each (kNoRow for none).
struct Open {
    std::size_t row, key;
    bool again;  ///< another row of the key was joined
};
std::vector<Open> open_rows(const Side& side) {
    std::vector<Open> out;
    for (std::size_t i = 0; i < side.keys.keys.size(); ++i) {
        for (const std::size_t row : side.keys.rows[i]) {
            const bool again = side.once && row != side.keys.rows[i].front();
            if (!side.used[i] || again) {
                out.push_back({row, i, again});
            }
        }
    }
    for (const std::size_t row : side.keys.missing) {
        out.push_back({row, kNoRow, false});
    }
    std::sort(out.begin(), out.end(), [](const Open& a, const Open& b) { return a.row < b.row; });
    return out;
}

/// Writes the rows of the table.
class Writer {
public:
    void side(const Side& side, const Side& other, const Offers& offers) {
        std::map<std::size_t, Offer> known;
        for (const Open& one : open_rows(side)) {
            if (one.key == kNoRow) {
                row(side, one, {std::nullopt, "no key"}, other);
            } else if (one.again) {
                row(side, one, {std::nullopt, "duplicate key"}, other);
            } else {
                const auto [it, fresh] = known.try_emplace(one.key);
                if (fresh) {
                    it->second =
                        offers.of(side.keys.keys[one.key], side.ambiguous.count(one.key) > 0);
                }
                row(side, one, it->second, other);
            }
        }
    }

    std::shared_ptr<Table> build() {
        auto out = std::make_shared<Table>();
        const auto fields = unmatched_columns();
        ColumnBuilder* const all[] = {&m_side, &m_id, &m_key, &m_offer, &m_offer_id, &m_why};
        for (std::size_t i = 0; i < fields.size(); ++i) {
            out->set(fields[i], all[i]->build());
        }
        return out;
    }
    std::size_t offers() const { return m_offers; }

private:
    void row(const Side& side, const Open& one, const Offer& offer, const Side& other) {
        m_side.text(side.name);
        m_id.integer(id_of(side.table, one.row));
        one.key == kNoRow ? m_key.null() : m_key.text(side.keys.keys[one.key]);
        if (offer.other) {
            m_offer.text(other.keys.keys[*offer.other]);
            m_offer_id.integer(id_of(other.table, other.keys.rows[*offer.other].front()));
            ++m_offers;
        } else {
            m_offer.null();
            m_offer_id.null();
        }
        offer.why.empty() ? m_why.null() : m_why.text(offer.why);
    }

    ColumnBuilder m_side{Type::text}, m_id{Type::integer}, m_key{Type::text}, m_offer{Type::text},
        m_offer_id{Type::integer}, m_why{Type::text};
    std::size_t m_offers = 0;
};

std::vector<std::size_t> rows_of(const Side& side) {
    std::vector<std::size_t> out;
    for (const Open& one : open_rows(side)) {
        out.push_back(one.row);
    }
    return out;
}

}  // namespace

std::vector<Field> unmatched_columns() {
    return {{"side", Type::text, "", {"来自", "side"}},
            {"id", Type::integer, "", {"要素编号或行号", "feature id or row"}},
            {"key", Type::text, "", {"键", "key"}},
            {"offer", Type::text, "", {"候选（未采用）", "offer (not applied)"}},
            {"offer_id", Type::integer, "", {"候选的要素编号或行号", "its feature id or row"}},
            {"why", Type::text, "", {"理由", "why"}}};
}

std::vector<Field> folded_columns() {
    return {{"key", Type::text, "", {"键", "key"}},
            {"table_key", Type::text, "", {"表中的键", "key in the table"}},
            {"why", Type::text, "", {"忽略的差别", "what was overlooked"}},
            {"rows", Type::integer, "", {"要素数", "features"}}};
}

std::vector<std::size_t> joined_rows(const Join& join) {
    std::vector<std::size_t> out(join.left.rows(), kNoRow);
    for (std::size_t i = 0; i < join.left_keys.keys.size(); ++i) {
        if (const auto& match = join.matching.of_left[i]) {
            for (const std::size_t row : join.left_keys.rows[i]) {
                out[row] = join.right_keys.rows[match->right].front();
            }
        }
    }
    return out;
}

Unmatched unmatched_of(const Join& join) {
    std::vector<bool> left_used;
    for (const auto& match : join.matching.of_left) {
        left_used.push_back(match.has_value());
    }
    const std::set<std::size_t> none;
    const Side left{join.left_name,          join.left, join.left_keys, left_used,
                    join.matching.ambiguous, false};
    const Side right{"table", join.right, join.right_keys, join.matching.right_used, none, true};
    Unmatched out;
    out.left = rows_of(left);
    out.right = rows_of(right);
    Writer writer;
    if (!out.left.empty() || !out.right.empty()) {
        const auto open = [](const Side& side) {
            return static_cast<std::size_t>(std::count(side.used.begin(), side.used.end(), false));
        };
        out.near = open(right) == 0 || open(left) <= kPairs / open(right);
        writer.side(left, right, Offers(right.keys, right.used, join.aliases, out.near));
        writer.side(right, left, Offers(left.keys, left.used, join.aliases, out.near));
    }
    out.table = writer.build();
    out.offers = writer.offers();
    return out;
}

Folded folded_of(const Join& join) {
    ColumnBuilder keys(Type::text), table_keys(Type::text), why(Type::text), rows(Type::integer);
    Folded out;
    for (std::size_t i = 0; i < join.left_keys.keys.size(); ++i) {
        const auto& match = join.matching.of_left[i];
        if (!match || match->why.empty()) {
            continue;
        }
        const std::string &a = join.left_keys.keys[i], &b = join.right_keys.keys[match->right];
        keys.text(a);
        table_keys.text(b);
        why.text(match->why);
        rows.integer(static_cast<std::int64_t>(join.left_keys.rows[i].size()));
        out.pairs.push_back(fmt::format("{} = {} ({})", a, b, match->why));
        out.left.insert(out.left.end(), join.left_keys.rows[i].begin(),
                        join.left_keys.rows[i].end());
    }
    std::sort(out.left.begin(), out.left.end());
    out.table = std::make_shared<Table>();
    const auto fields = folded_columns();
    ColumnBuilder* const all[] = {&keys, &table_keys, &why, &rows};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        out.table->set(fields[i], all[i]->build());
    }
    return out;
}

}  // namespace jt::layer
