std = "lua54"
max_line_length = 140
files["tests/cli/run.lua"] = { max_line_length = 180 }
