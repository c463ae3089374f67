#include "report/register.hpp"

#include "report/operators.hpp"

namespace jt::report {

void register_operators(registry::Registry& registry) {
    registry.add(document_spec(), run_document);
    registry.add(xlsx_spec(), run_xlsx);
    registry.add(value_chart_spec(), run_value_chart);
}

}  // namespace jt::report
