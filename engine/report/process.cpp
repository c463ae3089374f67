#include "report/process.hpp"

#include "base/error.hpp"
#include "base/progress.hpp"
#include "base/text.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX, not in every header

namespace jt::report {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& extra) {
    std::vector<std::string> out;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        if (!extra.contains(text.substr(0, text.find('=')))) {
            out.push_back(text);
        }
    }
    for (const auto& [name, value] : extra) {
        out.push_back(name + "=" + value);
    }
    return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& text : texts) {
        out.push_back(text.data());
    }
    out.push_back(nullptr);
    return out;
}

[[noreturn]] void cannot_start(const fs::path& program) {
    throw base::machine_error("report.program.start", program.string(), std::strerror(errno));
}

/// Between fork and exec only async-signal-safe calls are allowed: the engine has threads.
[[noreturn]] void become(const char* program, char* const* arguments, char* const* environment,
                         const char* folder, int output) {
    ::setpgid(0, 0);
    const int nothing = ::open("/dev/null", O_RDONLY);
    if (nothing < 0 || ::dup2(nothing, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(output, 2) < 0 ||
        (*folder != '\0' && ::chdir(folder) != 0)) {
        ::_exit(127);
    }
    ::execve(program, arguments, environment);
    ::_exit(127);
}

/// A running child; killed with its group when it goes out of scope unfinished.
class Child {
public:
    Child(const ProgramCall& call, int output) {
        std::vector<std::string> words = {call.program.string()};
        words.insert(words.end(), call.arguments.begin(), call.arguments.end());
        std::vector<std::string> settings = merged_environment(call.environment);
        const auto arguments = pointers(words);
        const auto environment = pointers(settings);
        m_pid = ::fork();
        if (m_pid < 0) {
            cannot_start(call.program);
        }
        if (m_pid == 0) {
            become(call.program.c_str(), arguments.data(), environment.data(), call.folder.c_str(),
                   output);
        }
        ::setpgid(m_pid, m_pid);  // also here: whoever comes first, the group exists
    }
    ~Child() {
        if (m_pid > 0) {
            ::kill(-m_pid, SIGKILL);
            wait();
        }
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    int wait() {
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
        }
        m_pid = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    bool finished(int& exit_code) {
        int status = 0;
        if (::waitpid(m_pid, &status, WNOHANG) != m_pid) {
            return false;
        }
        m_pid = 0;
        exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        return true;
    }

private:
    pid_t m_pid = 0;
};

class Pipe {
public:
    explicit Pipe(const fs::path& program) {
        if (::pipe2(m_ends, O_CLOEXEC | O_NONBLOCK) != 0) {
            cannot_start(program);
        }
        // The child writes blocking; only our end must not block.
        ::fcntl(m_ends[1], F_SETFL, 0);
    }
    ~Pipe() {
        ::close(m_ends[0]);
        close_writer();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    int writer() const { return m_ends[1]; }
    void close_writer() {
        if (m_ends[1] >= 0) {
            ::close(m_ends[1]);
            m_ends[1] = -1;
        }
    }
    /// Waits up to a twentieth of a second for bytes and takes what there is; kept to 1 MB.
    void take(std::string& out) const {
        pollfd waiting{m_ends[0], POLLIN, 0};
        ::poll(&waiting, 1, 50);
        char buffer[4096];
        if ((waiting.revents & POLLHUP) != 0 && (waiting.revents & POLLIN) == 0) {
            ::poll(nullptr, 0, 20);  // closed before the program ended: do not spin
        }
        for (ssize_t n = 0; (n = ::read(m_ends[0], buffer, sizeof buffer)) > 0;) {
            if (out.size() < (1U << 20U)) {
                out.append(buffer, static_cast<std::size_t>(n));
            }
        }
    }

private:
    int m_ends[2] = {-1, -1};
};

}  // namespace

std::optional<fs::path> find_program(const std::string& name) {
    const char* path = std::getenv("PATH");
    for (const auto& folder : base::split(path == nullptr ? "/usr/bin:/bin" : path, ':')) {
        const fs::path candidate = fs::path(folder.empty() ? "." : folder) / name;
        std::error_code ignored;
        if (fs::is_regular_file(candidate, ignored) && ::access(candidate.c_str(), X_OK) == 0) {
            return fs::absolute(candidate);
        }
    }
    return std::nullopt;
}

ProgramResult run_program(const ProgramCall& call) {
    base::check_cancel();
    if (::access(call.program.c_str(), X_OK) != 0) {
        cannot_start(call.program);
    }
    Pipe pipe(call.program);
    Child child(call, pipe.writer());
    pipe.close_writer();
    ProgramResult result;
    const auto deadline = Clock::now() + call.timeout;
    while (!child.finished(result.exit_code)) {
        base::check_cancel();
        if (Clock::now() > deadline) {
            result.timed_out = true;
            result.exit_code = 128 + SIGKILL;
            return result;
        }
        pipe.take(result.output);
    }
    pipe.take(result.output);
    return result;
}

ScratchFolder::ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "jiangtian.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw base::machine_error("base.file.mkdir", name, std::strerror(errno));
    }
    m_path = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

}  // namespace jt::report
