package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The objects of a file that is a JSON array or JSON Lines, each with the line where it begins. */
final class JsonObjects {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int LINE_FEED = '\n';

    private final List<Entry> entries = new ArrayList<>();

    private JsonObjects() {}

    /**
     * One of them.
     *
     * @param line where it begins, counted from 1
     * @param object null if it is none
     * @param problem why it is none; empty if it is one
     */
    record Entry(long line, @Nullable ObjectNode object, String problem) {}

    /**
     * Reads {@code file}.
     *
     * @throws IOException with a message for the user if it can't be read, or is an array that breaks off
     */
    static List<Entry> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": there is no such file");
        }
        JsonObjects objects = new JsonObjects();
        byte[] bytes = Files.readAllBytes(file);
        if (isArray(bytes)) {
            objects.readArray(file, bytes);
        } else {
            objects.readLines(bytes);
        }
        return objects.entries;
    }

    private static boolean isArray(byte[] bytes) {
        for (byte each : bytes) {
            if (!Character.isWhitespace(each)) {
                return each == '[';
            }
        }
        return false;
    }

    private void readArray(Path file, byte[] bytes) throws IOException {
        String text;
        try {
            text = decode(bytes, 0, bytes.length);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": the file is not UTF-8; convert it first", e);
        }
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                long line = parser.currentTokenLocation().getLineNr();
                add(line, parser.readValueAsTree());
            }
            if (parser.nextToken() != null) {
                throw new IOException(file + ":" + parser.currentTokenLocation().getLineNr()
                        + ": the JSON array has ended, but the file goes on");
            }
        } catch (JacksonException e) {
            long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new IOException(file + ":" + line + ": the JSON array is broken here", e);
        }
    }

    private void readLines(byte[] bytes) {
        int start = 0;
        for (long line = 1; start < bytes.length; line++) {
            int end = start;
            while (end < bytes.length && bytes[end] != LINE_FEED) {
                end++;
            }
            readLine(line, bytes, start, end);
            start = end + 1;
        }
    }

    private void readLine(long line, byte[] bytes, int start, int end) {
        try {
            String text = decode(bytes, start, end);
            if (!text.isBlank()) {
                add(line, JSON.readTree(text));
            }
        } catch (CharacterCodingException e) {
            entries.add(new Entry(line, null, "the line is not UTF-8"));
        } catch (JacksonException e) {
            entries.add(new Entry(line, null, "the line is not one JSON object"));
        }
    }

    private void add(long line, JsonNode node) {
        entries.add(
                node instanceof ObjectNode object
                        ? new Entry(line, object, "")
                        : new Entry(line, null, "a row must be a JSON object"));
    }

    private static String decode(byte[] bytes, int start, int end) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, start, end - start))
                .toString();
    }
}
