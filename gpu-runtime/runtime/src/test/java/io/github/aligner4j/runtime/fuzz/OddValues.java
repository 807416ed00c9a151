// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.fuzz;

import java.util.List;
import java.util.Random;

/** JSON texts that a reader may not expect, and components of tokenizers with values at their limits. */
final class OddValues {

    private static final List<String> SCALARS = """
            null, true, false, "", " ", "▁", "a", "##", "\\ud800", "\\u0000", "<s>", "nope", 0, 1, 2, -1, 3, 319, 320, 321, 65536,
            16777216, 2147483647, 2147483648, -2147483649, 4294967295, 4294967296, 9223372036854775807, 18446744073709551616,
            1e308, -1e308, 1e999, -1e999, 1e-320, 0.5, -0.0, NaN, Infinity, -Infinity, [], {}, [null], [[]], ["a","b"], [1,2],
            {"type":"NFC"}, "F8_E4M3", "dynamic", "linear", "yarn\"""".lines()
            .flatMap(line -> List.of(line.strip().replaceFirst(",$", "").split(", ")).stream())
            .toList();

    private static final List<String> TEXTS = List.of(("\n \na\n▁\nx*\n" + """
            $
            ^
            \\b
            \\s+
            (a+)+$
            (?:a|a)+b
            a{1000}{1000}
            (
            [
            []
            \\
            (?=a)
            (?<=a+)b
            \\p{L}+
            (a)\\1
            \\g<0>
            (?R)
            (?<n>a)\\k<n>
            (?i)a
            a|
            |
            (?~a)
            \\X
            ((((((((((a*)*)*)*)*)*)*)*)*)*
            \\p{Nope}
            .*.*.*x
            [ ]{2,}
            [^\\r\\n\\p{L}\\p{N}]?\\p{L}+
            \\s+$
            \\S*""").split("\n"));

    private static final List<String> BEHAVIORS =
            List.of("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous", "Nope");

    private OddValues() {}

    static String scalar(Random random) {
        return switch (random.nextInt(30)) {
            case 0 -> "\"" + "▁a".repeat(1 + random.nextInt(20_000)) + "\"";
            case 1 -> "[".repeat(200) + "]".repeat(200);
            case 2 -> Long.toString(random.nextLong());
            case 3 -> Integer.toString(random.nextInt(400));
            default -> SCALARS.get(random.nextInt(SCALARS.size()));
        };
    }

    static String normalizer(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> "{\"type\":\"Sequence\",\"normalizers\":[" + list(random, true) + "]}";
            case 1 -> "{\"type\":\"Prepend\",\"prepend\":" + text(random) + "}";
            case 2, 3 -> "{\"type\":\"Replace\",\"pattern\":" + pattern(random) + ",\"content\":" + text(random) + "}";
            case 4 ->
                "{\"type\":\"Strip\",\"strip_left\":" + random.nextBoolean() + ",\"strip_right\":"
                        + random.nextBoolean() + "}";
            case 5 ->
                "{\"type\":\"BertNormalizer\",\"clean_text\":" + random.nextBoolean() + ",\"handle_chinese_chars\":"
                        + random.nextBoolean() + ",\"strip_accents\":" + one(random, "null", "true", "false")
                        + ",\"lowercase\":" + random.nextBoolean() + "}";
            case 6 -> "{\"type\":\"Precompiled\",\"precompiled_charsmap\":" + charsMap(random) + "}";
            default ->
                "{\"type\":\""
                        + one(random, "NFC", "NFD", "NFKC", "NFKD", "Nmt", "Lowercase", "StripAccents", "ByteLevel")
                        + "\"}";
        };
    }

    static String preTokenizer(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> "{\"type\":\"Sequence\",\"pretokenizers\":[" + list(random, false) + "]}";
            case 1 -> "{\"type\":\"FixedLength\",\"length\":" + scalar(random) + "}";
            case 2, 3 ->
                "{\"type\":\"Split\",\"pattern\":" + pattern(random) + ",\"behavior\":\"" + behavior(random)
                        + "\",\"invert\":" + random.nextBoolean() + "}";
            case 4 -> "{\"type\":\"Punctuation\",\"behavior\":\"" + behavior(random) + "\"}";
            case 5 -> "{\"type\":\"CharDelimiterSplit\",\"delimiter\":" + text(random) + "}";
            case 6 -> metaspace(random);
            case 7 -> byteLevel(random);
            case 8 -> "{\"type\":\"Digits\",\"individual_digits\":" + random.nextBoolean() + "}";
            default ->
                "{\"type\":\"" + one(random, "Whitespace", "WhitespaceSplit", "UnicodeScripts", "BertPreTokenizer")
                        + "\"}";
        };
    }

    static String decoder(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> "{\"type\":\"Sequence\",\"decoders\":[" + decoder(random) + "," + decoder(random) + "]}";
            case 1 ->
                "{\"type\":\"Strip\",\"content\":" + text(random) + ",\"start\":" + scalar(random) + ",\"stop\":"
                        + one(random, "0", "1", "-1") + "}";
            case 2 -> "{\"type\":\"Replace\",\"pattern\":" + pattern(random) + ",\"content\":" + text(random) + "}";
            case 3 -> "{\"type\":\"BPEDecoder\",\"suffix\":" + text(random) + "}";
            case 4 ->
                "{\"type\":\"CTC\",\"pad_token\":" + text(random) + ",\"word_delimiter_token\":" + text(random)
                        + ",\"cleanup\":" + random.nextBoolean() + "}";
            case 5 ->
                "{\"type\":\"WordPiece\",\"prefix\":" + text(random) + ",\"cleanup\":" + random.nextBoolean() + "}";
            case 6 -> metaspace(random);
            case 7 -> byteLevel(random);
            default -> "{\"type\":\"" + one(random, "Fuse", "ByteFallback") + "\"}";
        };
    }

    static String postProcessor(Random random) {
        String token = one(random, "<s>", "</s>", "<nope>", "a");
        int id = random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(3);
        return switch (random.nextInt(5)) {
            case 0 -> byteLevel(random);
            case 1 -> "{\"type\":\"BertProcessing\",\"sep\":[\"" + token + "\"," + id + "],\"cls\":[\"<s>\",1]}";
            case 2 ->
                "{\"type\":\"Sequence\",\"processors\":[" + postProcessor(random) + "," + byteLevel(random) + "]}";
            default ->
                "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"" + token
                        + "\",\"type_id\":0}},{\"Sequence\":{\"id\":\"" + one(random, "A", "B", "C")
                        + "\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":{\"" + one(random, token, "x")
                        + "\":{\"id\":\"" + token + "\",\"ids\":[" + id + "],\"tokens\":[\"" + token + "\"]}}}";
        };
    }

    private static String list(Random random, boolean normalizers) {
        int count = random.nextInt(4);
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < count; i++) {
            list.append(i == 0 ? "" : ",").append(normalizers ? normalizer(random) : preTokenizer(random));
        }
        return list.toString();
    }

    private static String charsMap(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        if (bytes.length > 4 && random.nextBoolean()) {
            int units = random.nextInt(bytes.length) / 4 * 4;
            bytes[0] = (byte) units;
            bytes[1] = 0;
            bytes[2] = 0;
            bytes[3] = 0;
        }
        return "\"" + java.util.Base64.getEncoder().encodeToString(bytes) + "\"";
    }

    private static String metaspace(Random random) {
        return "{\"type\":\"Metaspace\",\"replacement\":" + text(random) + ",\"prepend_scheme\":\""
                + one(random, "always", "first", "never", "nope") + "\",\"split\":" + random.nextBoolean() + "}";
    }

    private static String byteLevel(Random random) {
        return "{\"type\":\"ByteLevel\",\"add_prefix_space\":" + random.nextBoolean() + ",\"trim_offsets\":"
                + random.nextBoolean() + ",\"use_regex\":" + random.nextBoolean() + "}";
    }

    private static String pattern(Random random) {
        return "{\"" + one(random, "String", "Regex") + "\":" + text(random) + "}";
    }

    private static String text(Random random) {
        String text = TEXTS.get(random.nextInt(random.nextBoolean() ? 4 : TEXTS.size()));
        return "\"" + text.replace("\\", "\\\\") + "\"";
    }

    private static String behavior(Random random) {
        return BEHAVIORS.get(random.nextInt(BEHAVIORS.size()));
    }

    private static String one(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
