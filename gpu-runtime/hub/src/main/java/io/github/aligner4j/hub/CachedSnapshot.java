// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds a source in the cache, without the network.
 *
 * <p>A snapshot counts if it is complete: by the list of its commit's files, if the cache has it, else (older versions of {@code
 * huggingface_hub} keep none) if it has a configuration and all weights that it names.
 *
 * @param source the source
 * @param cache its repository in the cache
 */
record CachedSnapshot(HubSource source, RepositoryCache cache) {

    private static final List<String> CONFIGURATIONS = List.of("config.json", "adapter_config.json");
    private static final String SAFETENSORS = ".safetensors";

    /** Returns the folder of the source, if it is complete and not damaged. */
    Optional<Path> find() {
        try {
            return cache.commit(source).flatMap(this::find);
        } catch (HubException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> find(String commit) {
        Path snapshot = cache.snapshot(commit);
        Path folder = source.in(snapshot);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        boolean complete =
                cache.listing(commit).map(listing -> hasAll(commit, listing)).orElseGet(() -> looksComplete(folder));
        return complete ? Optional.of(folder) : Optional.empty();
    }

    private boolean hasAll(String commit, RepositoryListing listing) {
        FileSelection selection = new FileSelection(source, listing);
        if (!selection.small().stream().allMatch(file -> cache.has(commit, file))) {
            return false;
        }
        Set<String> shards =
                selection.isSharded() ? ShardIndex.read(source, indexOf(cache.snapshot(commit))) : Set.of();
        return selection.weights(shards).stream().allMatch(file -> cache.has(commit, file));
    }

    private boolean looksComplete(Path folder) {
        if (CONFIGURATIONS.stream().map(folder::resolve).noneMatch(Files::isRegularFile)) {
            return false;
        }
        Path index = folder.resolve(FileSelection.INDEX);
        if (Files.isRegularFile(index)) {
            return ShardIndex.read(source, index).stream().map(folder::resolve).allMatch(Files::isRegularFile);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(SAFETENSORS) && Files.isRegularFile(file));
        } catch (IOException e) {
            return false;
        }
    }

    Path indexOf(Path snapshot) {
        return source.in(snapshot).resolve(FileSelection.INDEX);
    }

    /** Returns the failure of an offline client. */
    HubException missing(Path root) {
        String found = cache.commit(source)
                .map(cache::snapshot)
                .filter(Files::isDirectory)
                .map(snapshot -> "is not complete in")
                .orElse("is not in");
        return new HubException(source + ": the model " + found + " the cache " + root
                + ", and the network is not used (HF_HUB_OFFLINE); download it with 'aligner download " + source
                + "' where there is a network, or name the cache that has it (HF_HUB_CACHE)");
    }
}
