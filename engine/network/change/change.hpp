// What-if modifications: what a scenario may change of a network, and on which links.
#pragma once

#include "base/diagnostic.hpp"
#include "base/error.hpp"
#include "layer/layer.hpp"
#include "network/scenario.hpp"

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace jt::network {

/// open, close: the link exists or not. retime: minutes of each link, from end to end. speed: km/h.
/// upgrade: the speed of another class, peak factor included. factor: multiplies the driving speed,
/// on the part of each link inside the area. reverse: one-way links run the other way. oneway,
/// twoway: direction of traffic. headway (min), run_time (multiplies the time of rides) and skip
/// (no boarding, leaving or changing at a stop) are of transit lines.
enum class Action {
    open,
    close,
    retime,
    speed,
    upgrade,
    factor,
    reverse,
    oneway,
    twoway,
    headway,
    run_time,
    skip
};
const char* action_name(Action action);

constexpr int kTransitLayer = -1, kAnyLayer = -2;

/// Which links. The conditions that are given hold together; none of them is a problem unless
/// `all`. Without ids and layer only streets are meant.
struct Target {
    std::vector<std::string> ids;  ///< routes and lines; each must be known
    /// Expression (layer/expression.hpp) over the columns id, class, layer, feature, speed,
    /// year_open, level, km, oneway of the links; null: none.
    nlohmann::json where = nullptr;
    std::shared_ptr<const layer::Layer> features;  ///< the links of these features of `layer`
    /// Polygons, or lines and points with all within `near_m` of them; united.
    std::shared_ptr<const layer::Layer> area;
    int layer = kAnyLayer;  ///< number of the road layer from 0, or kTransitLayer
    bool all = false;
};

struct Change {
    Action action = Action::open;
    Target target;
    double value = 0;                ///< minutes, km/h or factor
    std::string word;                ///< class of upgrade; FT or TF of oneway
    std::vector<std::string> stops;  ///< of skip: names, ids or feature numbers of stations
    /// With an area a link as a whole is changed when at least this share of its length is inside;
    /// factor changes exactly the part inside.
    double share = 0.5;
    double near_m = 20;
    std::string period;    ///< applies in this period of the scenario only; "": always
    std::string scenario;  ///< the scenario that says so; two changes of one must not contradict
    std::string label;  ///< for messages: "jt.close (plan.lua:12)", "changes.csv row 3"; "": none
};

/// A scenario: its year and period, and its changes, those of the scenarios it stands on first
/// (changes of one scenario follow each other).
struct ChangePlan {
    std::string name;
    std::optional<int> year;
    std::string period;
    std::vector<Change> changes;
};

/// Problems of changes, kept until all are known.
class Problems {
public:
    void add(base::Error error, const Change& change);
    void add(base::Error error);
    /// Takes over those of another list; what both have counts once.
    void take(const Problems& other);
    /// Throws where there are any: the only one as it is, else data error
    /// "network.change.problems" with every problem, its place and its hint as notes.
    void raise() const;

private:
    std::vector<base::Error> m_errors;
};

/// The state that the changes make of a network, before its costs are weighed.
struct Changed {
    ScenarioState state;
    std::shared_ptr<const Topology> topology;  ///< the network's own, but where directions changed
};

/// Applies year and changes on top of the network's own state. Within one scenario the order does
/// not matter: what sets a value comes before what multiplies it; a later scenario replaces what an
/// earlier one set. What matches nothing is a warning, "not in this period" a row of `touched`.
/// Problems are added to `problems`; with any, the result is not to be used.
Changed apply_changes(const Network& network, const ChangePlan& plan, std::vector<Touched>& touched,
                      base::Diagnostics& diagnostics, Problems& problems);

/// The same as a network; throws what apply_changes() found wrong.
std::shared_ptr<const Network> change(const Network& network, const ChangePlan& plan,
                                      std::vector<Touched>& touched,
                                      base::Diagnostics& diagnostics);

}  // namespace jt::network
