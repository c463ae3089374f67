// Road features as links, before noding.
#pragma once

#include "base/diagnostic.hpp"
#include "base/unset.hpp"
#include "layer/layer.hpp"
#include "network/graph/link_store.hpp"
#include "network/graph/options.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jt::network {

/// What may happen on a link, as bits.
enum LinkFlag : std::uint32_t {
    kForward = 1,     ///< driven as drawn
    kBackward = 2,    ///< driven against the drawing
    kWalk = 4,        ///< walked, both ways
    kControlled = 8,  ///< points join at its nodes only
    kRide = 16,       ///< a transit line, ridden both ways but for kOneRide
    kBaseline = 32,   ///< open when the network was built: connectors go here first
    kOneRide = 64,    ///< with kRide: ridden as drawn only
};

constexpr std::uint32_t kNoId = 0xFFFFFFFFU;

/// What few links have.
struct Given {
    std::uint32_t from_id = kNoId, to_id = kNoId;  ///< numbers of the nodes that a link names
    double cost_ms = 0;          ///< for the whole link; 0: length and speed decide
    double length_mm = 0;        ///< 0: as drawn
    double fen = 0, fen_km = 0;  ///< money for the whole feature, and for each km
};
inline constexpr Given kNoneGiven;  ///< of the other links

/// One part of a road feature; what it points at is in the stores of RawLinks.
struct RawLink {
    LinePoints points;
    std::string_view id;    ///< route id, shared by many features
    std::string_view name;  ///< canonical class
    std::int64_t feature = 0;
    int layer = 0, part = 0;
    int year = 0;  ///< year_open; 0 = existing
    int level = 0;
    double speed = 0;  ///< km/h for driving, peak factor included; 0 where not driven
    std::uint32_t flags = 0;
    const Given* given = &kNoneGiven;
};

using Layers = std::vector<std::shared_ptr<const layer::Layer>>;

/// Refuses layers that cannot be measured: CRS unknown, geographic or Web Mercator, or other than
/// that of the first.
void check_crs(const layer::Layer& layer, const geo::Crs& wanted);

/// Ids for a message: sorted, the first ones.
std::string some_ids(std::vector<std::int64_t> ids);

/// A column that must hold numbers; null where the layer has no such field; data error
/// "network.field.number" for text.
const layer::Column* number_column(const layer::Layer& layer, const char* name);

/// The whole number of a row, 0 for a null or no column; data error "network.field.whole".
int whole_number(const layer::Layer& layer, const layer::Column* column, const char* name,
                 std::size_t row);

/// kForward and kBackward of a one-way code, whatever its case; 0 for an unknown one. An empty code
/// is both, or as drawn where `digitised`.
std::uint32_t drive_flags(std::string_view code, bool digitised);

/// How the lines of one layer are read.
struct LineRules {
    bool keep_zero = false;  ///< a line of no length stays, as two equal points
    bool no_speeds = false;  ///< costs are given: speeds are not asked for
};

/// Links and what they point at.
struct RawLinks {
    base::UnsetVector<RawLink> links;
    Store<Point> points;
    Store<char> texts;
    Store<Given> given;

    /// What the links of the other one point at is kept by this one.
    void take_stores(RawLinks& other) {
        points.take(std::move(other.points));
        texts.take(std::move(other.texts));
        given.take(std::move(other.given));
    }
};

/// Links in blocks that follow each other, as threads made them.
using LinkBlocks = std::vector<RawLinks>;

/// Adds one layer of read_roads(), its links in the order of the features.
void read_lines(const layer::Layer& layer, int number, const BuildOptions& options,
                const LineRules& rules, LinkBlocks& out, base::Diagnostics& diagnostics);

/// The links in their canonical order.
RawLinks sorted_links(LinkBlocks blocks);

/// Reads the fields id, class, speed (km/h), oneway, year_open, level, toll (yuan a passage) and
/// toll_km (yuan a km), all optional; a null speed is that of the class. Features without usable
/// geometry and lines of no length stay out and are reported with their ids. Data errors: not
/// lines, a field of the wrong type, speed not above 0, a class without a speed, a toll below 0, an
/// unknown oneway code. The links come in a canonical order (place, then layer, feature, part): the
/// order of features does not matter.
RawLinks read_roads(const Layers& layers, const BuildOptions& options,
                    base::Diagnostics& diagnostics);

/// Open at a year, without a scenario's word: existing, or year_open reached.
inline bool open_by_year(int year_open, const std::optional<int>& year) {
    return year_open == 0 ||
           (year_open != kOpensByScenario && year.has_value() && year_open <= *year);
}

}  // namespace jt::network
