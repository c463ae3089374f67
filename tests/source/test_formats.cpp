#include "fixtures.hpp"
#include "source/read.hpp"

#include <catch2/catch.hpp>

using namespace jt::source;
using fixtures::contains;
using fixtures::error_text;
using fixtures::TempFolder;

namespace {

jt::layer::Layer read(const std::string& path, const std::string& layer = "",
                      const std::string& crs = "") {
    ReadOptions options;
    options.path = path;
    options.layer = layer;
    options.crs = crs;
    jt::base::Diagnostics diagnostics;
    return read_layer(options, diagnostics);
}

std::string mif(const std::string& charset) {
    return "Version 300\nCharset \"" + charset +
           "\"\nDelimiter \",\"\nCoordSys Earth Projection 1, 104\nColumns 1\n  NAME Char(20)\n"
           "Data\n\nPoint 104.06 30.65\n";
}

}  // namespace

TEST_CASE("KML is read as WGS 84") {
    const TempFolder folder;
    const std::string path = folder.write(
        "a.kml",
        R"(<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
        <Folder><name>站点</name><Placemark><name>兴隆站</name><Point><coordinates>104.1,30.4,0</coordinates></Point></Placemark></Folder>
        </Document></kml>)");
    const auto layer = read(path, "站点");
    CHECK(layer.column("Name").text(0) == "兴隆站");
    CHECK(layer.crs().code() == "EPSG:4326");
}

TEST_CASE("MapInfo text is read, in Chinese by its character set") {
    const TempFolder folder;
    folder.write("a.mid", "\"\xCB\xC4\xB4\xA8\"\n");
    const auto layer = read(folder.write("a.mif", mif("WindowsSimpChinese")));
    CHECK(layer.column("NAME").text(0) == "四川");
    CHECK(layer.geometry().xy()[0] == Approx(104.06));
    folder.write("b.mid", "\"\xCB\xC4\xB4\xA8\"\n");
    CHECK(contains(error_text([&] { read(folder.write("b.mif", mif("Neutral"))); }),
                   "the text is not valid UTF-8: '"));
}

TEST_CASE("DXF lines are read, and a drawing has no CRS") {
    const TempFolder folder;
    const std::string path = folder.write(
        "a.dxf",
        "0\nSECTION\n2\nENTITIES\n0\nLINE\n8\nROAD\n10\n410232.0\n20\n3393609.0\n11\n410300.0\n21\n"
        "3393700.0\n0\nENDSEC\n0\nEOF\n");
    CHECK(contains(error_text([&] { read(path); }), "the layer has no CRS\n"));
    const auto layer = read(path, "", "EPSG:4544");
    CHECK(layer.geometry().shape() == jt::geo::Shape::line);
    CHECK(layer.column("Layer").text(0) == "ROAD");
}

TEST_CASE("Formats outside the list are refused though GDAL could read them") {
    const TempFolder folder;
    const std::string path = folder.write(
        "a.gml",
        R"(<?xml version="1.0"?><ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml"/>)");
    CHECK(contains(error_text([&] { read(path); }), "no vector format that the engine reads"));
}
