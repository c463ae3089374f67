// Cross tables of two classifications: what was which class, and is which now. Rows and cells share
// them.
#pragma once

#include "layer/table.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace jt::layer {

/// A class as data hold it, a number or a text; `known` false: none.
struct ClassKey {
    bool known = false;
    double number = 0;
    std::string text;
    bool operator<(const ClassKey& o) const {  // numbers ascend; none comes last
        return known != o.known ? known : number != o.number ? number < o.number : text < o.text;
    }
    bool operator==(const ClassKey& o) const {
        return known == o.known && number == o.number && text == o.text;
    }
};

/// What two classes share. Areas in m2.
struct Crossing {
    double count = 0, area = 0, doubtful = 0, doubtful_area = 0;
    void add(const Crossing& other);
};
using Crossings = std::map<std::pair<ClassKey, ClassKey>, Crossing>;

/// Names of the classes, and which end is the good one. Classes that are numbers are 1, 2, ... of
/// the names; texts are names themselves.
class ClassScale {
public:
    enum class Best { none, first, last };
    ClassScale(std::vector<std::string> names, Best best);
    static ClassScale of(const nlohmann::json& params);  ///< parameters `classes` and `best`

    std::string value(const ClassKey& key) const;  ///< as in the data; "-" for none
    std::string name(const ClassKey& key) const;   ///< "-" for none
    /// same | better | worse | changed (where there is no better) | new | gone
    std::string change(const ClassKey& from, const ClassKey& to) const;

private:
    double place(const ClassKey& key) const;
    std::vector<std::string> m_names;
    Best m_best;
};

std::vector<registry::ParamSpec> class_scale_params();

/// One row for each pair of classes that occurs: from, to, from_name, to_name, change, count,
/// area_ha, area_mu (null without areas), share (of the area, else of the count), doubtful and
/// doubtful_ha (null where nobody marks what is doubtful).
std::vector<registry::ColumnSpec> crosstab_columns();
std::shared_ptr<Table> crosstab_table(const Crossings& crossings, const ClassScale& scale,
                                      bool areas, bool doubts);

}  // namespace jt::layer
