// Coordinate reference systems and transforms. Everywhere in the engine x is east (or longitude), y
// north (or latitude): the axis order of authorities is undone here and nowhere else.
#pragma once

#include <memory>
#include <span>
#include <string>

namespace jt::geo {

/// A known CRS, or none. Cheap to copy.
class Crs {
public:
    Crs() = default;  ///< unknown
    /// "EPSG:4490", a WKT text, a PROJ string, or a name. Data error "geo.crs.unknown" where PROJ
    /// does not know it, "geo.crs.kind" where it is no horizontal CRS (a compound one gives its
    /// horizontal part). ESRI names (CGCS2000_3_Degree_GK_CM_105E) are identified with their EPSG
    /// code; a code that a WKT claims but its parameters deny is dropped.
    static Crs from(const std::string& definition);

    bool known() const { return m_data != nullptr; }
    bool geographic() const;          ///< degrees
    bool web_mercator() const;        ///< refused for measuring
    const std::string& code() const;  ///< "EPSG:4544", or "" where it has none
    const std::string& name() const;  ///< for people
    const std::string& wkt() const;   ///< WKT2:2019, stored in caches and outputs
    double central_meridian() const;  ///< degrees; NaN where it has none
    /// Axes of the ellipsoid: metres, and flattening (0 for a sphere).
    double semi_major() const;
    double flattening() const;
    /// The geographic CRS that it is based on, of the same datum; itself when geographic.
    Crs geodetic() const;
    /// Same definition, whatever the code (4507 = 4544); axis order ignored. An unknown CRS is the
    /// same as none, not even as another unknown one.
    bool same(const Crs& other) const;
    std::string label() const { return code().empty() ? name() : code() + " " + name(); }

    struct Data;

private:
    std::shared_ptr<const Data> m_data;
    friend class Transform;
};

/// A transform between two CRS, with the datum guard: a *ballpark* shift is refused (data error
/// "geo.datum.ballpark") but between CGCS2000, WGS 84 and CRS without a datum on their ellipsoid,
/// where it is below 1 m and told by ballpark(). An unknown CRS is "geo.crs.missing", a shift whose
/// grids are not installed "geo.datum.grid".
class Transform {
public:
    Transform(const Crs& from, const Crs& to);
    ~Transform();
    Transform(Transform&&) noexcept;
    Transform(const Transform&) = delete;
    Transform& operator=(const Transform&) = delete;

    bool identity() const { return m_identity; }
    /// Interleaved x, y in place; parallel, and the same bits for any number of threads. A
    /// coordinate outside the projection's domain becomes infinite; the count of those is returned.
    std::size_t apply(std::span<double> xy) const;
    void apply(double& x, double& y) const;
    /// For provenance: the operation's name and PROJ pipeline.
    const std::string& description() const { return m_description; }
    bool ballpark() const { return m_ballpark; }

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
    bool m_identity = false, m_ballpark = false;
    std::string m_description;
};

}  // namespace jt::geo
