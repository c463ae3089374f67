-- What the examples of the chapter on scoring take for granted.
return {
    setup = [==[
for file in parks grades; do
    echo id,name,kind,x,y,access,land,slope,$([ $file = grades ] && echo industry || echo share)
    for i in 1 2 3 4 5 6 7 8 9; do
        echo "P0$i,园区$i,zone,$((500000 + 900 * i)),3380000,$((i * 37 % 90 + 5)),$((i * 53 % 80 + 10)),$((i * 29 % 70 + 15)),$((i * 7 + 20))"
    done
done | awk '/^id/ { file = /industry/ ? "grades.csv" : "parks.csv" } { print >file }'
]==],
    before = [==[
local jt = require "jiangtian"
local P = jt.project { api = 1, name = "scoring", crs = "EPSG:4544", seed = 7 }
P:baseline { "现状", year = 2020 }
local parks = P:layer { "parks.csv", xy = { "x", "y" }, crs = "EPSG:4544", role = "parks" }
local grades = P:layer { "grades.csv", xy = { "x", "y" }, crs = "EPSG:4544" }
]==],
}
