// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.training.dataset.Utf8.NotUtf8Exception;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the rows of a file one by one: JSON Lines, where blank lines are ignored, or a JSON array of objects. The file may begin
 * with a byte order mark, and lines may end in CR LF. A bad row does not keep the others from being read.
 */
public final class JsonRows implements AutoCloseable {

    /** Maximum size of a line, and of a JSON array, in bytes. */
    public static final int MAX_ROW_BYTES = 64 << 20;

    private static final int LINE_FEED = '\n';
    private static final int PEEKED = 1 << 13;

    private final Path file;
    private final InputStream in;
    private final boolean array;
    private final Queue<JsonRow> elements = new ArrayDeque<>();
    private long line;
    private long offset;
    private long wholeLines;

    private JsonRows(Path file, InputStream in) throws IOException {
        this.file = file;
        this.in = in;
        in.mark(PEEKED);
        byte[] beginning = in.readNBytes(PEEKED);
        in.reset();
        Utf8.requireNoUtf16(file, beginning);
        this.array = isArray(beginning);
        if (array) {
            readArray();
        }
    }

    /**
     * Opens {@code file}.
     *
     * @throws IOException with a message for the user if it can't be read, is UTF-16, or is an array that breaks off
     */
    @SuppressWarnings("MustBeClosedChecker")
    public static JsonRows open(Path file) throws IOException {
        Utf8.requireFile(file);
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            return new JsonRows(file, in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Receives the rows of a file. */
    @FunctionalInterface
    public interface Visitor {

        /** Receives a row, good or bad. */
        void visit(JsonRow row) throws IOException;
    }

    /**
     * Passes all rows of {@code file} to {@code visitor}, in order.
     *
     * @throws IOException as {@link #open} does
     */
    public static void forEach(Path file, Visitor visitor) throws IOException {
        try (JsonRows rows = open(file)) {
            for (Optional<JsonRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                visitor.visit(row.get());
            }
        }
    }

    /**
     * Returns the number of rows of {@code file}, good and bad.
     *
     * @throws IOException as {@link #open} does
     */
    public static long count(Path file) throws IOException {
        AtomicLong count = new AtomicLong();
        forEach(file, row -> count.incrementAndGet());
        return count.get();
    }

    /** Returns the next row, empty after the last. */
    public Optional<JsonRow> next() throws IOException {
        Optional<JsonRow> row = Optional.ofNullable(elements.poll());
        while (!array && row.isEmpty() && hasMore()) {
            row = line();
        }
        return row;
    }

    /** Returns whether the file is a JSON array. */
    public boolean isArray() {
        return array;
    }

    /** Returns the number of bytes read up to the last line feed, including it. */
    public long wholeLines() {
        return wholeLines;
    }

    /** Returns whether the last line read ends in a line feed. */
    public boolean lineEnded() {
        return offset == wholeLines;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static boolean isArray(byte[] beginning) {
        for (int i = hasMark(beginning) ? 3 : 0; i < beginning.length; i++) {
            if (!Character.isWhitespace(beginning[i])) {
                return beginning[i] == '[';
            }
        }
        return false;
    }

    private static boolean hasMark(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    private boolean hasMore() throws IOException {
        in.mark(1);
        boolean more = in.read() >= 0;
        in.reset();
        return more;
    }

    private Optional<JsonRow> line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int size = 0;
        line++;
        for (int each = in.read(); each >= 0; each = in.read()) {
            offset++;
            if (each == LINE_FEED) {
                wholeLines = offset;
                break;
            }
            if (size < MAX_ROW_BYTES) {
                bytes.write(each);
            }
            size = Math.min(size + 1, MAX_ROW_BYTES + 1);
        }
        return size > MAX_ROW_BYTES ? Optional.of(JsonRow.bad(line, tooLong("line"))) : row(bytes.toByteArray());
    }

    private Optional<JsonRow> row(byte[] bytes) {
        try {
            String text = Utf8.decode(bytes);
            return text.isBlank() ? Optional.empty() : Optional.of(JsonRow.of(line, text));
        } catch (NotUtf8Exception e) {
            return Optional.of(JsonRow.bad(line, "the line is " + e.getMessage()));
        }
    }

    private static String tooLong(String what) {
        return "the " + what + " has more than " + MAX_ROW_BYTES + " bytes";
    }

    private void readArray() throws IOException {
        byte[] bytes = in.readNBytes(MAX_ROW_BYTES + 1);
        if (bytes.length > MAX_ROW_BYTES) {
            throw new IOException(
                    file + ": " + tooLong("array") + "; write its objects as JSON Lines, one on each line");
        }
        try {
            parseArray(Utf8.decode(bytes));
        } catch (NotUtf8Exception e) {
            throw new IOException(file + ": the file is " + e.getMessage() + "; convert it first", e);
        } catch (JacksonException e) {
            long place = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new IOException(file + ":" + place + ": the JSON array is broken here", e);
        }
    }

    private void parseArray(String text) throws IOException {
        try (JsonParser parser = JsonRow.JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                long place = parser.currentTokenLocation().getLineNr();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                boolean object = parser.currentToken() == JsonToken.START_OBJECT;
                parser.skipChildren();
                int end = (int) parser.currentLocation().getCharOffset();
                elements.add(JsonRow.of(place, object ? text.substring(start, end) : "[]"));
            }
            if (parser.nextToken() != null) {
                throw new IOException(file + ":" + parser.currentTokenLocation().getLineNr()
                        + ": the JSON array has ended, but the file goes on");
            }
        }
    }
}
