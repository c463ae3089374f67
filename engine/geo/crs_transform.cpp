// Transforms, and the datum guard that refuses silent null shifts.
#include "base/error.hpp"
#include "base/parallel.hpp"
#include "geo/crs_proj.hpp"
#include "geo/gk_pipeline.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace jt::geo {
namespace {

constexpr std::size_t kGrain = 8192;  ///< coordinates in a block of the parallel loop

struct OperationListDelete {
    void operator()(PJ_OBJ_LIST* list) const { proj_list_destroy(list); }
};
struct FactoryDelete {
    void operator()(PJ_OPERATION_FACTORY_CONTEXT* factory) const {
        proj_operation_factory_context_destroy(factory);
    }
};

std::string text_of(const char* text) { return text == nullptr ? "" : text; }

/// The best operation that PROJ knows, whether its grids are installed or not. One operation for
/// all coordinates: PROJ's own choice by place could mix accuracies within a layer.
PjPtr best_operation(PJ_CONTEXT* context, const PJ* from, const PJ* to) {
    const std::unique_ptr<PJ_OPERATION_FACTORY_CONTEXT, FactoryDelete> factory(
        proj_create_operation_factory_context(context, nullptr));
    proj_operation_factory_context_set_grid_availability_use(context, factory.get(),
                                                             PROJ_GRID_AVAILABILITY_IGNORED);
    const std::unique_ptr<PJ_OBJ_LIST, OperationListDelete> list(
        proj_create_operations(context, from, to, factory.get()));
    if (!list || proj_list_get_count(list.get()) == 0) {
        return nullptr;
    }
    return PjPtr(proj_list_get(context, list.get(), 0));
}

/// The names of the grids that the operation wants and the machine has not.
std::string missing_grids(PJ_CONTEXT* context, const PJ* operation) {
    std::string out;
    const int count = proj_coordoperation_get_grid_used_count(context, operation);
    for (int i = 0; i < count; ++i) {
        const char* name = nullptr;
        int available = 0;
        if (proj_coordoperation_get_grid_used(context, operation, i, &name, nullptr, nullptr,
                                              nullptr, nullptr, nullptr, &available) != 0 &&
            available == 0) {
            out += (out.empty() ? "" : ", ") + text_of(name);
        }
    }
    return out;
}

bool harmless(DatumFamily a, DatumFamily b) {
    return a != DatumFamily::other && b != DatumFamily::other;
}

bool is_bound(const PJ* crs) { return proj_get_type(crs) == PJ_TYPE_BOUND_CRS; }

/// What transforms of a CRS are made towards: the hub of a bound one, else its geographic CRS.
PjPtr hub_of(PJ_CONTEXT* context, const PJ* crs) {
    return PjPtr(is_bound(crs) ? proj_get_target_crs(context, crs)
                               : proj_crs_get_geodetic_crs(context, crs));
}

/// PROJ applies the shift of a bound CRS only towards its own hub and forgets it on the way to any
/// other datum: +towgs84 would be lost on the way to CGCS2000. So the shift is bound to that datum,
/// where the two are one but for less than a metre. Nothing where the hub is right as it is.
PjPtr bound_to(const ProjLock& held, PJ_CONTEXT* context, const PJ* crs, const PJ* hub) {
    if (!is_bound(crs)) {
        return nullptr;
    }
    const PjPtr own(proj_normalize_for_visualization(context, hub_of(context, crs).get()));
    const PjPtr wanted(proj_normalize_for_visualization(context, hub));
    if (same_definition(held, own.get(), wanted.get())) {
        return nullptr;
    }
    const auto wkt = [&](const PJ* one) {
        return text_of(proj_as_wkt(context, one, PJ_WKT2_2019, nullptr));
    };
    const PjPtr source(proj_get_source_crs(context, crs));
    const std::string whole = wkt(crs);
    const auto shift = whole.find("ABRIDGEDTRANSFORMATION[");
    if (shift == std::string::npos) {
        throw base::internal_error("geo.proj.failed", whole);
    }
    const std::string text = "BOUNDCRS[SOURCECRS[" + wkt(source.get()) + "],TARGETCRS[" + wkt(hub) +
                             "]," + whole.substr(shift);
    return PjPtr(proj_create(context, text.c_str()));
}

bool is_ballpark(PJ_CONTEXT* context, const PJ* operation) {
    return proj_coordoperation_has_ballpark_transformation(context, operation) != 0 ||
           text_of(proj_get_name(operation)).find("Ballpark") != std::string::npos;
}

}  // namespace

/// The operation, and clones of it for the threads that are using it. Each clone has its own
/// context: a PJ must not be shared while it works.
struct Transform::Impl {
    struct Worker {
        std::string log;
        PjContextPtr context;
        PjPtr pj;
    };

    Worker* borrow() {
        const std::lock_guard<std::mutex> held(m_mutex);
        if (m_idle.empty()) {
            auto made = std::make_unique<Worker>();
            made->context = make_proj_context(&made->log);
            const ProjLock home(proj_home().mutex);
            made->pj.reset(proj_clone(made->context.get(), operation.get()));
            if (!made->pj) {
                throw base::internal_error("geo.proj.failed", made->log);
            }
            m_idle.push_back(made.get());
            m_workers.push_back(std::move(made));
        }
        Worker* const worker = m_idle.back();
        m_idle.pop_back();
        return worker;
    }
    void give_back(Worker* worker) {
        const std::lock_guard<std::mutex> held(m_mutex);
        m_idle.push_back(worker);
    }

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        const ProjLock home(proj_home().mutex);
        operation.reset();
    }

    PjPtr operation;  ///< in the home context; never used to transform
    std::optional<GkPipeline> quick;

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Worker>> m_workers;
    std::vector<Worker*> m_idle;
};

namespace {

/// Borrows a worker for one scope. The last one given back is the first borrowed again.
template <class Impl>
class Lease {
public:
    explicit Lease(Impl& impl) : m_impl(impl), m_worker(impl.borrow()) {}
    ~Lease() { m_impl.give_back(m_worker); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    /// False when a finite coordinate became infinite.
    bool apply(double& x, double& y) const {
        if (!std::isfinite(x) || !std::isfinite(y)) {
            return true;
        }
        std::array<double, 2> place{x, y};
        if (m_impl.quick && m_impl.quick->apply(place)) {
            x = place[0];
            y = place[1];
            return true;
        }
        return apply_proj(x, y);
    }

    bool apply_proj(double& x, double& y) const {
        const PJ_COORD out = proj_trans(m_worker->pj.get(), PJ_FWD, proj_coord(x, y, 0, HUGE_VAL));
        const bool good = std::isfinite(out.xy.x) && std::isfinite(out.xy.y);
        x = good ? out.xy.x : std::numeric_limits<double>::infinity();
        y = good ? out.xy.y : std::numeric_limits<double>::infinity();
        return good;
    }

private:
    Impl& m_impl;
    typename Impl::Worker* m_worker;
};

/// The engine's own series count only where they say what PROJ says: to a micrometre, or 1e-11
/// degree.
template <class Impl>
bool agrees_with_proj(Impl& impl, const GkPipeline& quick) {
    const Lease<Impl> lease(impl);
    const double limit = quick.to_degrees() ? 1e-11 : 1e-6;
    for (const auto& [x, y] : quick.samples()) {
        double proj_x = x, proj_y = y;
        std::array<double, 2> own{x, y};
        const bool covered = quick.apply(own);
        if (covered && (!lease.apply_proj(proj_x, proj_y) || std::fabs(own[0] - proj_x) > limit ||
                        std::fabs(own[1] - proj_y) > limit)) {
            return false;
        }
    }
    return true;
}

}  // namespace

Transform::Transform(const Crs& from, const Crs& to) : m_impl(std::make_unique<Impl>()) {
    if (!from.known() || !to.known()) {
        throw base::data_error("geo.crs.missing");
    }
    if (from.same(to)) {
        m_identity = true;
        m_description = "identity";
        return;
    }
    ProjHome& home = proj_home();
    const ProjLock held(home.mutex);
    PJ_CONTEXT* const context = home.context.get();
    const PJ *source = from.m_data->pj.get(), *target = to.m_data->pj.get();
    PjPtr rebound;
    if (harmless(from.m_data->family, to.m_data->family)) {
        rebound = bound_to(held, context, source, hub_of(context, target).get());
        source = rebound ? rebound.get() : source;
        if (!rebound) {
            rebound = bound_to(held, context, target, hub_of(context, source).get());
            target = rebound ? rebound.get() : target;
        }
    }
    const PjPtr found = best_operation(context, source, target);
    if (!found) {
        throw base::data_error("geo.datum.none", from.label(), to.label());
    }
    const std::string name = text_of(proj_get_name(found.get()));
    m_ballpark = rebound != nullptr || is_ballpark(context, found.get());
    if (m_ballpark && !harmless(from.m_data->family, to.m_data->family)) {
        throw base::data_error("geo.datum.ballpark", from.label(), to.label());
    }
    const std::string grids = missing_grids(context, found.get());
    if (!grids.empty()) {
        throw base::data_error("geo.datum.grid", from.label(), to.label(), name, grids);
    }
    m_impl->operation.reset(proj_normalize_for_visualization(context, found.get()));
    if (!m_impl->operation) {
        throw base::data_error("geo.proj.failed", home.log);
    }
    const std::string pipeline =
        text_of(proj_as_proj_string(context, m_impl->operation.get(), PJ_PROJ_5, nullptr));
    m_description = name + ": " + pipeline;
    const auto quick = GkPipeline::parse(pipeline);
    if (quick && agrees_with_proj(*m_impl, *quick)) {
        m_impl->quick = quick;
    }
}

Transform::~Transform() = default;
Transform::Transform(Transform&&) noexcept = default;

std::size_t Transform::apply(std::span<double> xy) const {
    if (m_identity) {
        return 0;
    }
    const std::size_t count = xy.size() / 2;
    std::vector<std::size_t> bad(count / kGrain + 1, 0);
    base::parallel_blocks(count, kGrain, [&](std::size_t begin, std::size_t end) {
        if (m_impl->quick && m_impl->quick->apply(xy.subspan(2 * begin, 2 * (end - begin)))) {
            return;
        }
        const Lease<Impl> lease(*m_impl);
        for (std::size_t i = begin; i < end; ++i) {
            if (!lease.apply(xy[2 * i], xy[2 * i + 1])) {
                ++bad[begin / kGrain];
            }
        }
    });
    std::size_t out = 0;
    for (const std::size_t block : bad) {
        out += block;
    }
    return out;
}

void Transform::apply(double& x, double& y) const {
    if (!m_identity) {
        const Lease<Impl> lease(*m_impl);
        lease.apply(x, y);
    }
}

}  // namespace jt::geo
