// Names of actions, and problems told together: declared in change.hpp.
#include "network/change/change.hpp"

#include <algorithm>

namespace jt::network {

const char* action_name(Action action) {
    switch (action) {
        case Action::open: return "open";
        case Action::close: return "close";
        case Action::retime: return "retime";
        case Action::speed: return "speed";
        case Action::upgrade: return "upgrade";
        case Action::factor: return "factor";
        case Action::reverse: return "reverse";
        case Action::oneway: return "oneway";
        case Action::twoway: return "twoway";
        case Action::headway: return "headway";
        case Action::run_time: return "run_time";
        case Action::skip: return "skip";
    }
    return "";
}

void Problems::add(base::Error error, const Change& change) {
    if (!change.label.empty()) {
        error.add_context(change.scenario.empty() ? base::msg("network.change.place", change.label)
                                                  : base::msg("network.change.place_in",
                                                              change.scenario, change.label));
    }
    m_errors.push_back(std::move(error));
}

void Problems::add(base::Error error) { m_errors.push_back(std::move(error)); }

void Problems::take(const Problems& other) {
    for (const base::Error& error : other.m_errors) {
        const bool known = std::ranges::any_of(m_errors, [&](const base::Error& mine) {
            return mine.message() == error.message() && mine.context() == error.context();
        });
        if (!known) {
            m_errors.push_back(error);
        }
    }
}

void Problems::raise() const {
    if (m_errors.empty()) {
        return;
    }
    if (m_errors.size() == 1) {
        throw m_errors.front();
    }
    base::Error all = base::data_error("network.change.problems", m_errors.size());
    for (const base::Error& error : m_errors) {
        for (auto place = error.context().rbegin(); place != error.context().rend(); ++place) {
            all.add_note(*place);
        }
        all.add_note(error.message());
        for (const base::Message& note : error.notes()) {
            all.add_note(note);
        }
        if (!base::render_hint(error.message(), base::Lang::en).empty()) {
            all.add_note({error.message().id + ".hint", error.message().args});
        }
    }
    throw all;
}

}  // namespace jt::network
