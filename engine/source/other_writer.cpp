#include "source/other_writer.hpp"

#include "base/text.hpp"
#include "source/write_database.hpp"
#include "source/write_xlsx.hpp"

#include <filesystem>

namespace jt::source {
namespace {

bool is_workbook(const std::string& path) {
    return base::lower(std::filesystem::path(path).extension().string()) == ".xlsx";
}

}  // namespace

bool is_other_target(const std::string& path) { return is_connection(path) || is_workbook(path); }

std::unique_ptr<OtherWriter> other_writer(const std::string& path, const WriteOptions& options,
                                          base::Diagnostics& diagnostics) {
    if (is_connection(path)) {
        return std::make_unique<DatabaseWriter>(path, options, diagnostics);
    }
    return is_workbook(path) ? std::make_unique<XlsxWriter>(path, options, diagnostics) : nullptr;
}

}  // namespace jt::source
