# shellcheck shell=bash
# The packages of the project, and their installation. Sourced by ./run; nothing here runs by itself.

# What building and the demo need.
# shellcheck disable=SC2034
RUN_PACKAGES=(
    g++ cmake ninja-build ccache pkg-config
    libgdal-dev libgeos-dev libproj-dev liblua5.4-dev
    libfmt-dev nlohmann-json3-dev libtbb-dev libssl-dev libcli11-dev
    libosmium2-dev zlib1g-dev libbz2-dev libexpat1-dev libopencc-dev libmetis-dev coinor-libcbc-dev
    libmapnik-dev libcairo2-dev libpango1.0-dev libxlsxwriter-dev libqpdf-dev catch2
    fonts-noto-cjk fonts-arphic-ukai
    pandoc librsvg2-bin libreoffice-writer-nogui libreoffice-math-nogui
)
# What the tests need besides.
# shellcheck disable=SC2034
TEST_PACKAGES=(lua5.4 gdal-bin proj-bin poppler-utils qpdf unzip postgresql-common postgresql-15-postgis-3)
# shellcheck disable=SC2034
ASAN_PACKAGES=(clang-14 libclang-rt-14-dev)
# shellcheck disable=SC2034
LINT_PACKAGES=(clang-format lua-check shellcheck codespell git)

say() { printf '== %s\n' "$*"; }

# Runs a command with its output in a log; shows the end of the log when it fails.
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if ! "$@" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        printf '失败 failed: %s（%s）\n' "$*" "$log" >&2
        exit 4
    fi
}

missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || echo "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        printf '需要 root 或 sudo 来安装软件包 root or sudo is needed to install packages\n' >&2
        exit 4
    fi
}

# Installs what is missing; silent when nothing is.
setup_packages() {
    local wanted
    mapfile -t wanted < <(missing_packages "$@")
    if [ ${#wanted[@]} -eq 0 ]; then
        return
    fi
    say "安装软件包 installing: ${wanted[*]}"
    if ! command -v apt-get >/dev/null; then
        printf '此脚本需要 Debian 12 的 apt-get this script needs apt-get of Debian 12\n' >&2
        exit 4
    fi
    mkdir -p build
    if ! as_root apt-get update -qq >build/apt.log 2>&1 ||
        ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${wanted[@]}" >>build/apt.log 2>&1; then
        tail -n 15 build/apt.log >&2
        printf '软件包安装失败，详见 build/apt.log  installing packages failed, see build/apt.log\n' >&2
        exit 4
    fi
}
