// Origin-destination costs in integer milliseconds (or mm, 分): every pair has a value or a status.
#pragma once

#include "registry/object.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace jt::layer {

/// Values above kMaxCost are statuses.
constexpr std::uint32_t kMaxCost = 0xFFFFFFF0U;
constexpr std::uint32_t kUnreachable = 0xFFFFFFFFU;  ///< no path
constexpr std::uint32_t kCutOff = 0xFFFFFFFEU;       ///< beyond the asked limit
constexpr std::uint32_t kOffNetwork =
    0xFFFFFFFDU;                                 ///< origin or destination could not be connected
constexpr std::uint32_t kMissing = 0xFFFFFFFCU;  ///< the table of pairs does not name the pair
/// "ok", "unreachable", "cut_off", "off_network", "missing"
const char* cost_status_name(std::uint32_t cost);

class Matrix final : public registry::Object {
public:
    std::vector<std::string> row_ids, column_ids;
    std::vector<std::uint32_t> cost;  ///< row-major, row_ids.size() x column_ids.size()
    std::string unit = "ms";

    std::uint32_t at(std::size_t row, std::size_t column) const {
        return cost[row * column_ids.size() + column];
    }
    registry::Kind kind() const override { return registry::Kind::matrix; }
    void write(base::Writer& out) const override;
    static registry::ObjectPtr read(base::Reader& in);
};

}  // namespace jt::layer
