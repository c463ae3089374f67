// Changes as the tests write them.
#pragma once

#include "network/change/change.hpp"
#include "network/helpers.hpp"

#include <memory>
#include <string>
#include <vector>

namespace jt::test {

using network::Action;
using network::Change;

inline std::shared_ptr<layer::Layer> rectangle(double x0, double y0, double x1, double y1) {
    geo::GeometryArray area(geo::Shape::polygon);
    const double x = kX, y = kY;
    area.add_ring(std::vector<double>{x + x0, y + y0, x + x1, y + y0, x + x1, y + y1, x + x0,
                                      y + y1, x + x0, y + y0});
    return std::make_shared<layer::Layer>("centre", crs(), std::move(area),
                                          std::vector<std::int64_t>{1});
}

inline Change by_ids(Action action, std::vector<std::string> ids, double value = 0,
                     std::string word = "") {
    Change change;
    change.action = action;
    change.target.ids = std::move(ids);
    change.value = value;
    change.word = std::move(word);
    return change;
}

inline std::shared_ptr<const network::Network> with(const network::Network& net,
                                                    const std::vector<Change>& changes,
                                                    const std::string& period = "") {
    std::vector<network::Touched> touched;
    base::Diagnostics diagnostics;
    network::ChangePlan plan;
    plan.period = period;
    plan.changes = changes;
    return network::change(net, plan, touched, diagnostics);
}

}  // namespace jt::test
