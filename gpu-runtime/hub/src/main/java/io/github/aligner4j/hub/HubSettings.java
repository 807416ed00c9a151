// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings as {@code huggingface_hub} reads them from the environment.
 *
 * @param cache folder of the cache
 * @param endpoint address of the hub or of a mirror, without a slash at its end
 * @param token access token, null for none
 * @param offline true if the network is not used
 * @param symlinks true if snapshots may link to blobs
 * @see <a href="https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables">environment variables
 *     of huggingface_hub</a>
 */
record HubSettings(Path cache, URI endpoint, @Nullable String token, boolean offline, boolean symlinks) {

    private static final String DEFAULT_ENDPOINT = "https://huggingface.co";
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]+");
    private static final long MAX_TOKEN_BYTES = 16 << 10;

    /** Reads the variables of an environment. */
    static HubSettings of(Environment environment) {
        Path home = environment
                .path("HF_HOME")
                .orElseGet(() -> environment
                        .path("XDG_CACHE_HOME")
                        .orElseGet(() -> environment.userHome().resolve(".cache"))
                        .resolve("huggingface"));
        Path cache = Stream.of("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")
                .flatMap(name -> environment.path(name).stream())
                .findFirst()
                .orElseGet(() -> home.resolve("hub"));
        return new HubSettings(
                cache,
                endpoint(environment.value("HF_ENDPOINT").orElse(DEFAULT_ENDPOINT)),
                token(environment, home),
                environment.isTrue("HF_HUB_OFFLINE") || environment.isTrue("TRANSFORMERS_OFFLINE"),
                !environment.isTrue("HF_HUB_DISABLE_SYMLINKS"));
    }

    /**
     * Returns the address that {@code text} names.
     *
     * @throws IllegalArgumentException if it is no HTTP address
     */
    static URI endpoint(String text) {
        try {
            URI uri = URI.create(text.strip().replaceFirst("/+$", ""));
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (Set.of("http", "https").contains(scheme) && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // refused below, without the text, which may hold a password
        }
        throw new IllegalArgumentException(
                "the address of the hub must be an http or https URL without a user, such as " + DEFAULT_ENDPOINT
                        + "; set HF_ENDPOINT");
    }

    /**
     * Returns {@code token} without white space around it.
     *
     * @throws IllegalArgumentException if it can't be sent as a header
     */
    static @Nullable String token(String token) {
        String stripped = token.strip();
        if (stripped.isEmpty()) {
            return null;
        }
        if (!TOKEN.matcher(stripped).matches()) {
            throw new IllegalArgumentException(
                    "the token for the hub has characters other than visible ASCII; copy it again " + "from "
                            + DEFAULT_ENDPOINT + "/settings/tokens");
        }
        return stripped;
    }

    private static @Nullable String token(Environment environment, Path home) {
        if (environment.isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
            return null;
        }
        Optional<String> variable = Stream.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
                .flatMap(name -> environment.value(name).stream())
                .findFirst();
        return token(variable.orElseGet(
                () -> tokenFile(environment.path("HF_TOKEN_PATH").orElseGet(() -> home.resolve("token")))));
    }

    private static String tokenFile(Path file) {
        try {
            return Files.size(file) > MAX_TOKEN_BYTES ? "" : Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new HubException("the token in " + file + " can't be read; make it readable, or set HF_TOKEN", e);
        }
    }

    /** Returns these settings without the token. */
    @Override
    public String toString() {
        return "HubSettings[cache=" + cache + ", endpoint=" + endpoint + ", token=" + (token == null ? "none" : "set")
                + ", offline=" + offline + ", symlinks=" + symlinks + "]";
    }

    /** The variables of an environment. */
    @FunctionalInterface
    interface Environment {

        /** Returns the value of a variable, null if it is not set. */
        @Nullable String get(String name);

        /** Returns a value that is not blank. */
        default Optional<String> value(String name) {
            return Optional.ofNullable(get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        /** Returns a path, in which {@code ~} is the user's home. */
        default Optional<Path> path(String name) {
            return value(name)
                    .map(value -> value.equals("~") || value.startsWith("~/")
                            ? userHome().resolve(value.substring(Math.min(2, value.length())))
                            : Path.of(value));
        }

        default boolean isTrue(String name) {
            return value(name)
                    .filter(value -> TRUE.contains(value.toUpperCase(Locale.ROOT)))
                    .isPresent();
        }

        default Path userHome() {
            return Path.of(System.getProperty("user.home", ""));
        }
    }
}
