#include "layer/criteria.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "layer/value_function.hpp"
#include "layer/weights.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace jt::layer {

using nlohmann::json;

namespace {

const std::vector<std::pair<std::string, Merge>> kMerges = {{"sum", Merge::sum},
                                                            {"product", Merge::product},
                                                            {"owa", Merge::owa},
                                                            {"minimum", Merge::minimum}};

Merge merge_of(const std::string& word) {
    std::vector<std::string> names;
    for (const auto& [name, merge] : kMerges) {
        if (name == word) {
            return merge;
        }
        names.push_back(name);
    }
    throw base::unknown_name_error("criteria.merge", word, names);
}

void check_keys(const json& object, const std::vector<std::string>& known) {
    for (const auto& item : object.items()) {
        if (std::ranges::find(known, item.key()) == known.end()) {
            throw base::unknown_name_error("criteria.key", item.key(), known);
        }
    }
}

std::string text(const json& object, const char* key, const std::string& fallback) {
    if (!object.contains(key)) {
        return fallback;
    }
    if (!object[key].is_string() || object[key].get<std::string>().empty()) {
        throw base::data_error("criteria.text", key);
    }
    return object[key].get<std::string>();
}

/// A Lua table without entries is an object in JSON.
bool is_list(const json& value) { return value.is_array() || (value.is_object() && value.empty()); }

}  // namespace

std::string merge_name(Merge merge) {
    return std::ranges::find(kMerges, merge, &std::pair<std::string, Merge>::second)->first;
}

/// Fills one tree; a mistake is told with the way to it.
class CriteriaReader {
public:
    CriteriaTree read(const json& root) {
        if (!root.is_object() || !root.contains("factors")) {
            throw base::data_error("criteria.root");
        }
        add(root, 0, 0);
        return std::move(m_out);
    }

private:
    std::vector<Criterion>& nodes() { return m_out.m_nodes; }

    void add(const json& object, std::size_t parent, std::size_t level) {
        if (!object.is_object()) {
            throw base::data_error("criteria.object");
        }
        const std::string name = text(object, "name", "");
        if (name.empty()) {
            throw base::data_error("criteria.name");
        }
        base::within(base::msg("criteria.in", name), [&] {
            if (!m_seen.emplace(name, nodes().size()).second) {
                throw base::data_error("criteria.twice", name);
            }
            Criterion node;
            node.name = name;
            node.parent = parent;
            node.level = level;
            node.group = object.contains("factors");
            node.group ? read_group(object, node) : read_factor(object, node);
            const std::size_t place = nodes().size();
            nodes().push_back(std::move(node));
            if (level > 0) {
                nodes()[parent].factors.push_back(place);
            }
            if (object.contains("factors")) {
                read_factors(object, place);
            }
        });
    }

    static void read_factor(const json& object, Criterion& node) {
        check_keys(object, {"name", "column", "function", "unit", "applies", "weight"});
        node.column = text(object, "column", node.name);
        node.unit = text(object, "unit", "");
        node.applies = text(object, "applies", "");
        node.function = object.value("function", json());
        if (!node.function.is_null()) {
            ValueFunction::from_json(node.function, node.unit);
        }
    }

    static void read_group(const json& object, Criterion& node) {
        check_keys(object,
                   {"name", "factors", "merge", "orness", "order_weights", "weights", "weight"});
        node.merge = merge_of(text(object, "merge", "sum"));
        const bool by_orness = object.contains("orness"),
                   by_order = object.contains("order_weights");
        if (node.merge == Merge::owa ? by_orness == by_order : by_orness || by_order) {
            throw base::data_error("criteria.owa");
        }
        if (by_orness) {
            node.orness = number(object["orness"], "orness");
            if (node.orness < 0 || node.orness > 1) {
                throw base::data_error("criteria.orness", node.orness);
            }
        }
        if (by_order) {
            node.order_weights = order_weights(object["order_weights"]);
        }
    }

    /// As they will be used: 0 or more, with sum 1.
    static std::vector<double> order_weights(const json& list) {
        if (!list.is_array() || list.empty()) {
            throw base::data_error("criteria.list", "order_weights");
        }
        std::vector<double> out;
        std::vector<std::string> names;
        for (const json& one : list) {
            out.push_back(number(one, "order_weights"));
            names.push_back(fmt::format("v{}", names.size() + 1));
        }
        return checked_weights(names, out, false);
    }

    static double number(const json& value, const char* key) {
        if (!value.is_number() || !std::isfinite(value.get<double>())) {
            throw base::data_error("criteria.number", key, value.dump());
        }
        return value.get<double>();
    }

    void read_factors(const json& object, std::size_t place) {
        const json& list = object["factors"];
        if (!is_list(list) || list.empty()) {
            throw base::data_error("criteria.empty");
        }
        const std::size_t level = nodes()[place].level + 1;
        for (const json& one : list) {
            add(one, place, level);
        }
        nodes()[place].weights = weights_of(object, list);
        const Criterion& group = nodes()[place];
        if (group.merge == Merge::minimum && !group.weights.is_null()) {
            throw base::data_error("criteria.minimum");
        }
        if (!group.order_weights.empty() && group.order_weights.size() != group.factors.size()) {
            throw base::data_error("criteria.order_weights", group.order_weights.size(),
                                   group.factors.size());
        }
    }

    static json weights_of(const json& object, const json& list) {
        json numbers = json::array();
        std::vector<std::string> without;
        for (const json& one : list) {
            if (one.contains("weight")) {
                numbers.push_back(number(one["weight"], "weight"));
            } else {
                without.push_back(one["name"].get<std::string>());
            }
        }
        const bool whole = object.contains("weights") && !object["weights"].is_null();
        if (whole && !numbers.empty()) {
            throw base::data_error("criteria.weights.both");
        }
        if (!numbers.empty() && !without.empty()) {
            throw base::data_error("criteria.weights.some", base::join_some(without));
        }
        return whole ? object["weights"] : numbers.empty() ? json() : numbers;
    }

    CriteriaTree m_out;
    std::map<std::string, std::size_t> m_seen;
};

CriteriaTree CriteriaTree::from_json(const json& object) { return CriteriaReader().read(object); }

std::vector<std::size_t> CriteriaTree::factors() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        if (!m_nodes[i].group) {
            out.push_back(i);
        }
    }
    return out;
}

std::vector<std::string> CriteriaTree::names_in(std::size_t group) const {
    std::vector<std::string> out;
    for (const std::size_t i : m_nodes[group].factors) {
        out.push_back(m_nodes[i].name);
    }
    return out;
}

std::string CriteriaTree::path(std::size_t node) const {
    std::string out = m_nodes[node].name;
    for (std::size_t i = m_nodes[node].parent; i != 0; i = m_nodes[i].parent) {
        out = m_nodes[i].name + " > " + out;
    }
    return out;
}

std::size_t CriteriaTree::find(const std::string& name) const {
    std::vector<std::string> names;
    for (const Criterion& node : m_nodes) {
        if (node.name == name) {
            return names.size();
        }
        names.push_back(node.name);
    }
    throw base::unknown_name_error("criteria.unknown", name, names);
}

bool CriteriaTree::adds_up(std::size_t node) const {
    for (std::size_t i = node; i != 0;) {
        i = m_nodes[i].parent;
        if (m_nodes[i].merge != Merge::sum) {
            return false;
        }
    }
    return true;
}

std::vector<double> global_weights(const CriteriaTree& tree, const std::vector<double>& local) {
    std::vector<double> out = local;
    for (std::size_t i = 1; i < out.size(); ++i) {  // groups come before what is in them
        out[i] = out[tree.nodes()[i].parent] * local[i];
    }
    return out;
}

}  // namespace jt::layer
