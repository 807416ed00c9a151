// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses the files of a folder that are downloaded: safetensors, JSON and text, chat templates ({@code .jinja}) and {@code
 * io.yaml}, which describes an adapter's prompt. All are data. Pickles ({@code .bin}, {@code .pt}, {@code .ckpt}) can run code
 * when they are read, and are never downloaded.
 *
 * <p>Of the weights only those are fetched that the runtime reads: the shards that {@code model.safetensors.index.json} lists,
 * or {@code model.safetensors}, and those of adapters and steering vectors; not copies in another layout, such as {@code
 * consolidated.safetensors}.
 */
final class FileSelection {

    static final String INDEX = "model.safetensors.index.json";

    private static final String WEIGHTS = "model.safetensors";
    private static final List<String> COPIES = List.of("model", "consolidated");
    private static final String SAFETENSORS = ".safetensors";
    private static final String MORE_TEMPLATES = "additional_chat_templates";
    private static final List<String> PICKLES = List.of(".bin", ".pt", ".pth", ".ckpt", ".pkl");
    private static final List<String> MARKS = List.of("adapter_config.json", "config.json");
    private static final int MAX_NAMED = 8;

    private final HubSource source;
    private final RepositoryListing listing;
    private final List<ListedFile> folder;

    /**
     * Selects in the folder of {@code source}.
     *
     * @throws HubException if it has no safetensors
     */
    FileSelection(HubSource source, RepositoryListing listing) {
        this.source = source;
        this.listing = listing;
        this.folder = listing.in(source.subfolder());
        requireWeights();
    }

    /** Returns the files that come before the weights. */
    List<ListedFile> small() {
        List<ListedFile> small = new ArrayList<>(
                folder.stream().filter(file -> isText(file.name())).toList());
        listing.in(source.path(MORE_TEMPLATES)).stream()
                .filter(file -> file.name().endsWith(".jinja"))
                .forEach(small::add);
        return small;
    }

    /** Returns whether the weights are in several files, which {@link #INDEX} lists. */
    boolean isSharded() {
        return listing.files().containsKey(source.path(INDEX));
    }

    /**
     * Returns the weights.
     *
     * @param shards names in the index, empty without one
     * @throws HubException if the repository lacks a shard
     */
    List<ListedFile> weights(Set<String> shards) {
        Set<String> names = folder.stream().map(ListedFile::name).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>(shards);
        missing.removeAll(names);
        if (!missing.isEmpty()) {
            throw new HubException(source + ": " + INDEX + " lists files that the repository lacks: "
                    + first(missing.stream()) + "; the repository is damaged, use another revision");
        }
        return folder.stream()
                .filter(file -> shards.contains(file.name()) || isWanted(file.name(), names, shards.isEmpty()))
                .toList();
    }

    /** Returns whether a file that no index lists is wanted: weights of a usual name, and what is no copy of them. */
    private static boolean isWanted(String name, Set<String> names, boolean single) {
        if (!name.endsWith(SAFETENSORS)) {
            return false;
        }
        boolean copy = COPIES.stream().anyMatch(name::startsWith);
        return !copy || (single && (name.equals(WEIGHTS) || !names.contains(WEIGHTS)));
    }

    static boolean isText(String name) {
        return Stream.of(".json", ".txt", ".jinja").anyMatch(name::endsWith) || name.equals("io.yaml");
    }

    private void requireWeights() {
        if (folder.isEmpty()) {
            throw new HubException(
                    source + ": the repository has no such folder at commit " + listing.commit() + candidates(MARKS));
        }
        if (has(name -> name.endsWith(SAFETENSORS))) {
            return;
        }
        if (has(FileSelection::isPickle)) {
            throw new HubException(source + ": the weights are stored as pickles only ("
                    + first(folder.stream().map(ListedFile::name).filter(FileSelection::isPickle))
                    + "), which can run code when they are read and are never downloaded; look for safetensors among the "
                    + "repository's pull requests (" + source.at("refs/pr/1") + "), convert them, or ask the author");
        }
        if (has(name -> name.endsWith(".gguf"))) {
            throw new HubException(
                    source + ": the weights are stored as GGUF only, which this runtime does not read; name "
                            + "the repository with safetensors, or run these by llama.cpp's server");
        }
        throw new HubException(source + ": the folder has no safetensors" + candidates(MARKS));
    }

    private static boolean isPickle(String name) {
        return PICKLES.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
    }

    private boolean has(Predicate<String> name) {
        return folder.stream().map(ListedFile::name).anyMatch(name);
    }

    private String candidates(List<String> names) {
        List<String> folders = listing.foldersWith(names, MAX_NAMED);
        return folders.isEmpty()
                ? "; name the folder of a checkpoint or an adapter"
                : "; name one of its folders, such as "
                        + folders.stream()
                                .map(each -> source.in(each).toString())
                                .collect(Collectors.joining(", "));
    }

    private static String first(Stream<String> names) {
        return names.sorted().limit(MAX_NAMED).collect(Collectors.joining(", "));
    }
}
