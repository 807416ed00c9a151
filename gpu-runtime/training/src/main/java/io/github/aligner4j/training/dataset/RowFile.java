package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of a file: a JSON array, or JSON Lines, of objects with {@code question}, {@code answer} and {@code correction}.
 *
 * @param rows the good ones, in order
 * @param bad the others
 */
public record RowFile(List<CorrectionRow> rows, List<BadRow> bad) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int LINE_FEED = '\n';

    /** Copies the lists. */
    public RowFile {
        rows = List.copyOf(rows);
        bad = List.copyOf(bad);
    }

    /**
     * Reads {@code file}.
     *
     * @throws IOException with a message for the user if it can't be read, or is an array that breaks off
     */
    public static RowFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": there is no such file");
        }
        byte[] bytes = Files.readAllBytes(file);
        Rows rows = new Rows();
        if (isArray(bytes)) {
            readArray(file, bytes, rows);
        } else {
            readLines(bytes, rows);
        }
        return new RowFile(rows.good, rows.bad);
    }

    /** Writes {@code rows} as JSON Lines. */
    public static void write(Path file, List<CorrectionRow> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        for (CorrectionRow row : rows) {
            lines.add(JSON.createObjectNode()
                    .put("question", row.question())
                    .put("answer", row.answer())
                    .put("correction", row.correction())
                    .toString());
        }
        Files.write(file, lines, StandardCharsets.UTF_8);
    }

    private static boolean isArray(byte[] bytes) {
        for (byte each : bytes) {
            if (!Character.isWhitespace(each)) {
                return each == '[';
            }
        }
        return false;
    }

    private static void readArray(Path file, byte[] bytes, Rows rows) throws IOException {
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
                rows.add(line, parser.readValueAsTree());
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

    private static void readLines(byte[] bytes, Rows rows) {
        int start = 0;
        for (long line = 1; start < bytes.length; line++) {
            int end = start;
            while (end < bytes.length && bytes[end] != LINE_FEED) {
                end++;
            }
            readLine(line, bytes, start, end, rows);
            start = end + 1;
        }
    }

    private static void readLine(long line, byte[] bytes, int start, int end, Rows rows) {
        try {
            String text = decode(bytes, start, end);
            if (!text.isBlank()) {
                rows.add(line, JSON.readTree(text));
            }
        } catch (CharacterCodingException e) {
            rows.bad.add(new BadRow(line, "the line is not UTF-8"));
        } catch (JacksonException e) {
            rows.bad.add(new BadRow(line, "the line is not one JSON object"));
        }
    }

    private static String decode(byte[] bytes, int start, int end) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, start, end - start))
                .toString();
    }

    /** What has been read. */
    private static final class Rows {

        private final List<CorrectionRow> good = new ArrayList<>();
        private final List<BadRow> bad = new ArrayList<>();

        void add(long line, JsonNode node) {
            if (!(node instanceof ObjectNode)) {
                bad.add(new BadRow(line, "a row must be a JSON object"));
                return;
            }
            for (String field : List.of("question", "answer", "correction")) {
                String problem = problem(node.path(field), field);
                if (!problem.isEmpty()) {
                    bad.add(new BadRow(line, problem));
                    return;
                }
            }
            good.add(new CorrectionRow(
                    node.path("question").asString(),
                    node.path("answer").asString(),
                    node.path("correction").asString()));
        }

        private static String problem(JsonNode value, String field) {
            if (value.isMissingNode()) {
                return "'" + field + "' is missing; a row needs question, answer and correction";
            }
            if (!value.isString()) {
                return "'" + field + "' is not a string";
            }
            boolean empty = value.asString().isEmpty() && !field.equals("question");
            return empty ? "'" + field + "' is empty" : "";
        }
    }
}
