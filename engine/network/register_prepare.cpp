// network.prepare, network.order
#include "network/declare.hpp"
#include "network/hierarchy/what_if.hpp"
#include "network/reach/engine.hpp"

namespace jt::network {
namespace {

using registry::Kind;

/// Lower triangles for each arc up to which an order serves scenarios well. Porto's streets have 9
/// (customised in 20 ms); on a street grid of 260,000 nodes, with separators of 500, customising
/// takes as long as contracting.
constexpr std::uint64_t kTrianglesPerArc = 64;

registry::OperatorSpec spec_of(const char* name, base::Text title, base::Text help) {
    registry::OperatorSpec spec;
    spec.name = name;
    spec.title = std::move(title);
    spec.help = std::move(help);
    spec.ports = {port("network", Kind::network, "网络", "network")};
    spec.outputs = {{"network", Kind::network, {"网络", "network"}, {}}};
    return spec;
}

registry::OperatorSpec prepare_spec() {
    return spec_of(
        "network.prepare", {"预先建立收缩层次", "A network with its hierarchy"},
        {"为网络建立收缩层次（CH）并随网络保存在运行缓存中：以后的矩阵与可达分析不再重建；结果不变"
         "。"
         "网络已带消去顺序（network.order）时无须再建，原样返回",
         "Makes the contraction hierarchy of a network and keeps it with the network, in the cache "
         "of runs too: later matrices need not make it again; no result changes. A network that "
         "brings an order (network.order) needs none and comes back as it is"});
}

registry::OperatorSpec order_spec() {
    auto spec = spec_of(
        "network.order", {"各情景共用的消去顺序", "The order that scenarios share"},
        {"求路网的消去顺序（嵌套剖分）：以此路网为基准的各情景只需按各自费用定制（CCH），"
         "不必各自重建收缩层次；路网不易剖分时（每条弧的三角形过多）原样返回并说明；结果不变",
         "Orders the network by nested dissection: scenarios of it then customise the hierarchy to "
         "their costs (CCH) instead of contracting each anew. A network that does not part well "
         "(too many triangles for each arc) comes back as it is, which is told; no result "
         "changes"});
    spec.params = {param("always", registry::ParamType::boolean, false, "不易剖分的路网也用",
                         "also where the network parts badly")};
    return spec;
}

const base::Progress& progress_of(const registry::Call& call) {
    static const base::Progress quiet;
    return call.progress != nullptr ? *call.progress : quiet;
}

registry::Outputs run_prepare(registry::Call& call) {
    const auto network = call.shared<Network>("network");
    if (network->prepared().what_if) {
        call.diagnostics->info(base::msg("network.prepared.ordered"));
        return {{"network", network}};
    }
    if (!suits_hierarchies(*network, *call.diagnostics)) {
        return {{"network", network}};
    }
    const auto hierarchy = network->contracted(progress_of(call));
    call.diagnostics->info(base::msg("network.prepared", hierarchy->size(),
                                     hierarchy->up.size() + hierarchy->down.size(),
                                     network->arcs().size()));
    return {{"network", std::make_shared<const Network>(network->shared_topology(),
                                                        network->state(), Prepared{hierarchy})}};
}

registry::Outputs run_order(registry::Call& call) {
    const auto network = call.shared<Network>("network");
    if (!suits_hierarchies(*network, *call.diagnostics)) {
        return {{"network", network}};
    }
    const auto what_if = std::make_shared<const WhatIf>(*network, progress_of(call));
    const std::uint64_t triangles = what_if->customizable().triangles(),
                        arcs = network->arcs().size();
    const bool good = triangles <= kTrianglesPerArc * arcs;
    if (!good && !call.params.at("always").get<bool>()) {
        call.diagnostics->info(base::msg("network.order.parts_badly", triangles / arcs,
                                         network->topology().states(), kTrianglesPerArc));
        return {{"network", network}};
    }
    call.diagnostics->info(base::msg("network.ordered", network->topology().states(),
                                     what_if->customizable().arcs(), triangles));
    return {{"network",
             std::make_shared<const Network>(network->shared_topology(), network->state(),
                                             Prepared{network->prepared().hierarchy, what_if})}};
}

}  // namespace

void register_prepare(registry::Registry& registry) {
    registry.add(order_spec(), run_order);
    registry.add(prepare_spec(), run_prepare);
}

}  // namespace jt::network
