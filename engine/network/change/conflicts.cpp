#include "network/change/conflicts.hpp"

#include "base/text.hpp"

namespace jt::network {
namespace {

bool agree(const Change& a, const Change& b) {
    return a.action == b.action && a.value == b.value && a.word == b.word;
}

std::string name_of(const Change& change) {
    return change.label.empty() ? action_name(change.action) : change.label;
}

}  // namespace

Aspect aspect_of(Action action) {
    switch (action) {
        case Action::open:
        case Action::close: return Aspect::open;
        case Action::retime:
        case Action::speed:
        case Action::upgrade: return Aspect::cost;
        case Action::reverse:
        case Action::oneway:
        case Action::twoway: return Aspect::direction;
        case Action::headway: return Aspect::headway;
        case Action::run_time: return Aspect::run_time;
        case Action::factor:
        case Action::skip: return Aspect::none;
    }
    return Aspect::none;
}

void Conflicts::decide(const std::vector<Change>& changes, std::size_t index,
                       std::span<const std::uint32_t> links) {
    const Aspect aspect = aspect_of(changes[index].action);
    if (aspect == Aspect::none) {
        return;
    }
    for (const std::uint32_t link : links) {
        const auto [it, fresh] = m_decided.emplace(std::pair(aspect, link), index);
        if (!fresh && !agree(changes[it->second], changes[index])) {
            m_pairs[{it->second, index}].insert(m_topology.id_of(link));
        }
    }
}

void Conflicts::tell(const std::vector<Change>& changes, Problems& problems) {
    for (const auto& [pair, ids] : m_pairs) {
        const Change &first = changes[pair.first], &second = changes[pair.second];
        base::Error error =
            base::data_error("network.change.contradiction", name_of(first), name_of(second),
                             ids.size(), base::join_some({ids.begin(), ids.end()}));
        if (!second.scenario.empty()) {
            error.add_context(base::msg("network.change.in_scenario", second.scenario));
        }
        problems.add(std::move(error));
    }
    m_decided.clear();
    m_pairs.clear();
}

}  // namespace jt::network
