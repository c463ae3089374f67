// Private to geo/: PROJ objects held safely, and what a Crs keeps. Not included outside
// engine/geo/.
#pragma once

#include "geo/crs.hpp"

#include <proj.h>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace jt::geo {

struct PjDelete {
    void operator()(PJ* pj) const { proj_destroy(pj); }
};
using PjPtr = std::unique_ptr<PJ, PjDelete>;

struct PjContextDelete {
    void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
using PjContextPtr = std::unique_ptr<PJ_CONTEXT, PjContextDelete>;

/// A context with the network off and quiet: what PROJ would print goes to `log` (last message).
PjContextPtr make_proj_context(std::string* log);

/// The one context in which CRS objects live, with its lock. It is never destroyed, so that a Crs
/// in static storage may outlive main.
struct ProjHome {
    std::recursive_mutex mutex;  ///< recursive: a Crs may die while another is being made
    std::string log;
    PjContextPtr context;
    std::map<std::string, std::shared_ptr<const Crs::Data>> made;  ///< by definition
};
ProjHome& proj_home();
using ProjLock = std::unique_lock<std::recursive_mutex>;

/// What decides whether a null datum shift is harmless. `modern`: no datum, on the ellipsoid of
/// CGCS2000 or WGS 84.
enum class DatumFamily { other, cgcs2000, wgs84, modern };

struct Crs::Data {
    PjPtr pj;          ///< as defined, in the home context
    PjPtr normalized;  ///< x east, y north, for comparing
    PjPtr geodetic;    ///< the geographic CRS below it
    std::string code, name, wkt, geodetic_wkt;
    bool geographic = false, web_mercator = false;
    double central_meridian = 0, semi_major = 0, flattening = 0;
    DatumFamily family = DatumFamily::other;
    Data() = default;
    ~Data();
    Data(const Data&) = delete;
    Data& operator=(const Data&) = delete;
};

/// What a definition becomes once PROJ has read it. All take the home's lock as held.
std::shared_ptr<const Crs::Data> describe_crs(const ProjLock& held, PjPtr pj);
bool same_definition(const ProjLock& held, const PJ* a, const PJ* b);

}  // namespace jt::geo
