// The quality check of a layer against a data standard.
#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "geo/index.hpp"
#include "geo/slabs.hpp"
#include "source/info.hpp"
#include "source/repair.hpp"
#include "source/standard.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <regex>
#include <set>

namespace jt::source {
namespace {

using Ids = std::vector<std::int64_t>;

std::wstring widened(const std::string& utf8) {
    std::wstring out;
    for (const char32_t c : base::code_points(utf8)) {
        out += static_cast<wchar_t>(c);
    }
    return out;
}

/// The area in common; quickly 0 where the border of the larger is not near the smaller and that
/// one lies outside.
double shared(const geo::Slabs& a, const geo::Slabs& b) {
    const geo::Slabs& large = a.size() > b.size() ? a : b;
    const geo::Slabs& small = a.size() > b.size() ? b : a;
    const geo::Box& box = small.box();
    if (!large.border_near(box)) {
        return large.contains(box.min_x, box.min_y) ? small.area() : 0;
    }
    return large.shared_area(small);
}

/// Findings of one layer, in order of the rules.
class Check {
public:
    Check(const Loaded& loaded, const Standard& standard)
        : m_loaded(loaded), m_standard(standard) {}

    base::Diagnostics found;

    void geometry(const geo::Crs& crs) {
        const geo::Shape shape = m_loaded.geometry.shape();
        const auto& shapes = m_standard.shapes;
        if (!shapes.empty() &&
            (!m_loaded.spatial || std::find(shapes.begin(), shapes.end(), shape) == shapes.end())) {
            std::vector<std::string> names;
            for (const geo::Shape one : shapes) {
                names.emplace_back(geo::shape_name(one));
            }
            layer(base::msg("source.quality.shape", base::join_some(names),
                            m_loaded.spatial ? geo::shape_name(shape) : "-"));
        }
        if (!m_loaded.spatial) {
            return;
        }
        if (!m_standard.datum.empty() &&
            (!crs.known() || !crs.geodetic().same(geo::Crs::from("EPSG:4490")))) {
            layer(base::msg("source.quality.datum", m_standard.datum,
                            crs.known() ? crs.label() : "-"));
        }
        Ids missing, invalid;
        for (std::size_t row = 0; row < m_loaded.ids.size(); ++row) {
            if (m_loaded.geometry.status(row) != geo::Status::ok) {
                missing.push_back(m_loaded.ids[row]);
            }
        }
        for (const Invalid& one :
             find_invalid(m_loaded.geometry, m_loaded.ids, m_loaded.findings)) {
            invalid.push_back(m_loaded.ids[one.row]);
        }
        features(base::msg("source.quality.no_geometry"), "", missing);
        features(base::msg("source.quality.invalid"), "", invalid);
        if (m_standard.no_duplicates) {
            features(base::msg("source.quality.duplicates"), "",
                     duplicates(m_loaded.geometry, m_loaded.ids));
        }
        if (m_standard.no_overlaps && shape == geo::Shape::polygon) {
            features(base::msg("source.quality.overlaps"), "", overlaps(crs, invalid));
        }
    }

    void fields() {
        std::vector<std::string> others = m_loaded.table.names();
        for (const StandardField& field : m_standard.fields) {
            std::erase(others, field.name);
            if (m_loaded.table.has(field.name)) {
                values(field);
            } else if (field.required) {
                const std::string near = base::did_you_mean(field.name, m_loaded.table.names());
                const std::string title = field.title.zh == field.title.en
                                              ? field.title.zh
                                              : field.title.zh + ", " + field.title.en;
                error(near.empty() ? base::msg("source.quality.no_field", title)
                                   : base::msg("source.quality.no_field_near", title, near),
                      field.name);
            }
        }
        if (!others.empty()) {
            found.info(base::msg("source.quality.others", base::join_some(others)));
        }
    }

private:
    void error(base::Message message, const std::string& field) {
        found.add({base::Severity::error, std::move(message), field, {}, 0});
    }
    void layer(base::Message message) { error(std::move(message), ""); }
    void features(base::Message message, const std::string& field, const Ids& ids) {
        if (!ids.empty()) {
            found.features(base::Severity::error, std::move(message), field, ids);
        }
    }

    /// Features that share more than a square metre with an earlier one; `invalid` ones (ascending)
    /// cannot be measured.
    Ids overlaps(const geo::Crs& crs, const Ids& invalid) const {
        const geo::GeometryArray& geometry = m_loaded.geometry;
        const geo::Box box = geometry.box();
        const double metres = 111'320;
        const double unit =
            !crs.geographic()
                ? 1
                : metres * metres * std::cos((box.min_y + box.max_y) / 2 * std::numbers::pi / 180);
        const geo::BoxIndex index(geometry);
        std::vector<std::unique_ptr<geo::Slabs>> slabs(geometry.size());
        base::parallel_blocks(geometry.size(), 64, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                const bool good =
                    geometry.status(i) == geo::Status::ok &&
                    !std::binary_search(invalid.begin(), invalid.end(), m_loaded.ids[i]);
                slabs[i] = good ? std::make_unique<geo::Slabs>(geometry, i) : nullptr;
            }
        });
        std::vector<std::uint8_t> hit(geometry.size(), 0);
        base::parallel_blocks(geometry.size(), 64, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                for (const std::size_t j : index.find(geometry.box(i))) {
                    if (j < i && slabs[i] && slabs[j] && shared(*slabs[i], *slabs[j]) * unit > 1) {
                        hit[i] = 1;
                        break;
                    }
                }
            }
        });
        Ids out;
        for (std::size_t i = 0; i < hit.size(); ++i) {
            if (hit[i] != 0) {
                out.push_back(m_loaded.ids[i]);
            }
        }
        return out;
    }

    bool type_fits(const StandardField& field, const layer::Column& column,
                   std::size_t index) const {
        using layer::Type;
        const std::string& in_file = m_loaded.source_types[index];
        return field.type.empty() || (field.type == "text" && column.type() == Type::text) ||
               (field.type == "date" && in_file.starts_with("date")) ||
               (field.type == "integer" && column.type() == Type::integer) ||
               (field.type == "number" &&
                (column.type() == Type::integer || column.type() == Type::real));
    }

    void values(const StandardField& field) {
        const std::size_t index = m_loaded.table.index_of(field.name).value();
        const layer::Column& column = m_loaded.table.column(index);
        if (!type_fits(field, column, index)) {
            error(base::msg("source.quality.type", field.type, m_loaded.source_types[index]),
                  field.name);
            return;
        }
        const std::wregex pattern(widened(field.pattern));
        const std::set<std::string> allowed(field.values.begin(), field.values.end());
        std::set<std::string> seen;
        Ids empty, twice, wide, other, shape, range;
        for (std::size_t row = 0; row < column.size(); ++row) {
            const std::int64_t id = m_loaded.ids[row];
            const std::string text = column.show(row);
            if (!column.valid(row) || base::trim(text).empty()) {
                empty.push_back(id);
                continue;
            }
            if (field.unique && !seen.insert(text).second) {
                twice.push_back(id);
            }
            if (field.width > 0 &&
                base::code_points(text).size() > static_cast<std::size_t>(field.width)) {
                wide.push_back(id);
            }
            if (!allowed.empty() && allowed.count(text) == 0) {
                other.push_back(id);
            }
            // Characters are matched, not bytes; the machine of std::regex recurses on long texts.
            const bool long_text = text.size() > 4000;
            if (!field.pattern.empty() &&
                (long_text || !std::regex_match(widened(text), pattern))) {
                shape.push_back(id);
            }
            const bool number = column.type() != layer::Type::text;
            if (number && ((field.min && column.number(row) < *field.min) ||
                           (field.max && column.number(row) > *field.max))) {
                range.push_back(id);
            }
        }
        if (field.filled) {
            features(base::msg("source.quality.empty"), field.name, empty);
        }
        features(base::msg("source.quality.twice"), field.name, twice);
        features(base::msg("source.quality.wide", field.width), field.name, wide);
        features(base::msg("source.quality.values", base::join_some(field.values)), field.name,
                 other);
        features(base::msg("source.quality.pattern", field.pattern), field.name, shape);
        features(
            base::msg("source.quality.range", field.min ? fmt::format("{:g}", *field.min) : "-",
                      field.max ? fmt::format("{:g}", *field.max) : "-"),
            field.name, range);
    }

    const Loaded& m_loaded;
    const Standard& m_standard;
};

}  // namespace

base::Diagnostics check_standard(const Loaded& loaded, const geo::Crs& crs,
                                 const Standard& standard) {
    Check check(loaded, standard);
    check.geometry(crs);
    check.fields();
    return check.found;
}

}  // namespace jt::source
