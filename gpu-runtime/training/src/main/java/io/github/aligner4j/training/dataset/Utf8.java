// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Decodes UTF-8 strictly: malformed bytes are an error with their position, and a byte order mark is dropped. */
final class Utf8 {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Utf8() {}

    /**
     * Returns the text of {@code file}.
     *
     * @throws IOException with a message for the user if it can't be read or is not UTF-8
     */
    static String read(Path file) throws IOException {
        requireFile(file);
        byte[] bytes = Files.readAllBytes(file);
        requireNoUtf16(file, bytes);
        try {
            return decode(bytes);
        } catch (NotUtf8Exception e) {
            throw new IOException(file + ": the file is " + e.getMessage() + "; convert it first", e);
        }
    }

    /**
     * Returns the text of {@code bytes}.
     *
     * @throws NotUtf8Exception if they are not UTF-8
     */
    static String decode(byte[] bytes) throws NotUtf8Exception {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new NotUtf8Exception(in.position(), bytes[in.position()]);
        }
        String text = out.flip().toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    static void requireFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": this is a folder; a file is needed");
        }
        if (!Files.exists(file)) {
            throw new IOException(file + ": there is no such file");
        }
    }

    /** Refuses a file that looks like UTF-16, with or without a byte order mark. */
    static void requireNoUtf16(Path file, byte[] beginning) throws IOException {
        byte[] first = Arrays.copyOf(beginning, Math.min(beginning.length, 4));
        boolean marked =
                first.length > 1 && ((first[0] == (byte) 0xFE && first[1] == (byte) 0xFF) || isLittleEndian(first));
        boolean zeros = first.length > 1 && (first[0] == 0) != (first[1] == 0);
        if (marked || zeros) {
            throw new IOException(
                    file + ": the file is UTF-16, not UTF-8; convert it first: iconv -f UTF-16 -t UTF-8 does");
        }
    }

    private static boolean isLittleEndian(byte[] first) {
        return first[0] == (byte) 0xFF && first[1] == (byte) 0xFE;
    }

    /** Thrown for malformed UTF-8. The message has the position, and continues "the line is". */
    static final class NotUtf8Exception extends Exception {

        private static final long serialVersionUID = 1L;

        NotUtf8Exception(int offset, byte found) {
            super("not UTF-8: byte 0x%02X at offset %d".formatted(found, offset));
        }
    }
}
