// Running one operator on datasets, without a scenario.
#pragma once

#include "app/session.hpp"

namespace jt::app {

struct OpRequest {
    std::string name;
    std::vector<std::string> inputs;  ///< PORT=DATASET or PORT=DATASET:LAYER
    std::string crs, to;              ///< override for inputs without a CRS; working CRS
};

/// Reads the inputs, runs the operator, writes every output: layers and tables into the dataset -o,
/// surfaces into the raster -o and beside it, files into the folder -o.
void run_op(Session& session, const OpRequest& request);

}  // namespace jt::app
