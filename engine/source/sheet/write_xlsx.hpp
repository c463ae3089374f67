// Tables as a workbook (.xlsx, ISO/IEC 29500), one sheet each. Internal to source/.
#pragma once

#include "source/write.hpp"

#include <memory>

namespace jt::source {

/// Numbers, booleans and dates in their own types; text stays text, leading zeros and all. Text
/// columns whose every value is an ISO date become dates, and that is told. Integers of more than
/// 15 digits make their column text, as spreadsheets show no more. Data errors: more than 1 048 576
/// rows or 16 384 columns, a sheet's name of more than 31 characters, text of more than 32 767,
/// numbers that are not finite. The file appears with finish(), the same bytes for the same tables.
class XlsxWriter : public DatasetWriter {
public:
    XlsxWriter(const std::string& path, const WriteOptions& options,
               base::Diagnostics& diagnostics);
    ~XlsxWriter() override;

    bool takes_many() const override { return true; }
    void begin(const std::string& name, const layer::Table& first, bool more) override;
    void finish() override;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace jt::source
