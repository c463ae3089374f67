// .dbf: header, evidence of its encoding, deleted records and columns.
#include "fuzz/fuzz.hpp"
#include "source/shapefile/dbf_columns.hpp"
#include "source/text/codec.hpp"

#include <numeric>

using namespace jt;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzz::MemoryFile dbf(fuzz::text_of(data, size));
    fuzz::answered([&] {
        const source::DbfHeader header = source::read_dbf_header(dbf.path());
        source::TextStatistics texts;
        source::gather_dbf_names(header, texts);
        (void)source::scan_dbf(dbf.path(), header, texts);
        const source::Codec codec(source::guess_encoding(texts).encoding);
        std::vector<std::string> raw;
        for (const source::DbfField& field : header.fields) {
            if (source::readable(field)) {
                raw.push_back(field.name);
            }
        }
        base::Diagnostics diagnostics;
        const auto names = source::column_names(raw, codec, true, diagnostics, "fuzz");
        const std::int64_t count = std::min<std::int64_t>(header.held, 1000) + 3;
        std::vector<std::int64_t> records(static_cast<std::size_t>(count));
        std::iota(records.begin(), records.end(), std::int64_t{0});
        for (const bool lenient : {true, false}) {
            for (const auto& column : source::read_dbf_columns(
                     dbf.path(), header, names, records, codec, lenient, diagnostics, "fuzz")) {
                if (column.size() != records.size()) {
                    __builtin_trap();
                }
            }
        }
    });
    return 0;
}
