#include "network/change/read_changes.hpp"

#include "base/text.hpp"
#include "base/units.hpp"
#include "network/graph/road_links.hpp"

#include <array>
#include <cmath>

namespace jt::network {
namespace {

struct Wording {
    Action action;
    const char* unit;  ///< of the value; "" = a ratio; null: none
    std::vector<const char*> words;
};

const std::vector<Wording>& wordings() {
    static const std::vector<Wording> list = {
        {Action::open, nullptr, {"open", "add", "开通", "开启", "新增"}},
        {Action::close, nullptr, {"close", "关闭", "封闭", "停运"}},
        {Action::retime, "min", {"retime", "minutes", "耗时", "用时"}},
        {Action::speed, "km/h", {"speed", "速度", "限速"}},
        {Action::upgrade, nullptr, {"upgrade", "class", "升级", "改级"}},
        {Action::factor, "", {"factor", "系数", "速度系数"}},
        {Action::reverse, nullptr, {"reverse", "反向", "调向"}},
        {Action::oneway, nullptr, {"oneway", "单行", "单向"}},
        {Action::twoway, nullptr, {"twoway", "双行", "双向"}},
        {Action::headway, "min", {"headway", "发车间隔", "行车间隔", "间隔"}},
        {Action::run_time, "", {"run_time", "运行时间", "运行系数"}},
        {Action::skip, nullptr, {"skip", "跳站", "甩站", "越站"}}};
    return list;
}

const char* unit_of(Action action) {
    for (const Wording& wording : wordings()) {
        if (wording.action == action) {
            return wording.unit;
        }
    }
    return nullptr;
}

std::string shown(const nlohmann::json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

/// One entry; throws what is wrong with it.
class EntryReader {
public:
    EntryReader(const nlohmann::json& entry, const Topology& topology, const ChangeLayers& layers)
        : m_entry(entry), m_topology(topology), m_layers(layers) {}

    /// Where it stands, for messages, before anything can be wrong.
    Change place() const {
        Change change;
        change.scenario = text("scenario");
        change.label = text("by");
        return change;
    }

    Change read() const {
        check_keys();
        Change change = place();
        change.action = action_from(text("action"));
        change.period = text("period");
        read_value(change);
        read_target(change);
        if (has("share")) {
            change.share = positive(m_entry.at("share"), "");
            if (!(change.share <= 1)) {
                throw base::data_error("network.change.share", shown(m_entry.at("share")));
            }
        }
        if (has("near")) {
            change.near_m = positive(m_entry.at("near"), "m");
            if (std::isnan(change.near_m)) {
                throw base::data_error("network.change.near", shown(m_entry.at("near")));
            }
        }
        return change;
    }

private:
    bool has(const char* key) const {
        const auto it = m_entry.find(key);
        return it != m_entry.end() && !it->is_null() && *it != "";
    }
    std::string text(const char* key) const { return has(key) ? shown(m_entry.at(key)) : ""; }

    void check_keys() const {
        static const std::vector<std::string> known = {
            "action", "all",    "area",   "by",    "class",    "direction", "ids",   "layer",
            "near",   "period", "select", "share", "scenario", "stops",     "value", "where"};
        for (const auto& [key, value] : m_entry.items()) {
            if (std::find(known.begin(), known.end(), key) == known.end()) {
                throw base::unknown_name_error("network.change.key", key, known);
            }
        }
    }

    /// A number above 0 in the unit; NaN for anything else.
    static double positive(const nlohmann::json& value, const char* unit) {
        double out = std::nan("");
        if (value.is_number()) {
            out = value.get<double>();
        } else if (value.is_string()) {
            try {
                out = base::parse_quantity(value.get<std::string>(), unit);
            } catch (const base::Error&) {
                return std::nan("");
            }
        }
        return out > 0 && std::isfinite(out) ? out : std::nan("");
    }

    void read_value(Change& change) const {
        const char* unit = unit_of(change.action);
        const char* action = action_name(change.action);
        if (unit != nullptr) {
            change.value = has("value") ? positive(m_entry.at("value"), unit) : std::nan("");
            if (std::isnan(change.value)) {
                const std::string found = has("value") ? shown(m_entry.at("value")) : "\"\"";
                throw *unit == '\0' ? base::data_error("network.change.ratio", action, found)
                                    : base::data_error("network.change.value", action, found, unit);
            }
        } else if (change.action == Action::upgrade) {
            change.word = has("class") ? text("class") : text("value");
        } else if (change.action == Action::oneway) {
            read_direction(change);
        } else if (change.action == Action::skip) {
            read_stops(change);
        } else if (has("value")) {
            throw base::data_error("network.change.idle", action, shown(m_entry.at("value")));
        }
    }

    void read_direction(Change& change) const {
        const std::string word = has("direction") ? text("direction") : text("value");
        const std::uint32_t flags = word.empty() ? kForward : drive_flags(word, true);
        if (flags != kForward && flags != kBackward) {
            throw base::data_error("network.change.direction", word);
        }
        change.word = flags == kForward ? "FT" : "TF";
    }

    void read_stops(Change& change) const {
        const char* key = has("stops") ? "stops" : "value";
        if (!has(key)) {
            throw base::data_error("network.change.stops");
        }
        const nlohmann::json& stops = m_entry.at(key);
        for (const auto& stop : stops.is_array() ? stops : nlohmann::json::array({stops})) {
            change.stops.push_back(shown(stop));
        }
    }

    void read_target(Change& change) const {
        Target& target = change.target;
        if (has("ids")) {
            for (const auto& id : m_entry.at("ids")) {
                target.ids.push_back(shown(id));
            }
        }
        if (has("where")) {
            const auto& where = m_entry.at("where");
            target.where = where.is_string() ? filter_from(where.get<std::string>()) : where;
        }
        if (has("layer")) {
            target.layer = layer_number(m_entry.at("layer"));
        }
        target.all = has("all") && m_entry.at("all") == true;
        target.features = numbered("select", m_layers.selections);
        target.area = numbered("area", m_layers.areas);
    }

    std::shared_ptr<const layer::Layer> numbered(
        const char* key, const std::vector<std::shared_ptr<const layer::Layer>>& layers) const {
        if (!has(key)) {
            return nullptr;
        }
        const nlohmann::json& number = m_entry.at(key);
        if (!number.is_number_integer() || number < 1 ||
            number.get<std::size_t>() > layers.size()) {
            throw base::data_error("network.change.port", shown(number),
                                   key == std::string("area") ? "areas" : "selections",
                                   layers.size());
        }
        return layers[number.get<std::size_t>() - 1];
    }

    int layer_number(const nlohmann::json& layer) const {
        const int count = static_cast<int>(m_topology.layers.size());
        if (layer.is_number_integer() && layer >= 1 && layer <= count) {
            return layer.get<int>() - 1;
        }
        const std::string name = shown(layer);
        if (name == "transit" || name == "公交" || name == "线路") {
            return kTransitLayer;
        }
        std::vector<std::string> known = m_topology.layers;
        for (int i = 0; i < count; ++i) {
            if (known[static_cast<std::size_t>(i)] == name) {
                return i;
            }
        }
        known.emplace_back("transit");
        throw base::unknown_name_error("network.change.layer", name, known);
    }

    const nlohmann::json& m_entry;
    const Topology& m_topology;
    const ChangeLayers& m_layers;
};

}  // namespace

Action action_from(const std::string& word) {
    const std::string key = base::lower(base::trim(word));
    std::vector<std::string> known;
    for (const Wording& wording : wordings()) {
        for (const char* name : wording.words) {
            if (key == name) {
                return wording.action;
            }
        }
        known.emplace_back(wording.words.front());
    }
    throw base::unknown_name_error("network.change.action", word, known);
}

std::vector<Change> changes_from(const nlohmann::json& list, const Topology& topology,
                                 const ChangeLayers& layers, Problems& problems) {
    std::vector<Change> changes;
    for (const auto& entry : list) {
        const EntryReader reader(entry, topology, layers);
        try {
            changes.push_back(reader.read());
        } catch (base::Error& error) {
            problems.add(std::move(error), reader.place());
        }
    }
    return changes;
}

}  // namespace jt::network
