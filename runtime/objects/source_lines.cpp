#include "objects/source_lines.h"

#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace gilt {
namespace {

struct Source {
    std::string owned;
    std::string_view text;
    std::vector<uint32_t> starts;  // where each line begins
    bool is_file = false;
    off_t size = 0;
    timespec changed{};

    void find_lines() {
        starts.assign(1, 0);
        for (size_t i = 0; i < text.size(); i++)
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')))
                starts.push_back(static_cast<uint32_t>(i + 1));
    }
};

struct Cache {
    std::mutex mutex;
    std::unordered_map<std::string, std::unique_ptr<Source>> sources;
};

Cache& cache() {
    static auto* instance = new Cache;  // used until the very end of the process
    return *instance;
}

bool is_current(const Source& source, const struct stat& now) {
    return source.size == now.st_size && source.changed.tv_sec == now.st_mtim.tv_sec &&
           source.changed.tv_nsec == now.st_mtim.tv_nsec;
}

// Bytes that are no UTF-8 are shown as replacement characters rather than spoil the whole traceback.
std::string read_text(const std::string& filename) {
    std::ifstream file(filename, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    return text;
}

Source* load(Cache& cache, const std::string& filename) {
    auto found = cache.sources.find(filename);
    if (found != cache.sources.end() && !found->second->is_file) return found->second.get();
    struct stat now;
    if (stat(filename.c_str(), &now) != 0 || !S_ISREG(now.st_mode)) return nullptr;
    if (found != cache.sources.end() && is_current(*found->second, now)) return found->second.get();
    auto source = std::make_unique<Source>();
    source->owned = read_text(filename);
    source->text = source->owned;
    source->is_file = true;
    source->size = now.st_size;
    source->changed = now.st_mtim;
    source->find_lines();
    return (cache.sources[filename] = std::move(source)).get();
}

}  // namespace

std::optional<std::string> source_line(const std::string& filename, int number) {
    Cache& all = cache();
    std::lock_guard guard(all.mutex);
    Source* source = load(all, filename);
    if (!source || number < 1) return std::nullopt;
    if (source->starts.empty()) source->find_lines();
    if (static_cast<size_t>(number) > source->starts.size()) return std::nullopt;
    size_t start = source->starts[number - 1];
    if (start >= source->text.size()) return std::nullopt;
    size_t end = source->text.find_first_of("\r\n", start);
    return std::string(source->text.substr(start, end == std::string_view::npos ? end : end - start));
}

void remember_source(const std::string& filename, std::string_view text, bool copy) {
    auto source = std::make_unique<Source>();
    if (copy) {
        source->owned = text;
        text = source->owned;
    }
    source->text = text;
    Cache& all = cache();
    std::lock_guard guard(all.mutex);
    all.sources[filename] = std::move(source);
}

}  // namespace gilt
