// Travel times of a city by another program, with people, jobs and schools, through every measure
// of accessibility, each held against a second implementation over a plain table of pairs.
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

constexpr std::size_t kCells = 898;
constexpr double kNone = -1;

struct City {
    std::vector<std::string> ids;
    std::map<std::string, std::size_t> number;
    std::map<std::string, std::vector<double>> field;  ///< population, jobs, schools of each cell
    std::vector<double> time = std::vector<double>(kCells * kCells, kNone);  ///< minutes
    std::shared_ptr<layer::Table> pairs, places;

    double minutes(std::size_t from, std::size_t to) const { return time[from * kCells + to]; }
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
        out->number[places[r][0]] = out->ids.size();
        out->ids.push_back(places[r][0]);
        for (std::size_t c = 1; c < 4; ++c) {
            out->field[places[0][c]].push_back(std::stod(places[r][c]));
        }
    }
    for (std::size_t r = 1; r < pairs.size(); ++r) {
        const std::size_t from = out->number.at(pairs[r].at(0)), to = out->number.at(pairs[r][1]);
        out->time[from * kCells + to] = std::stod(pairs[r].at(2));
    }
    out->pairs = table_of(pairs, 2);
    out->places = table_of(places, 1);
    return out;
}

double largest_difference(const City& city, const layer::Table& table, const std::string& column,
                          const std::vector<double>& wanted) {
    double worst = table.rows() == kCells ? 0 : 1e9;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const double value = wanted[city.number.at(table.column("id").show(row))];
        const double found = table.column(column).number(row);
        worst = std::max(worst, std::abs(found - value) / std::max(1.0, std::abs(value)));
    }
    return worst;
}

/// Supply per head by the published formulas, supply by supply.
template <class Weight>
std::vector<double> per_head(const City& city, bool balanced, const Weight& weight) {
    const std::vector<double>&people = city.field.at("population"),
          &schools = city.field.at("schools");
    std::vector<double> access(kCells, 0), row_sum(kCells, 0), w(kCells * kCells, 0);
    for (std::size_t i = 0; i < kCells; ++i) {
        for (std::size_t j = 0; j < kCells; ++j) {
            w[i * kCells + j] = city.minutes(i, j) == kNone ? 0 : weight(city.minutes(i, j));
            row_sum[i] += w[i * kCells + j];
        }
    }
    for (std::size_t j = 0; j < kCells; ++j) {
        double load = 0, column_sum = 0;
        for (std::size_t i = 0; i < kCells; ++i) {
            const double here = w[i * kCells + j];
            column_sum += here;
            load += here == 0 ? 0 : people[i] * here / (balanced ? row_sum[i] : 1.0);
        }
        for (std::size_t i = 0; i < kCells && load > 0; ++i) {
            access[i] += schools[j] / load * w[i * kCells + j] / (balanced ? column_sum : 1.0);
        }
    }
    return access;
}

void check_pairs(const City& city, const registry::Outputs& made) {
    const auto& matrix = dynamic_cast<const layer::Matrix&>(*made.at("matrix"));
    CHECK(numbers(table(made, "counts"), "pairs") ==
          std::vector<double>{898, 898, 898 * 898, 748437, 57967, 1, 0});
    REQUIRE(matrix.row_ids == city.ids);
    REQUIRE(matrix.column_ids == city.ids);
    std::size_t present = 0, missing = 0, differ = 0;
    for (std::size_t i = 0; i < city.time.size(); ++i) {
        const std::uint32_t cost = matrix.cost[i];
        present += cost <= layer::kMaxCost ? 1 : 0;
        missing += cost == layer::kMissing ? 1 : 0;
        differ += city.time[i] == kNone ? cost != layer::kMissing
                                        : std::abs(cost - city.time[i] * 60000) > 1e-6;
    }
    CHECK(present == 748437);
    CHECK(missing == 57967);
    CHECK(differ == 0);
}

void check_sums(const City& city, Desk& desk, const registry::ObjectPtr& matrix) {
    const test::Inputs inputs = {{"matrix", {matrix}}, {"destinations", {city.places}}};
    const auto cumulative = desk.run("network.cumulative", inputs,
                                     {{"cutoffs", {15, 30, 60}}, {"fields", {"jobs", "schools"}}});
    for (const int cutoff : {15, 30, 60}) {
        for (const std::string field : {"jobs", "schools"}) {
            std::vector<double> wanted(kCells, 0);
            for (std::size_t i = 0; i < kCells; ++i) {
                for (std::size_t j = 0; j < kCells; ++j) {
                    const double t = city.minutes(i, j);
                    wanted[i] += t != kNone && t <= cutoff ? city.field.at(field)[j] : 0;
                }
            }
            CAPTURE(field, cutoff);
            const std::string column = field + "_" + std::to_string(cutoff) + "min";
            CHECK(largest_difference(city, table(cumulative, "values"), column, wanted) == 0);
        }
    }
    const std::vector<double>& jobs = city.field.at("jobs");
    std::vector<double> hansen(kCells, 0);
    for (std::size_t i = 0; i < kCells; ++i) {
        for (std::size_t j = 0; j < kCells; ++j) {
            const double t = city.minutes(i, j);
            hansen[i] += t == kNone ? 0 : jobs[j] * std::exp(-0.05 * t);
        }
    }
    const auto gravity = desk.run("network.hansen", inputs,
                                  {{"weight", "jobs"}, {"decay", "exponential"}, {"beta", 0.05}});
    CHECK(largest_difference(city, table(gravity, "values"), "value", hansen) < 1e-12);
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
    CHECK(largest_difference(city, table(two, "access"), "access", per_head(city, false, step)) <
          1e-12);
    const auto balanced =
        catchment("bfca", {{"decay", "exponential"}, {"beta", 0.1}, {"threshold", 60}});
    CHECK(largest_difference(city, table(balanced, "access"), "access",
                             per_head(city, true, fading)) < 1e-12);
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
