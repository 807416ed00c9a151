// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The files of a repository at a commit.
 *
 * <p>It is read from the hub's answer ({@code /api/models/REPO/revision/REVISION?blobs=true}), and kept in the cache as {@code
 * trees/COMMIT.json} in the form of {@code huggingface_hub}, so that without a network it is known whether a snapshot is
 * complete. Both are untrusted: a path that could leave the snapshot is refused.
 *
 * @param commit the commit hash
 * @param files files by path
 */
record RepositoryListing(String commit, Map<String, ListedFile> files) {

    private static final int MAX_FILES = 100_000;
    private static final int FORMAT = 1;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern STEP = Pattern.compile("[^\\\\:\\p{Cntrl}]+");

    RepositoryListing {
        files = Map.copyOf(files);
    }

    /**
     * Reads the hub's answer.
     *
     * @throws HubException if it is damaged, of another commit than a pinned source's, or names a path outside the repository
     */
    static RepositoryListing parse(HubSource source, byte[] json) {
        JsonNode root = read(source, json);
        String commit = root.path("sha").asString("");
        JsonNode siblings = root.path("siblings");
        if (!HubSource.isCommit(commit) || !siblings.isArray()) {
            throw new HubException(source
                    + ": the hub's answer has no commit or no list of files; check that HF_ENDPOINT names a hub");
        }
        if (source.isPinned() && !commit.equals(source.revision())) {
            throw new HubException(source + ": the hub answered with another commit, " + commit
                    + ", so nothing was downloaded; check HF_ENDPOINT");
        }
        if (siblings.size() > MAX_FILES) {
            throw new HubException(source + ": the repository has " + siblings.size()
                    + " files, more than the limit of " + MAX_FILES + "; no Aligner needs so many");
        }
        Map<String, ListedFile> files = new LinkedHashMap<>();
        for (JsonNode sibling : siblings) {
            ListedFile file = file(source, sibling);
            files.put(file.path(), file);
        }
        return new RepositoryListing(commit, files);
    }

    /** Reads a listing from the cache; empty if it is of another form or damaged. */
    static Optional<RepositoryListing> parseCached(String commit, byte[] json) {
        Map<String, ListedFile> files = new LinkedHashMap<>();
        try {
            JsonNode root = JSON.readTree(json);
            if (root.path("format_version").asInt(0) != FORMAT) {
                return Optional.empty();
            }
            for (Map.Entry<String, JsonNode> entry : root.path("files").properties()) {
                JsonNode file = entry.getValue();
                requireInside(entry.getKey());
                files.put(
                        entry.getKey(),
                        new ListedFile(
                                entry.getKey(),
                                file.path("size").asLong(-1),
                                text(file, "blob_id"),
                                text(file, "lfs_sha256")));
            }
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(new RepositoryListing(commit, files));
    }

    /** Returns this in the form of the cache; empty if some file has no hash. */
    Optional<byte[]> toCached() {
        if (files.values().stream().anyMatch(file -> file.size() < 0 || file.blobId() == null)) {
            return Optional.empty();
        }
        ObjectNode root = JSON.createObjectNode().put("format_version", FORMAT);
        ObjectNode list = root.putObject("files");
        files.values().stream().sorted((a, b) -> a.path().compareTo(b.path())).forEach(file -> {
            ObjectNode entry =
                    list.putObject(file.path()).put("size", file.size()).put("blob_id", file.blobId());
            if (file.sha256() != null) {
                entry.put("lfs_sha256", file.sha256()).put("lfs_size", file.size());
            }
        });
        return Optional.of(JSON.writeValueAsBytes(root));
    }

    /** Returns the files in a folder of the repository, without those of its subfolders, in the order of their names. */
    List<ListedFile> in(@Nullable String folder) {
        String wanted = folder == null ? "" : folder;
        return files.values().stream()
                .filter(file -> file.folder().equals(wanted))
                .sorted((a, b) -> a.path().compareTo(b.path()))
                .toList();
    }

    private static JsonNode read(HubSource source, byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new HubException(source + ": the hub's answer is no JSON; check that HF_ENDPOINT names a hub", e);
        }
    }

    private static ListedFile file(HubSource source, JsonNode sibling) {
        String path = sibling.path("rfilename").asString("");
        JsonNode large = sibling.path("lfs");
        try {
            requireInside(path);
            long size = large.path("size").asLong(sibling.path("size").asLong(-1));
            return new ListedFile(path, size, text(sibling, "blobId"), text(large, "sha256"));
        } catch (IllegalArgumentException e) {
            throw new HubException(
                    source + ": the hub lists a file that can't be stored: '" + printable(path) + "', " + e.getMessage()
                            + "; nothing was downloaded",
                    e);
        }
    }

    private static void requireInside(String path) {
        boolean inside = Stream.of(path.split("/", -1))
                .allMatch(step -> STEP.matcher(step).matches() && !step.equals(".") && !step.equals(".."));
        if (!inside) {
            throw new IllegalArgumentException("not a path inside a repository");
        }
    }

    private static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() ? value.stringValue() : null;
    }

    /** Returns folders that have a file of one of these names, at most {@code max}. */
    List<String> foldersWith(List<String> names, int max) {
        List<String> folders = new ArrayList<>();
        files.values().stream()
                .filter(file -> names.contains(file.name()) && !file.folder().isEmpty())
                .map(ListedFile::folder)
                .distinct()
                .sorted()
                .limit(max)
                .forEach(folders::add);
        return folders;
    }
}
