#include "network/change/short_form.hpp"

#include <algorithm>

namespace jt::network {

std::vector<Change> changes_of(const Modifications& modifications) {
    std::vector<Change> changes;
    const auto add = [&](Action action, const std::string& id, double value) {
        Change change;
        change.action = action;
        change.target.ids = {id};
        change.value = value;
        changes.push_back(std::move(change));
    };
    for (const std::string& id : modifications.open) {
        if (std::ranges::find(modifications.close, id) != modifications.close.end()) {
            throw base::data_error("network.scenario.both", id);
        }
        add(Action::open, id, 0);
    }
    for (const std::string& id : modifications.close) {
        add(Action::close, id, 0);
    }
    for (const auto& [id, speed] : modifications.speeds) {
        add(Action::speed, id, speed);
    }
    for (const auto& [id, headway] : modifications.headways_min) {
        add(Action::headway, id, headway);
    }
    return changes;
}

}  // namespace jt::network
