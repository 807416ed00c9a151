// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of a model repository on the Hugging Face hub, as text {@code hf://ORG/REPO[@REVISION][/SUBFOLDER]}.
 *
 * <p>A slash in a revision is written {@code %2F}, except in {@code refs/pr/NUMBER} and {@code refs/convert/NAME}. {@code
 * hf://models/ORG/REPO}, which {@code huggingface_hub} writes, is read too.
 *
 * @param repository the repository, as {@code ORG/REPO}
 * @param revision branch, tag or commit hash; null for {@code main}
 * @param subfolder path of the folder in the repository, with slashes; null for its root
 */
public record HubSource(
        String repository,
        @Nullable String revision,
        @Nullable String subfolder) {

    /** The scheme with which the text of a source begins. */
    public static final String SCHEME = "hf://";

    static final String FORM = "hf://ORG/REPO[@REVISION][/SUBFOLDER], such as hf://aligner/aligner-7b-v1.0@main";

    private static final String MAIN = "main";
    private static final Set<String> OTHER_TYPES = Set.of("datasets", "spaces", "kernels", "buckets");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?");
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9._+-]+(?:/[A-Za-z0-9._+-]+)*");
    private static final Pattern FOLDER =
            Pattern.compile("[^/\\\\:*?\"<>|@%\\p{Cntrl}]+(?:/[^/\\\\:*?\"<>|@%\\p{Cntrl}]+)*");
    private static final Pattern TEXT = Pattern.compile(
            "(?<repository>[^/@]+/[^/@]+)(?:@(?<revision>refs/(?:pr|convert)/[^/]+|[^/]+))?(?:/(?<folder>.+))?");
    private static final Pattern SPECIAL_REVISION = Pattern.compile("refs/(?:pr/[0-9]+|convert/[A-Za-z0-9._-]+)");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if one is not of its form, or could leave the repository
     */
    public HubSource {
        Objects.requireNonNull(repository, "repository");
        String[] names = repository.split("/", -1);
        if (names.length != 2 || !Stream.of(names).allMatch(HubSource::isName)) {
            throw refused("the repository '" + repository + "' is not of the form ORG/REPO");
        }
        if (revision != null && !(REVISION.matcher(revision).matches() && staysInside(revision))) {
            throw refused("the revision '" + revision + "' is no branch, tag or commit");
        }
        if (subfolder != null && !(FOLDER.matcher(subfolder).matches() && staysInside(subfolder))) {
            throw refused("the subfolder '" + subfolder + "' is no path inside the repository");
        }
    }

    /**
     * Returns the root folder of a repository's branch {@code main}.
     *
     * @param repository the repository, as {@code ORG/REPO}
     * @throws IllegalArgumentException if it is not of that form
     */
    public static HubSource of(String repository) {
        return new HubSource(repository, null, null);
    }

    /** Returns whether {@code text} is meant to name a source on the hub: it begins with {@code hf://}, in any case. */
    public static boolean isHub(String text) {
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /**
     * Returns the source that {@code text} names.
     *
     * @throws IllegalArgumentException if it is not of the form {@code hf://ORG/REPO[@REVISION][/SUBFOLDER]}
     */
    public static HubSource parse(String text) {
        if (!text.startsWith(SCHEME)) {
            throw refused("'" + text + "' does not begin with hf://");
        }
        String path = text.substring(SCHEME.length());
        String type = path.substring(0, Math.max(0, path.indexOf('/')));
        if (OTHER_TYPES.contains(type)) {
            throw refused("'" + text + "' names no model: " + type + " hold none");
        }
        Matcher parts = TEXT.matcher(type.equals("models") ? path.substring(type.length() + 1) : path);
        if (!parts.matches()) {
            throw refused("'" + text + "' names no repository");
        }
        String revision = parts.group("revision");
        return new HubSource(
                parts.group("repository"),
                revision == null ? null : revision.replace("%2F", "/").replace("%2f", "/"),
                parts.group("folder"));
    }

    /** Returns the revision, or {@code main} if there is none. */
    public String revisionOrMain() {
        return revision == null ? MAIN : revision;
    }

    /** Returns the name of the repository without its organization. */
    public String name() {
        return repository.substring(repository.indexOf('/') + 1);
    }

    /** Returns the source of the same repository and folder at {@code revision}. */
    public HubSource at(String revision) {
        return new HubSource(repository, revision, subfolder);
    }

    /** Returns the source of a folder of the same repository and revision; null for its root. */
    public HubSource in(@Nullable String subfolder) {
        return new HubSource(repository, revision, subfolder);
    }

    /** Returns whether the revision is a full commit hash, whose content never changes. */
    public boolean isPinned() {
        return revision != null && isCommit(revision);
    }

    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    /** Returns the path of a file of this folder in the repository. */
    String path(String file) {
        return subfolder == null ? file : subfolder + "/" + file;
    }

    /** Returns this folder in a snapshot of the repository. */
    Path in(Path snapshot) {
        return subfolder == null ? snapshot : snapshot.resolve(subfolder);
    }

    /** Returns the source as {@link #parse} reads it. */
    @Override
    public String toString() {
        String at = "";
        if (revision != null) {
            at = "@" + (SPECIAL_REVISION.matcher(revision).matches() ? revision : revision.replace("/", "%2F"));
        }
        return SCHEME + repository + at + (subfolder == null ? "" : "/" + subfolder);
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches()
                && !name.contains("..")
                && !name.contains("--")
                && !name.toLowerCase(Locale.ROOT).endsWith(".git");
    }

    private static boolean staysInside(String path) {
        List<String> steps = Stream.of(path.split("/", -1)).collect(Collectors.toList());
        return steps.stream().noneMatch(step -> step.matches("\\.+") || step.endsWith(".") || step.endsWith(" "));
    }

    private static IllegalArgumentException refused(String problem) {
        return new IllegalArgumentException(problem + "; a model on the hub is written " + FORM);
    }
}
