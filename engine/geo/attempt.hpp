// Work on many features of which one may fail: the others go on.
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace jt::geo {

/// A feature that GEOS could not work on, and why; the others go on.
struct Failure {
    std::size_t row = 0;
    std::string reason;
};

/// Runs the body for one feature. A data error is kept as a failure of that row; false then.
template <class Body>
bool attempt(std::size_t row, std::vector<Failure>& failures, Body&& body) {
    try {
        std::forward<Body>(body)();
        return true;
    } catch (const base::Error& error) {
        if (error.kind() != base::ErrorKind::data) {
            throw;
        }
        failures.push_back({row, base::render(error.message(), base::Lang::en)});
        return false;
    }
}

}  // namespace jt::geo
