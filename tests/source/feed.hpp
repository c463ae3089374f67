// A GTFS feed of two bus routes in Chongqing, small enough to be checked by hand.
//
// Route 1, weekdays, stops A B C D at 106.50, .51, .52, .53 E; D1 is a platform of D:
//   t1  A 7:00  B 7:04-7:05  C 7:09  D1 7:15      t2  A 7:30  B 7:34-7:35  C 7:41  D1 7:47
//   t3  A 8:30  B 8:34-8:35  C 8:41               t4  back: D1 7:10  C 7:16  B 7:20  A 7:24
//   t5  as t1, at 9:00                             t6  A 24:30  B 24:35
// Route 2, on 2024-05-22 only: t7  A 7:00  C 7:10.
#pragma once

#include "fixtures.hpp"

#include <map>
#include <string>

namespace fixtures {

struct Feed {
    std::map<std::string, std::string> tables = {
        {"stops",
         "stop_id,stop_name,stop_lat,stop_lon,parent_station\nA,甲,29.5,106.50,\nB,乙,29.5,106.51,"
         "\n"
         "C,丙,29.5,106.52,\nD1,丁站台,29.5,106.5301,D\nD,丁,29.5,106.53,\n"},
        {"routes",
         "route_id,route_short_name,route_long_name,route_type\nR1,1,一路,3\nR2,,二路,1\n"},
        {"trips",
         "route_id,service_id,trip_id,direction_id,shape_id\nR1,WD,t1,0,\nR1,WD,t2,0,\nR1,WD,t3,0,"
         "\n"
         "R1,WD,t4,1,\nR1,WD,t5,0,\nR1,WD,t6,0,\nR2,EX,t7,,\n"},
        {"stop_times",
         "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
         "t1,07:15:00,07:15:00,D1,9\nt1,7:00:00,7:00:00,A,1\nt1,07:04:00,07:05:00,B,2\n"
         "t1,07:09:00,07:09:00,C,5\n"
         "t2,07:30:00,07:30:00,A,1\nt2,07:34:00,07:35:00,B,2\nt2,07:41:00,07:41:00,C,3\n"
         "t2,07:47:00,07:47:00,D1,4\n"
         "t3,08:30:00,08:30:00,A,1\nt3,08:34:00,08:35:00,B,2\nt3,08:41:00,08:41:00,C,3\n"
         "t4,07:10:00,07:10:00,D1,1\nt4,07:16:00,07:16:00,C,2\nt4,07:20:00,07:20:00,B,3\n"
         "t4,07:24:00,07:24:00,A,4\n"
         "t5,09:00:00,09:00:00,A,1\nt5,09:04:00,09:05:00,B,2\nt5,09:09:00,09:09:00,C,3\n"
         "t5,09:15:00,09:15:00,D1,4\n"
         "t6,24:30:00,24:30:00,A,1\nt6,24:35:00,24:35:00,B,2\n"
         "t7,07:00:00,07:00:00,A,1\nt7,07:10:00,07:10:00,C,2\n"},
        {"calendar",
         "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
         "WD,1,1,1,1,1,0,0,20240513,20240531\n"},
        {"calendar_dates",
         "service_id,date,exception_type\nWD,20240515,2\nWD,20240518,1\nEX,20240522,1\n"}};

    /// Adds a row to a table.
    Feed& row(const std::string& table, const std::string& text) {
        tables[table] += text + "\n";
        return *this;
    }
    std::string write(const TempFolder& folder) const {
        for (const auto& [name, text] : tables) {
            folder.write(name + ".txt", text);
        }
        return folder / "";
    }
};

}  // namespace fixtures
