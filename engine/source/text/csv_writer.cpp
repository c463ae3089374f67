#include "source/text/csv_writer.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/text/codec.hpp"
#include "source/text/csv.hpp"
#include "source/text/flat_table.hpp"

namespace jt::source {
namespace {

std::string csv_bytes(const layer::Table& table, const std::string& encoding,
                      base::Diagnostics& diagnostics, const std::string& where) {
    const std::string text =
        csv_text(flat_table(table, base::msg("source.write.csv_geometry"), diagnostics, where));
    if (encoding == "UTF-8") {
        return text;
    }
    const Codec codec(encoding);
    std::string out;
    std::size_t line = 0;
    for (const std::string& part : base::split(text.substr(3), '\n')) {
        const auto bytes = codec.encode(part);
        ++line;
        if (!bytes) {
            base::Error error =
                base::data_error("source.write.unencodable", base::trim(part), encoding);
            error.add_context(base::msg("source.place.line", line));
            throw error;
        }
        out += (line == 1 ? "" : "\n") + *bytes;
    }
    return out;
}

}  // namespace

void CsvWriter::begin(const std::string& name, const layer::Table& first, bool /*more*/) {
    check_next(name, first);
    base::write_file(file(), csv_bytes(first, m_target.encoding, m_diagnostics, this->name()));
}

}  // namespace jt::source
