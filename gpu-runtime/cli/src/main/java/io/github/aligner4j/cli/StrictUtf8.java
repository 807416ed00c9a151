package io.github.aligner4j.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text that is what its bytes say, or an error. */
final class StrictUtf8 {

    private StrictUtf8() {}

    /**
     * Returns the text of {@code file}, nothing added or taken away.
     *
     * @throws IOException with a message for the user if it can't be read or is not UTF-8
     */
    static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": there is no such file");
        }
        try {
            return decode(Files.readAllBytes(file));
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": the file is not UTF-8; convert it first", e);
        }
    }

    /**
     * Returns the text of {@code bytes}.
     *
     * @throws CharacterCodingException if they are not UTF-8
     */
    static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
