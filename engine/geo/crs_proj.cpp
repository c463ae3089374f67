#include "geo/crs_proj.hpp"

#include "base/error.hpp"

namespace jt::geo {
namespace {

void keep_log(void* log, int /*level*/, const char* message) {
    *static_cast<std::string*>(log) = message;
}

}  // namespace

PjContextPtr make_proj_context(std::string* log) {
    PjContextPtr context(proj_context_create());
    if (!context) {
        throw base::machine_error("geo.proj.failed", "proj_context_create");
    }
    proj_log_func(context.get(), log, keep_log);
    proj_log_level(context.get(), PJ_LOG_ERROR);
    // A grid fetched today and missing tomorrow would give other bytes.
    proj_context_set_enable_network(context.get(), 0);
    return context;
}

ProjHome& proj_home() {
    static ProjHome* const home = [] {
        auto made = std::make_unique<ProjHome>();
        made->context = make_proj_context(&made->log);
        if (proj_context_get_database_path(made->context.get()) == nullptr) {
            throw base::machine_error("geo.proj.database");
        }
        return made.release();
    }();
    return *home;
}

Crs::Data::~Data() {
    const ProjLock held(proj_home().mutex);
    geodetic.reset();
    normalized.reset();
    pj.reset();
}

bool same_definition(const ProjLock& /*held*/, const PJ* a, const PJ* b) {
    return a != nullptr && b != nullptr &&
           proj_is_equivalent_to_with_ctx(proj_home().context.get(), a, b, PJ_COMP_EQUIVALENT) != 0;
}

}  // namespace jt::geo
