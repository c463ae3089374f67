#include "network/access/from_table.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/rows.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

namespace jt::network {
namespace {

constexpr std::size_t kMostCells = std::size_t{1} << 31;
constexpr std::uint32_t kUnnamed = layer::kMissing - 1;  // no pair has named the cell yet

class PairReader {
public:
    PairReader(const layer::Table& pairs, const PairFields& fields)
        : m_pairs(pairs),
          m_fields(fields),
          m_origin(pairs.column(fields.origin)),
          m_destination(pairs.column(fields.destination)),
          m_time(pairs.column(fields.time)),
          m_status(fields.status.empty() ? nullptr : &pairs.column(fields.status)) {}

    /// The ids of a column, each once, sorted.
    static std::vector<std::string> ids(const layer::Column& column) {
        std::vector<std::string> out;
        for (std::size_t row = 0; row < column.size(); ++row) {
            out.push_back(column.show(row));
        }
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    }

    layer::Matrix run(std::optional<std::vector<std::string>> origins,
                      std::optional<std::vector<std::string>> destinations, PairCounts& counts) {
        layer::Matrix matrix;
        matrix.row_ids = origins ? std::move(*origins) : ids(m_origin);
        matrix.column_ids = destinations ? std::move(*destinations) : ids(m_destination);
        const std::size_t rows = matrix.row_ids.size(), columns = matrix.column_ids.size();
        if (columns > 0 && rows > kMostCells / columns) {
            throw base::data_error("network.pairs.large", rows, columns);
        }
        matrix.cost.assign(rows * columns, kUnnamed);
        fill(matrix, counts);
        refuse();
        for (std::uint32_t& cost : matrix.cost) {
            if (cost == kUnnamed) {
                cost = layer::kMissing;
                ++counts.missing;
            }
        }
        return matrix;
    }

private:
    static std::map<std::string, std::size_t> positions(const std::vector<std::string>& ids) {
        std::map<std::string, std::size_t> out;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            out[ids[i]] = i;
        }
        return out;
    }

    void fill(layer::Matrix& matrix, PairCounts& counts) {
        const auto row_of = positions(matrix.row_ids), column_of = positions(matrix.column_ids);
        for (std::size_t row = 0; row < m_pairs.rows(); ++row) {
            const std::string from = m_origin.show(row), to = m_destination.show(row);
            const auto i = row_of.find(from), j = column_of.find(to);
            if (from.empty() || to.empty()) {
                m_empty.push_back(row);
                continue;
            }
            if (i == row_of.end()) {
                m_unknown_origins.push_back(from);
            }
            if (j == column_of.end()) {
                m_unknown_destinations.push_back(to);
            }
            if (i == row_of.end() || j == column_of.end()) {
                continue;
            }
            std::uint32_t& cost = matrix.cost[i->second * matrix.column_ids.size() + j->second];
            if (cost != kUnnamed) {
                m_twice.push_back(from + " -> " + to);
                continue;
            }
            cost = cost_of(row);
            ++counts.present;
            counts.zero += cost == 0 ? 1 : 0;
            counts.no_time += cost > layer::kMaxCost ? 1 : 0;
        }
    }

    std::uint32_t cost_of(std::size_t row) {
        const std::string_view word =
            m_status != nullptr && m_status->type() == layer::Type::text ? m_status->text(row) : "";
        for (const std::uint32_t status :
             {layer::kUnreachable, layer::kCutOff, layer::kOffNetwork, layer::kMissing}) {
            if (word == layer::cost_status_name(status)) {
                return status;
            }
        }
        if (!word.empty() && word != "ok") {
            m_bad_status.push_back(std::string(word));
        }
        if (!m_time.valid(row) ||
            (m_time.type() == layer::Type::text && m_time.text(row).empty())) {
            return layer::kMissing;
        }
        const double ms = std::floor(number(row) * m_fields.ms_per_unit + 0.5);
        if (!(ms >= 0 && ms < static_cast<double>(layer::kMaxCost))) {
            m_bad_time.push_back(row);
            return layer::kMissing;
        }
        return static_cast<std::uint32_t>(ms);
    }

    double number(std::size_t row) const {
        if (m_time.type() != layer::Type::text) {
            return m_time.number(row);
        }
        const std::string text = base::trim(m_time.text(row));
        double value = std::nan("");
        const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
        return end.ec == std::errc() && end.ptr == text.data() + text.size() ? value : std::nan("");
    }

    /// Everything that is wrong with one thing, at once.
    void refuse() {
        refuse_rows("network.pairs.empty_id", m_empty);
        refuse_words("network.pairs.unknown", "origins", m_unknown_origins);
        refuse_words("network.pairs.unknown", "destinations", m_unknown_destinations);
        refuse_words("network.pairs.status", m_fields.status, m_bad_status);
        if (!m_bad_time.empty()) {
            std::vector<std::string> shown;
            for (const std::size_t row : m_bad_time) {
                shown.push_back(m_origin.show(row) + " -> " + m_destination.show(row) + " (" +
                                m_time.show(row) + ")");
            }
            throw base::data_error("network.pairs.time", m_fields.time, shown.size(),
                                   base::join_some(shown));
        }
        refuse_words("network.pairs.twice", "", m_twice);
    }

    void refuse_rows(const char* id, const std::vector<std::size_t>& rows) const {
        if (!rows.empty()) {
            std::vector<std::string> shown;
            for (const std::int64_t row : layer::row_ids(m_pairs, rows)) {
                shown.push_back(std::to_string(row));
            }
            throw base::data_error(id, rows.size(), base::join_some(shown));
        }
    }

    static void refuse_words(const char* id, const std::string& where,
                             std::vector<std::string> words) {
        if (!words.empty()) {
            std::sort(words.begin(), words.end());
            words.erase(std::unique(words.begin(), words.end()), words.end());
            throw base::data_error(id, where, words.size(), base::join_some(words));
        }
    }

    const layer::Table& m_pairs;
    const PairFields& m_fields;
    const layer::Column &m_origin, &m_destination, &m_time;
    const layer::Column* m_status;
    std::vector<std::size_t> m_empty, m_bad_time;
    std::vector<std::string> m_unknown_origins, m_unknown_destinations, m_twice, m_bad_status;
};

}  // namespace

layer::Matrix matrix_from_pairs(const layer::Table& pairs, const PairFields& fields,
                                std::optional<std::vector<std::string>> origins,
                                std::optional<std::vector<std::string>> destinations,
                                PairCounts& counts) {
    return PairReader(pairs, fields).run(std::move(origins), std::move(destinations), counts);
}

}  // namespace jt::network
