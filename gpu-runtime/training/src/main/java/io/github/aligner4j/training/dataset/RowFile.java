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
    private static final String QUESTION = "question";
    private static final String ANSWER = "answer";
    private static final String CORRECTION = "correction";

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
        return read(file, new Rows(List.of(QUESTION, ANSWER, CORRECTION)));
    }

    /**
     * Reads a file of answers that are good as they are: {@code correction} may be missing and is not looked at.
     *
     * @throws IOException with a message for the user if it can't be read, or is an array that breaks off
     */
    public static RowFile readGoodAnswers(Path file) throws IOException {
        return read(file, new Rows(List.of(QUESTION, ANSWER)));
    }

    /**
     * Reads lines of tab-separated texts after a heading: an answer, then one or several corrections of it, a row each.
     *
     * @throws IOException with a message for the user if it can't be read
     */
    public static RowFile readPairs(Path file) throws IOException {
        List<CorrectionRow> good = new ArrayList<>();
        List<BadRow> bad = new ArrayList<>();
        List<String> lines = TextFile.lines(file);
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split("\t", -1);
            int before = good.size();
            for (int cell = 1; cell < cells.length; cell++) {
                if (!cells[0].isBlank() && !cells[cell].isBlank()) {
                    good.add(new CorrectionRow("", unquoted(cells[0]), unquoted(cells[cell])));
                }
            }
            if (good.size() == before && !lines.get(i).isBlank()) {
                bad.add(new BadRow(i + 1L, "a line needs an answer, a tab and a correction"));
            }
        }
        return new RowFile(good, bad);
    }

    /** Takes off quotes as spreadsheets put them around texts that have some, which are doubled there. */
    private static String unquoted(String cell) {
        String text = cell.strip();
        boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted
                ? text.substring(1, text.length() - 1).replace("\"\"", "\"").strip()
                : text;
    }

    private static RowFile read(Path file, Rows rows) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": there is no such file");
        }
        byte[] bytes = Files.readAllBytes(file);
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
                    .put(QUESTION, row.question())
                    .put(ANSWER, row.answer())
                    .put(CORRECTION, row.correction())
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

        private final List<String> fields;
        private final List<CorrectionRow> good = new ArrayList<>();
        private final List<BadRow> bad = new ArrayList<>();

        Rows(List<String> fields) {
            this.fields = fields;
        }

        void add(long line, JsonNode node) {
            if (!(node instanceof ObjectNode)) {
                bad.add(new BadRow(line, "a row must be a JSON object"));
                return;
            }
            for (String field : fields) {
                String problem = problem(node.path(field), field);
                if (!problem.isEmpty()) {
                    bad.add(new BadRow(line, problem));
                    return;
                }
            }
            good.add(new CorrectionRow(
                    node.path(QUESTION).asString(),
                    node.path(ANSWER).asString(),
                    node.path(fields.get(fields.size() - 1)).asString()));
        }

        private String problem(JsonNode value, String field) {
            if (value.isMissingNode()) {
                return "'" + field + "' is missing; a row needs " + String.join(", ", fields);
            }
            if (!value.isString()) {
                return "'" + field + "' is not a string";
            }
            // An empty correction says that the answer is to go: the closing phrase of a longer one, say.
            boolean empty = value.asString().isEmpty() && field.equals(ANSWER);
            return empty ? "'" + field + "' is empty" : "";
        }
    }
}
