// jiangtian explain RUN_DIR ID [TO_ID]: why a trip takes as long as it does, in each scenario of a
// run.
#include "app/commands.hpp"
#include "app/register_all.hpp"
#include "app/scenario_run.hpp"
#include "layer/layer.hpp"
#include "layer/matrix.hpp"
#include "scenario/run_folder.hpp"
#include "scenario/run_graph.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

namespace jt::app {
namespace {

using LayerPtr = std::shared_ptr<const layer::Layer>;

constexpr std::size_t kNearest = 3;  ///< destinations that are explained where none is named

struct Request {
    std::string folder, from, to, scenario;
};

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

/// The steps that the references need, and nothing else; `places` gets each step's new number.
scenario::Plan part_of(const scenario::Plan& plan, const Found& found,
                       std::vector<std::size_t>& places) {
    std::vector<bool> needed(plan.steps.size(), false);
    for (const auto& [name, ref] : found.networks) {
        needed[ref.step] = true;
    }
    for (const scenario::Ref& ref : found.layers) {
        needed[ref.step] = true;
    }
    for (std::size_t i = plan.steps.size(); i-- > 0;) {
        for (const auto& [port, refs] : plan.steps[i].inputs) {
            for (const scenario::Ref& ref : refs) {
                needed[ref.step] = needed[ref.step] || needed[i];
            }
        }
    }
    scenario::Plan out = plan;
    out.steps.clear();
    places.assign(plan.steps.size(), 0);
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        if (needed[i]) {
            places[i] = out.steps.size();
            out.steps.push_back(plan.steps[i]);
            for (auto& [port, refs] : out.steps.back().inputs) {
                for (scenario::Ref& ref : refs) {
                    ref.step = places[ref.step];
                }
            }
        }
    }
    return out;
}

std::string id_of(const layer::Layer& layer, std::size_t row) {
    return layer.has("id") ? layer.column("id").show(row) : std::to_string(layer.ids()[row]);
}

/// The feature of that id, as a layer of one; the first of the layers that has it.
LayerPtr feature(const std::vector<LayerPtr>& layers, const std::string& id, LayerPtr* from) {
    std::vector<std::string> known;
    for (const LayerPtr& layer : layers) {
        for (std::size_t row = 0; row < layer->rows(); ++row) {
            known.push_back(id_of(*layer, row));
            if (known.back() == id) {
                *from = layer;
                return std::make_shared<layer::Layer>(take(*layer, std::array{row}));
            }
        }
    }
    throw base::unknown_name_error("app.explain.id", id, known);
}

class Explainer {
public:
    Explainer(Session& session, const Request& request) : m_session(session), m_request(request) {}

    void run() {
        const auto record = scenario::read_run_json(m_request.folder);
        const auto plan = load_plan(m_session, record.at("file"),
                                    record.at("params").get<std::map<std::string, std::string>>(),
                                    base::lang_of(record.value("lang", "")));
        check_scenario(plan);
        const Found found = networks_of(plan, m_request.scenario);
        if (found.networks.empty()) {
            throw base::data_error("app.explain.no_network", m_request.folder);
        }
        std::vector<std::size_t> places;
        const scenario::Plan part = part_of(plan, found, places);
        const scenario::Cache cache(cache_folder(m_session.options, m_request.folder));
        scenario::RunGraph graph(part, m_session.registry(), cache,
                                 {{"versions", library_versions()}},
                                 [](const base::Diagnostic&) {});
        graph.run(m_session.progress());
        m_session.end_progress();
        for (const scenario::Ref& ref : found.layers) {
            const auto object = graph.object({places[ref.step], ref.output});
            if (auto layer = std::dynamic_pointer_cast<const layer::Layer>(object)) {
                m_layers.push_back(std::move(layer));
            }
        }
        m_from = feature(m_layers, m_request.from, &m_side);
        for (const auto& [name, ref] : found.networks) {
            explain(name, graph.object({places[ref.step], ref.output}));
        }
        if (m_session.options.json) {
            m_session.print(m_json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
        }
    }

private:
    void check_scenario(const scenario::Plan& plan) const {
        std::vector<std::string> names;
        for (const auto& variant : plan.variants) {
            names.push_back(variant.name);
        }
        if (!m_request.scenario.empty() &&
            std::ranges::find(names, m_request.scenario) == names.end()) {
            throw base::unknown_name_error("app.explain.scenario", m_request.scenario, names);
        }
    }

    void explain(const std::string& scenario, const registry::ObjectPtr& network) {
        if (!m_session.options.json) {
            m_session.print(m_session.say("app.explain.scenario_head", scenario));
        }
        if (!m_request.to.empty()) {
            LayerPtr side;
            one(scenario, network, feature(m_layers, m_request.to, &side));
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
            if (!m_session.options.json) {
                m_session.print((row == 0 ? "  " : "    ") + lines.show(row));
            }
        }
        m_json.push_back({{"scenario", scenario},
                          {"from", m_request.from},
                          {"to", id_of(*destination, 0)},
                          {"lines", list}});
    }

    Session& m_session;
    const Request& m_request;
    std::vector<LayerPtr> m_layers;
    LayerPtr m_from, m_side;
    nlohmann::json m_json = nlohmann::json::array();
};

}  // namespace

void add_explain(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("explain", session.say("app.explain"));
    auto request = std::make_shared<Request>();
    command->add_option("RUN_DIR", request->folder, session.say("app.help.run_dir"))->required();
    command->add_option("ID", request->from, session.say("app.explain.from"))->required();
    command->add_option("TO_ID", request->to, session.say("app.explain.to"));
    command->add_option("--scenario", request->scenario, session.say("app.explain.in_scenario"));
    command->add_option("--cache", session.options.cache, session.say("app.help.cache"));
    command->callback([&session, request] { Explainer(session, *request).run(); });
}

}  // namespace jt::app
