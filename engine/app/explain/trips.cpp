// Why a trip takes as long as it does, in each scenario of a run.
#include "app/explain/run.hpp"
#include "layer/layer.hpp"
#include "layer/matrix.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace jt::app {
namespace {

using LayerPtr = std::shared_ptr<const layer::Layer>;

constexpr std::size_t kNearest = 3;  ///< destinations that are explained where none is named

/// A network of the plan, and the layers that stand in steps beside a network.
struct Found {
    std::vector<std::pair<std::string, scenario::Ref>> networks;  ///< by scenario
    std::vector<scenario::Ref> layers;
};

Found networks_of(const scenario::Plan& plan, const std::string& wanted) {
    Found found;
    std::set<std::string> seen;
    for (const scenario::Step& step : plan.steps) {
        const auto network = step.inputs.find("network");
        if (network == step.inputs.end() || network->second.empty() ||
            step.op.rfind("network.scenario", 0) == 0 || step.op == "network.check_changes") {
            continue;
        }
        if ((wanted.empty() || step.scenario == wanted) && seen.insert(step.scenario).second) {
            found.networks.emplace_back(step.scenario, network->second.front());
        }
        for (const auto& [port, refs] : step.inputs) {
            for (const scenario::Ref& ref : refs) {
                if (port != "network" &&
                    std::ranges::find(found.layers, ref) == found.layers.end()) {
                    found.layers.push_back(ref);
                }
            }
        }
    }
    return found;
}

std::string id_of(const layer::Layer& layer, std::size_t row) {
    return layer.has("id") ? layer.column("id").show(row) : std::to_string(layer.ids()[row]);
}

/// The feature of that id, as a layer of one; the first of the layers that has it.
LayerPtr feature(const std::vector<LayerPtr>& layers, const std::string& id, LayerPtr* from,
                 std::vector<std::string>& known) {
    for (const LayerPtr& layer : layers) {
        for (std::size_t row = 0; row < layer->rows(); ++row) {
            known.push_back(id_of(*layer, row));
            if (known.back() == id) {
                *from = layer;
                return std::make_shared<layer::Layer>(take(*layer, std::array{row}));
            }
        }
    }
    return nullptr;
}

LayerPtr known_feature(const std::vector<LayerPtr>& layers, const std::string& id, LayerPtr* from) {
    std::vector<std::string> known;
    auto found = feature(layers, id, from, known);
    if (found == nullptr) {
        throw base::unknown_name_error("app.explain.id", id, known);
    }
    return found;
}

class TripExplainer {
public:
    TripExplainer(ExplainRun& run, const ExplainRequest& request, Explanations& out)
        : m_run(run), m_session(run.session()), m_request(request), m_out(out) {}

    bool explain_all(const Found& found, bool quiet) {
        std::vector<std::size_t> steps;
        for (const auto& [name, ref] : found.networks) {
            steps.push_back(ref.step);
        }
        for (const scenario::Ref& ref : found.layers) {
            steps.push_back(ref.step);
        }
        m_run.compute(steps);
        for (const scenario::Ref& ref : found.layers) {
            const auto object = m_run.object(ref);
            if (auto layer = std::dynamic_pointer_cast<const layer::Layer>(object)) {
                m_layers.push_back(std::move(layer));
            }
        }
        std::vector<std::string> known;
        m_from = feature(m_layers, m_request.from, &m_side, known);
        if (m_from == nullptr && quiet) {
            return false;
        }
        if (m_from == nullptr) {
            throw base::unknown_name_error("app.explain.id", m_request.from, known);
        }
        for (const auto& [name, ref] : found.networks) {
            explain(name, m_run.object(ref));
        }
        return true;
    }

private:
    void explain(const std::string& scenario, const registry::ObjectPtr& network) {
        m_out.line(0, m_session.say("app.explain.scenario_head", scenario));
        if (!m_request.to.empty()) {
            LayerPtr side;
            one(scenario, network, known_feature(m_layers, m_request.to, &side));
            return;
        }
        for (const LayerPtr& destination : nearest(network)) {
            one(scenario, network, destination);
        }
    }

    /// The nearest features of the other layers, or of the only one: what a traveller could want.
    std::vector<LayerPtr> nearest(const registry::ObjectPtr& network) const {
        std::vector<std::pair<std::uint32_t, LayerPtr>> found;
        for (const LayerPtr& layer : m_layers) {
            if (layer == m_side && m_layers.size() > 1) {
                continue;
            }
            registry::Call call;
            call.inputs = {
                {"network", {network}}, {"origins", {m_from}}, {"destinations", {layer}}};
            call.params = nlohmann::json::object();
            const auto outputs = m_session.registry().run("network.matrix", call);
            const auto& spec = m_session.registry().find("network.matrix").spec;
            const auto& matrix =
                dynamic_cast<const layer::Matrix&>(*outputs.at(spec.outputs.front().name));
            for (std::size_t row = 0; row < layer->rows(); ++row) {
                if (id_of(*layer, row) != m_request.from || layer != m_side) {
                    found.emplace_back(matrix.at(0, row), std::make_shared<layer::Layer>(
                                                              take(*layer, std::array{row})));
                }
            }
        }
        std::ranges::stable_sort(found, {}, [](const auto& entry) { return entry.first; });
        std::vector<LayerPtr> out;
        for (std::size_t i = 0; i < std::min(kNearest, found.size()); ++i) {
            out.push_back(found[i].second);
        }
        return out;
    }

    void one(const std::string& scenario, const registry::ObjectPtr& network,
             const LayerPtr& destination) {
        registry::Call call;
        call.inputs = {
            {"network", {network}}, {"origins", {m_from}}, {"destinations", {destination}}};
        call.params = nlohmann::json::object();
        const auto outputs = m_session.registry().run("network.explain", call);
        const auto& text = dynamic_cast<const layer::Table&>(*outputs.at("text"));
        const auto& lines = text.column(m_session.options.lang == base::Lang::zh ? "zh" : "en");
        nlohmann::json list = nlohmann::json::array();
        for (std::size_t row = 0; row < text.rows(); ++row) {
            list.push_back(lines.show(row));
            m_out.line(row == 0 ? 1 : 2, lines.show(row));
        }
        m_out.add({{"scenario", scenario},
                   {"from", m_request.from},
                   {"to", id_of(*destination, 0)},
                   {"lines", list}});
    }

    ExplainRun& m_run;
    Session& m_session;
    const ExplainRequest& m_request;
    Explanations& m_out;
    std::vector<LayerPtr> m_layers;
    LayerPtr m_from, m_side;
};

}  // namespace

bool explain_trips(ExplainRun& run, const ExplainRequest& request, Explanations& out, bool quiet) {
    const Found found = networks_of(run.plan(), request.scenario);
    if (found.networks.empty()) {
        return false;
    }
    return TripExplainer(run, request, out).explain_all(found, quiet);
}

}  // namespace jt::app
