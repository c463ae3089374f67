// Targets that are no file of GDAL's: a database, a workbook. Internal to source/.
#pragma once

#include "source/write.hpp"

#include <memory>
#include <string>

namespace jt::source {

/// As DatasetWriter has it: layer by layer, and nothing is left where finish() is not reached.
class OtherWriter {
public:
    OtherWriter() = default;
    virtual ~OtherWriter() = default;
    OtherWriter(const OtherWriter&) = delete;
    OtherWriter& operator=(const OtherWriter&) = delete;

    virtual bool takes_pieces() const = 0;
    virtual void begin(const std::string& name, const layer::Table& first, bool more) = 0;
    virtual bool append(const layer::Table& piece) = 0;
    virtual void end() = 0;
    virtual void finish() = 0;
};

/// "PG:..." or .xlsx?
bool is_other_target(const std::string& path);

/// The writer for "PG:..." and .xlsx; null for any other path.
std::unique_ptr<OtherWriter> other_writer(const std::string& path, const WriteOptions& options,
                                          base::Diagnostics& diagnostics);

}  // namespace jt::source
