// Travel times of a city by another program, with people, jobs and schools, through every measure
// of accessibility, each held against a second implementation over a plain map of pairs.
#include "network/desk.hpp"
#include "support/shared_data.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <sstream>

using namespace jt;
using nlohmann::json;
using test::Desk;
using test::numbers;
using test::table;

namespace {

using Row = std::vector<std::string>;

std::vector<Row> rows_of(std::istream& text) {
    std::vector<Row> rows;
    std::string line, cell;
    while (std::getline(text, line)) {
        std::istringstream cells(line);
        rows.emplace_back();
        while (std::getline(cells, cell, ',')) {
            rows.back().push_back(cell);
        }
    }
    return rows;
}

std::string unpacked(const std::string& path) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
        popen(("gzip -dc '" + path + "'").c_str(), "r"), pclose);
    std::string out;
    char buffer[65536];
    for (std::size_t n = 0; (n = fread(buffer, 1, sizeof buffer, pipe.get())) > 0;) {
        out.append(buffer, n);
    }
    return out;
}

struct City {
    std::map<std::string, std::map<std::string, double>> people;  ///< id -> field -> value
    std::map<std::pair<std::string, std::string>, double> time;   ///< minutes
    std::map<std::string, std::vector<std::pair<std::string, double>>> from, to;
    std::shared_ptr<layer::Table> pairs, places;
};

std::shared_ptr<layer::Table> table_of(const std::vector<Row>& rows, std::size_t texts) {
    auto out = std::make_shared<layer::Table>(rows.size() - 1);
    for (std::size_t c = 0; c < rows[0].size(); ++c) {
        std::vector<std::string> words;
        std::vector<double> values;
        for (std::size_t r = 1; r < rows.size(); ++r) {
            words.push_back(rows[r].at(c));
            values.push_back(c < texts ? 0 : std::stod(rows[r][c]));
        }
        if (c < texts) {
            out->set({rows[0][c], layer::Type::text, "", {}}, layer::Column::of_texts(words));
        } else {
            out->set({rows[0][c], layer::Type::real, "", {}},
                     layer::Column::of_reals(std::move(values)));
        }
    }
    return out;
}

std::unique_ptr<City> city() {
    const auto land = test::shared_text("data/peers/belo_horizonte/land_use_data.csv");
    const auto times = test::shared_path("data/peers/belo_horizonte/travel_matrix.csv.gz");
    if (!land || !times) {
        return nullptr;
    }
    auto out = std::make_unique<City>();
    std::istringstream land_text(*land), pair_text(unpacked(*times));
    std::vector<Row> places = rows_of(land_text);
    for (Row& row : places) {
        row.resize(4);  // id, population, jobs, schools
    }
    const std::vector<Row> pairs = rows_of(pair_text);
    for (std::size_t r = 1; r < places.size(); ++r) {
        for (std::size_t c = 1; c < 4; ++c) {
            out->people[places[r][0]][places[0][c]] = std::stod(places[r][c]);
        }
    }
    for (std::size_t r = 1; r < pairs.size(); ++r) {
        const double minutes = std::stod(pairs[r].at(2));
        out->time[{pairs[r][0], pairs[r][1]}] = minutes;
        out->from[pairs[r][0]].emplace_back(pairs[r][1], minutes);
        out->to[pairs[r][1]].emplace_back(pairs[r][0], minutes);
    }
    out->pairs = table_of(pairs, 2);
    out->places = table_of(places, 1);
    return out;
}

double largest_difference(const layer::Table& table, const std::string& column,
                          const std::map<std::string, double>& wanted) {
    double worst = table.rows() == wanted.size() ? 0 : 1e9;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const double value = wanted.at(table.column("id").show(row));
        const double found = table.column(column).number(row);
        worst = std::max(worst, std::abs(found - value) / std::max(1.0, std::abs(value)));
    }
    return worst;
}

/// Supply per head by the published formulas, over the pairs as they stand in the file.
template <class Weight>
std::map<std::string, double> per_head(const City& city, bool balanced, const Weight& weight) {
    std::map<std::string, double> access, row_sum;
    for (const auto& [id, reached] : city.from) {
        access[id] = 0;
        for (const auto& [to, minutes] : reached) {
            row_sum[id] += weight(minutes);
        }
    }
    for (const auto& [to, reached_by] : city.to) {
        double load = 0, column_sum = 0;
        for (const auto& [id, minutes] : reached_by) {
            const double w = weight(minutes);
            column_sum += w;
            load += w == 0 ? 0
                           : city.people.at(id).at("population") * w /
                                 (balanced ? row_sum.at(id) : 1.0);
        }
        for (const auto& [id, minutes] : reached_by) {
            const double w = weight(minutes);
            if (w > 0 && load > 0) {
                access[id] +=
                    city.people.at(to).at("schools") / load * w / (balanced ? column_sum : 1.0);
            }
        }
    }
    return access;
}

void check_pairs(const City& city, const registry::Outputs& made) {
    const auto& matrix = dynamic_cast<const layer::Matrix&>(*made.at("matrix"));
    CHECK(numbers(table(made, "counts"), "pairs") ==
          std::vector<double>{898, 898, 898 * 898, 748437, 57967, 1, 0});
    std::size_t present = 0, missing = 0, differ = 0;
    for (std::size_t i = 0; i < 898; ++i) {
        for (std::size_t j = 0; j < 898; ++j) {
            const auto it = city.time.find({matrix.row_ids[i], matrix.column_ids[j]});
            const std::uint32_t cost = matrix.at(i, j);
            present += cost <= layer::kMaxCost ? 1 : 0;
            missing += cost == layer::kMissing ? 1 : 0;
            differ += it == city.time.end() ? cost != layer::kMissing
                                            : std::abs(cost - it->second * 60000) > 1e-6;
        }
    }
    CHECK(present == 748437);
    CHECK(missing == 57967);
    CHECK(differ == 0);
}

void check_sums(const City& city, Desk& desk, const registry::ObjectPtr& matrix) {
    const test::Inputs inputs = {{"matrix", {matrix}}, {"destinations", {city.places}}};
    const auto cumulative = desk.run("network.cumulative", inputs,
                                     {{"cutoffs", {15, 30, 60}}, {"fields", {"jobs", "schools"}}});
    std::map<std::string, std::map<std::string, double>> sums;
    std::map<std::string, double> hansen;
    for (const auto& [pair, minutes] : city.time) {
        for (const int cutoff : {15, 30, 60}) {
            for (const char* field : {"jobs", "schools"}) {
                sums[field + ("_" + std::to_string(cutoff)) + "min"][pair.first] +=
                    minutes <= cutoff ? city.people.at(pair.second).at(field) : 0;
            }
        }
        hansen[pair.first] += city.people.at(pair.second).at("jobs") * std::exp(-0.05 * minutes);
    }
    for (const auto& [name, wanted] : sums) {
        CAPTURE(name);
        CHECK(largest_difference(table(cumulative, "values"), name, wanted) == 0);
    }
    const auto gravity = desk.run("network.hansen", inputs,
                                  {{"weight", "jobs"}, {"decay", "exponential"}, {"beta", 0.05}});
    CHECK(largest_difference(table(gravity, "values"), "value", hansen) < 1e-12);
}

void check_catchments(const City& city, Desk& desk, const registry::ObjectPtr& matrix) {
    const auto catchment = [&](const char* method, const json& more) {
        json params = {{"method", method}, {"capacity", "schools"}, {"population", "population"}};
        params.update(more);
        return desk.run(
            "network.catchment",
            {{"matrix", {matrix}}, {"supply", {city.places}}, {"demand", {city.places}}}, params);
    };
    const auto step = [](double t) { return t <= 30 ? 1.0 : 0.0; };
    const auto fading = [](double t) { return t <= 60 ? std::exp(-0.1 * t) : 0.0; };
    const auto two = catchment("2sfca", {{"threshold", 30}});
    CHECK(largest_difference(table(two, "access"), "access", per_head(city, false, step)) < 1e-12);
    const auto balanced =
        catchment("bfca", {{"decay", "exponential"}, {"beta", 0.1}, {"threshold", 60}});
    CHECK(largest_difference(table(balanced, "access"), "access", per_head(city, true, fading)) <
          1e-12);
    const auto totals = numbers(table(two, "totals"), "value");
    CHECK(totals[5] == Approx(totals[1]).epsilon(1e-12));
    const auto kept = numbers(table(balanced, "totals"), "value");
    CHECK(kept[4] == Approx(kept[3]).epsilon(1e-12));
    CHECK(kept[6] == Approx(kept[7]).epsilon(1e-12));
}

}  // namespace

TEST_CASE("Belo Horizonte: every pair is accounted for, and every measure is that of the pairs") {
    const auto city = ::city();
    if (!city) {
        return;
    }
    Desk desk;
    const auto made = desk.run(
        "network.matrix_from_table",
        {{"pairs", {city->pairs}}, {"origins", {city->places}}, {"destinations", {city->places}}},
        {{"origin", "from_id"}, {"destination", "to_id"}, {"time", "travel_time"}});
    check_pairs(*city, made);
    check_sums(*city, desk, made.at("matrix"));
    check_catchments(*city, desk, made.at("matrix"));
}
