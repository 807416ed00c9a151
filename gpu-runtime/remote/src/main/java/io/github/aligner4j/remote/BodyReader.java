// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the body of a response line by line, or as a whole, within limits of size. */
final class BodyReader {

    private static final int MAX_LINE = 16 << 20;
    private static final int MAX_BODY = 128 << 20;

    private final HttpExchange exchange;
    private final HttpFailures failures;
    private byte[] chunk = new byte[0];
    private int at;
    private long total;

    BodyReader(HttpExchange exchange, HttpFailures failures) {
        this.exchange = exchange;
        this.failures = failures;
    }

    /** Returns the next line without its end; null after the last one. */
    @Nullable String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (at == chunk.length && !advance()) {
                return line.size() == 0 ? null : text(line);
            }
            int end = at;
            while (end < chunk.length && chunk[end] != '\n') {
                end++;
            }
            line.write(chunk, at, end - at);
            requireAtMost(MAX_LINE, line.size());
            at = Math.min(chunk.length, end + 1);
            if (end < chunk.length) {
                return text(line);
            }
        }
    }

    /** Returns the rest of the body. */
    String rest() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        do {
            body.write(chunk, at, chunk.length - at);
            at = chunk.length;
        } while (advance());
        return body.toString(StandardCharsets.UTF_8);
    }

    private boolean advance() {
        byte[] next = exchange.next();
        at = 0;
        chunk = next == null ? new byte[0] : next;
        total += chunk.length;
        requireAtMost(MAX_BODY, total);
        return next != null;
    }

    private void requireAtMost(int limit, long size) {
        if (size > limit) {
            throw failures.broken("sent more than " + (limit >> 20) + " MB; check that base-url is an engine's");
        }
    }

    private static String text(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
