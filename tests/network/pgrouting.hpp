// The manual's pages of pgRouting (https://pgrouting.org, version 3.4) as questions and expected
// rows, and its sample data.
#pragma once

#include "layer/table.hpp"

#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace jt::test {

/// One query of a page.
struct Query {
    std::string function;  ///< pgr_dijkstra ... in lower case
    std::string text;      ///< arguments without the quoted SQL
    std::string sql;       ///< the quoted SQL
    std::vector<std::string> columns;
    std::vector<std::map<std::string, double>> rows;

    bool undirected() const { return text.find("false") != std::string::npos; }
    bool equicost() const { return text.find("equicost => true") != std::string::npos; }
    bool one_way_costs() const { return sql.find("reverse_cost") == std::string::npos; }
    bool has(const std::string& column) const {
        return std::find(columns.begin(), columns.end(), column) != columns.end();
    }
};

inline std::string lower_ascii(std::string text) {
    for (char& c : text) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return text;
}

/// The whole numbers of a text, in order.
inline std::vector<int> whole_numbers(const std::string& text) {
    std::vector<int> out;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) {
            ++end;
        }
        if (end > i) {
            out.push_back(std::stoi(text.substr(i, end - i)));
        }
        i = end > i ? end : i + 1;
    }
    return out;
}

/// The two lists of vertices of a query: numbers or ARRAY[...], in the order of the arguments.
inline std::vector<std::vector<int>> vertex_lists(const std::string& text) {
    std::vector<std::vector<int>> out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t open = text.find('[', i);
        const std::size_t digit = text.find_first_of("0123456789", i);
        if (digit == std::string::npos) {
            break;
        }
        if (open < digit) {
            const std::size_t close = text.find(']', open);
            out.push_back(whole_numbers(text.substr(open, close - open)));
            i = close;
        } else {
            std::size_t end = text.find_first_not_of("0123456789.", digit);
            end = end == std::string::npos ? text.size() : end;
            out.push_back({std::stoi(text.substr(digit, end - digit))});
            i = end;
        }
    }
    return out;
}

inline std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> out;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, '|');) {
        const std::size_t first = cell.find_first_not_of(' ');
        const std::size_t last = cell.find_last_not_of(' ');
        out.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
    }
    return out;
}

/// Splits "SELECT * FROM pgr_x('sql', arguments);" into its parts.
inline void read_call(const std::string& statement, Query& query) {
    const std::size_t name = statement.find("pgr_"), open = statement.find('(', name);
    if (name == std::string::npos) {
        return;
    }
    query.function = lower_ascii(statement.substr(name, open - name));
    bool quoted = false;
    for (std::size_t i = open + 1; i < statement.size(); ++i) {
        if (statement[i] == '\'') {
            quoted = !quoted;
        } else {
            (quoted ? query.sql : query.text) += statement[i];
        }
    }
}

/// All statements of a page that are followed by a table of results.
inline std::vector<Query> queries(const std::string& page) {
    std::vector<Query> out;
    std::istringstream in(page);
    std::string line, statement;
    bool reading = false, in_rows = false;
    Query query;
    while (std::getline(in, line)) {
        if (line.rfind("SELECT", 0) == 0) {
            statement.clear();
            reading = true;
        }
        if (reading) {
            statement += line + " ";
            if (line.find(';') != std::string::npos) {
                reading = false;
                query = Query();
                read_call(statement, query);
                query.sql += query.function.empty() ? statement : "";
            }
        } else if (line.rfind("-----+", 0) == 0 || line.find("-+-") != std::string::npos) {
            in_rows = true;
        } else if (in_rows && line.rfind("(", 0) == 0) {
            in_rows = false;
            out.push_back(query);
        } else if (in_rows) {
            const auto values = cells(line);
            for (std::size_t c = 0; c < values.size(); ++c) {
                if (c == 0) {
                    query.rows.emplace_back();
                }
                query.rows.back()[query.columns.at(c)] = std::stod(values[c]);
            }
        } else if (line.find(" | ") != std::string::npos) {
            query.columns = cells(line);
        }
    }
    return out;
}

/// A CSV of numbers with a header.
inline std::map<std::string, std::vector<double>> number_csv(const std::string& text) {
    std::istringstream in(text);
    std::string line;
    std::vector<std::string> names;
    std::map<std::string, std::vector<double>> out;
    while (std::getline(in, line)) {
        std::istringstream row(line);
        std::size_t c = 0;
        const bool header = names.empty();
        for (std::string cell; std::getline(row, cell, ','); ++c) {
            header ? names.push_back(cell) : out[names.at(c)].push_back(std::stod(cell));
        }
    }
    return out;
}

}  // namespace jt::test
