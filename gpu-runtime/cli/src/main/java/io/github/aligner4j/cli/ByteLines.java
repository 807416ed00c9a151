package io.github.aligner4j.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of a file as bytes, so that one line that is no text does not spoil the others. */
final class ByteLines implements AutoCloseable {

    private static final int LINE_FEED = '\n';

    private final InputStream in;
    private long number;
    private long end;

    ByteLines(Path file) throws IOException {
        this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /** Returns the next line, empty after the last. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int each = in.read();
        while (each >= 0 && each != LINE_FEED) {
            bytes.write(each);
            each = in.read();
        }
        boolean whole = each == LINE_FEED;
        if (!whole && bytes.size() == 0) {
            return Optional.empty();
        }
        number++;
        end += bytes.size() + (whole ? 1 : 0);
        return Optional.of(new Line(number, bytes.toByteArray(), whole, end));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /**
     * One line.
     *
     * @param number counted from 1
     * @param bytes without the line feed
     * @param whole whether a line feed ends it
     * @param end offset in the file of what follows it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Line(long number, byte[] bytes, boolean whole, long end) {}
}
