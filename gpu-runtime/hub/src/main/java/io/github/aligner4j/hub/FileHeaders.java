// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.net.http.HttpHeaders;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The hash and the size in the headers of a file: those of the large file behind a pointer, else its own. */
final class FileHeaders {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"?([0-9a-f]{64}|[0-9a-f]{40})\"?");

    private FileHeaders() {}

    /**
     * Returns {@code file} with what the headers tell.
     *
     * @throws HubException if they tell no hash or no size
     */
    static ListedFile read(HubSource source, ListedFile file, HttpHeaders headers) {
        String tag = Stream.of("X-Linked-Etag", "ETag")
                .flatMap(name -> headers.firstValue(name).stream())
                .findFirst()
                .orElse("");
        OptionalLong size = Stream.of("X-Linked-Size", "Content-Length")
                .flatMap(name -> headers.firstValue(name).stream())
                .filter(value -> value.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
        Matcher hash = TAG.matcher(tag);
        if (!hash.matches() || size.isEmpty()) {
            throw new HubException(source + ": neither the list nor the headers of " + file.path()
                    + " tell its hash and size, so it can't be checked and was not downloaded; check HF_ENDPOINT");
        }
        return file.withTag(hash.group(1), size.getAsLong());
    }
}
