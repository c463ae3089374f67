// The target .csv. Internal to source/.
#pragma once

#include "source/files_writer.hpp"

#include <string>

namespace jt::source {

/// The one table of a .csv.
class CsvWriter : public FilesWriter {
public:
    using FilesWriter::FilesWriter;
    void begin(const std::string& name, const layer::Table& first, bool more) override;
};

}  // namespace jt::source
