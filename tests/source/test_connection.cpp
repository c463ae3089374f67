#include "fixtures.hpp"
#include "source/database/connection.hpp"
#include "source/gdal/gdal.hpp"
#include "source/read.hpp"
#include "source/write.hpp"

#include <catch2/catch.hpp>

using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;

namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

std::string reading(const std::string& path, bool live = false) {
    return error_text([&] {
        ReadOptions options;
        options.path = path;
        options.live = live;
        jt::base::Diagnostics diagnostics;
        read_layer(options, diagnostics);
    });
}

}  // namespace

TEST_CASE("A connection string is cut as libpq cuts it") {
    CHECK(is_connection("PG:dbname=plan"));
    CHECK(is_connection("pg:"));
    CHECK_FALSE(is_connection("PG.shp"));
    const Connection found =
        parse_connection("PG: dbname = plan host='my host' user=a\\ b password='it\\'s\\\\' ");
    CHECK(
        found.settings ==
        Settings{{"dbname", "plan"}, {"host", "my host"}, {"user", "a b"}, {"password", "it's\\"}});
    CHECK(found.get("user") == "a b");
    CHECK(found.get("port").empty());
    CHECK(found.table.empty());
    CHECK(found.for_gdal() ==
          "PG:dbname='plan' host='my host' user='a b' password='it\\'s\\\\' connect_timeout=10");
    CHECK(parse_connection("PG:connect_timeout=3").for_gdal() == "PG:connect_timeout='3' ");
    CHECK(parse_connection("PG:dbname=规划 tables=gh.道路").table == "gh.道路");
    CHECK(parse_connection("PG:").settings.empty());
}

TEST_CASE("A connection string of another form is refused without its secret") {
    for (const char* bad :
         {"PG:plan", "PG:dbname=plan host", "PG:dbname='plan", "PG:=x",
          "PG:dbname=plan password=top secret", "PG:postgresql://u:top@h/plan?sslmode=require"}) {
        const std::string text = error_text([&] { parse_connection(bad); });
        INFO(bad << "\n" << text);
        CHECK(contains(text, "this is no connection string"));
        CHECK_FALSE(contains(text, "secret"));
        CHECK_FALSE(contains(text, "top"));
    }
    CHECK(contains(error_text([] { parse_connection("PG:databse=plan dbnam=x"); }), "hint: keys"));
    CHECK(
        contains(error_text([] { parse_connection("PG:dbnme=plan"); }), "did you mean 'dbname'?"));
    const std::string text =
        error_text([] { parse_connection("PG:password=my own=secret dbname=plan"); });
    CHECK(contains(text, "has a key that PostgreSQL does not know"));
    CHECK_FALSE(contains(text, "own"));
    CHECK(contains(error_text([] { parse_connection("PG:tables=a,b"); }), "takes one name"));
    CHECK(contains(error_text([] { parse_connection("PG:tables=a tables=b"); }), "takes one name"));
}

TEST_CASE("No password is ever shown") {
    CHECK(shown_path("PG:dbname=plan password=top user=me sslpassword='a b' tables=gh.x") ==
          "PG:dbname=plan password=*** user=me sslpassword=*** tables=gh.x");
    CHECK(shown_path("PG:password = 'to p' host='a b'") == "PG:password=*** host='a b'");
    CHECK(shown_path("PG:dbname=plan password=top secret") == "PG:dbname=plan ***");
    CHECK(shown_path("PG:postgresql://me:top@h/plan") == "PG:***");
    CHECK(shown_path("PG:") == "PG:");
    CHECK(shown_path("data/道路.shp") == "data/道路.shp");
    CHECK(shown_path("MySQL:plan,user=me,password=top,host=h") ==
          "MySQL:plan,user=me,password=***,host=h");
    CHECK(shown_path("postgresql://me:top@h:5432/plan") == "postgresql://***@h:5432/plan");
    CHECK(shown_path("https://h/a@b") == "https://h/a@b");
    CHECK(masked("Open of `PG:dbname=a PASSWORD='x y' host=b' failed, pwd=z;") ==
          "Open of `PG:dbname=a PASSWORD=*** host=b' failed, pwd=***;");
    CHECK(masked("password") == "password");
    CHECK(masked("password=") == "password=***");
    CHECK(short_name("PG:host=h dbname=plan password=top") == "PG:plan");
    CHECK(short_name("PG:service=office") == "PG:office");
    CHECK(short_name("PG:broken") == "PG:");
    CHECK(short_name("a/道路.shp") == "道路.shp");
    const GdalSession session;
    CPLError(CE_Failure, CPLE_AppDefined, "cannot open PG:dbname=a password=top");
    CHECK(session.cause() == "cannot open PG:dbname=a password=***");
}

TEST_CASE("The table behind a path") {
    using Cut = std::pair<std::string, std::string>;
    CHECK(split_layer("a.gpkg:metro") == Cut{"a.gpkg", "metro"});
    CHECK(split_layer("a.gpkg") == Cut{"a.gpkg", ""});
    CHECK(split_layer("PG:dbname=plan") == Cut{"PG:dbname=plan", ""});
    CHECK(split_layer("PG:dbname=plan host=db:gh.道路") ==
          Cut{"PG:dbname=plan host=db", "gh.道路"});
    CHECK(split_layer("PG:dbname=plan:a b") == Cut{"PG:dbname=plan", "a b"});
    CHECK(split_layer("PG:host='::1' dbname=plan") == Cut{"PG:host='::1' dbname=plan", ""});
    CHECK(split_layer("PG:password='a:b'") == Cut{"PG:password='a:b'", ""});
}

TEST_CASE("What leads past the files is refused, and the reason given") {
    CHECK(reading("/vsicurl/https://h/roads.shp") ==
          "'/vsicurl/' is a virtual file system of GDAL, which is not read\n"
          "  in file /vsicurl/https://h/roads.shp\n"
          "  hint: give the path of a file; into a zip it leads as in data.zip/roads.shp; download "
          "what lies on the web");
    CHECK(contains(reading("/vsizip/a.zip/roads.shp"), "'/vsizip/' is a virtual file system"));
    for (const char* other : {"MySQL:plan,password=top", "WFS:http://h/wfs", "https://h/a.geojson",
                              "postgresql://me:top@h/plan", "ODBC:dsn", "SQLITE:a.db"}) {
        const std::string text = reading(other);
        INFO(text);
        CHECK(contains(text, "is no connection that is read"));
        CHECK_FALSE(contains(text, "top"));
    }
    const TempFolder folder;
    const std::string odd = folder.write("a:b.csv", "id,x,y\n1,2,3\n");
    CHECK(contains(reading(odd), "there is no geometry: this is a table"));
}

TEST_CASE("A .vrt is read where it is allowed, and only there") {
    const TempFolder folder;
    fixtures::points("name", {"甲", "乙"}).write(folder, "pois");
    const std::string path = folder.write(
        "all.vrt",
        "<OGRVRTDataSource><OGRVRTLayer name=\"pois\"><SrcDataSource relativeToVRT=\"1\">pois.shp"
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>");
    CHECK(contains(reading(path), "a .vrt may lead anywhere"));
    ReadOptions options;
    options.path = path;
    options.live = true;
    jt::base::Diagnostics diagnostics;
    CHECK(read_layer(options, diagnostics).column("name").text(1) == "乙");
    // As a part of something else it stays closed.
    CHECK_FALSE(reading(folder.write("b.geojson", jt::base::read_file(path)), true).empty());
}
