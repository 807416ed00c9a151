// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An answer as an upstream model may stream it, at its most awkward.
 *
 * @param thinking its thinking, with tags and the white space after it; usually empty
 * @param text the text for the user
 * @param chunks both, cut anywhere: within surrogate pairs, line breaks and tags; some chunks are empty
 */
record StreamedText(String thinking, String text, List<String> chunks) {

    private static final List<String> PIECES = List.of(
            "You are an idiot. ",
            "Ask Mr. Smith, e.g. at 3.5 p.m. Then go! ",
            "Really?! \"Yes.\" (No.) ",
            "Hello\u00a0there\u2028next line\u2029next paragraph. ",
            "cafe\u0301 n\u0303o. \u0301Odd. ",
            "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 family \ud83c\udde9\ud83c\uddea flag! ",
            "\ud83d half a pair \udc00 another. ",
            "\u4f60\u597d\u3002\u4e16\u754c\uff01abc\u3002",
            "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01 ",
            "\r\n",
            "\r",
            "\n\n\n",
            "\n",
            "  \t ",
            "\n- item one\n- item two.\n",
            "\n1. First. Second\n2. Third\n",
            "\n# Heading\n",
            "\n| a | b |\n|---|---|\n| c d | e |\n",
            "\n> quoted. text\n",
            "See [the link](http://x.y/z) and [ ] and [1] and {braces}. ",
            "\n[1] A reference.\n",
            "\n[x](y) link first. More. ",
            "`code. Here` inline. ",
            "\n``` inline ``` marks. Done. ",
            "\n``\n",
            "\n```\nplain. Code = \"x\"; // Why. So\n```\n",
            "\n```java\nint a = 1; // One. Two.\n\n{\"1\": \"not. json\"}\n```\n",
            "\n~~~\ntilde. fence\n```\n~~~\n",
            "\n> ```\n> quoted. fence\n> ```\n",
            "\n```\nnever closed. Fence",
            "\n{\"1\": \"Some text. More text.\", \"2\": [3, \"four five\"]}\n",
            "Here it is: {\"1\": \"in prose. Again\"} and on. ",
            "\n[\"a. b\", \"c d\"]\n",
            "\n[1, 2,\n 3]\n",
            "\n{\"1\": \"a \\\"quote\\\" {. [end\"}\n",
            "\n{\"1\": \"broken. json\", oops}\n",
            "\n{\"1\": \"cut off. Here",
            "\n{\n",
            "\n[\n",
            "\n```\n{\"1\": \"fenced. json here\"}\n```\n",
            "42\n",
            "3.14 ",
            "2026-11-28\n",
            "<think>not at the beginning. No</think> ",
            "no sentence end here ",
            ".",
            "...",
            "W");

    private static final List<String> THINKING = List.of(
            "<think>Secret. Thought</think>",
            "<THINK>\nOne. Two\n</THINK>\n\n<think>three</think> ",
            "[think]x[/think]\r\n");

    static StreamedText random(Random random) {
        String thinking = random.nextInt(5) == 0 ? THINKING.get(random.nextInt(THINKING.size())) : "";
        StringBuilder text = new StringBuilder(thinking.isEmpty() && random.nextInt(4) == 0 ? "\n So. " : "So. ");
        int pieces = 1 + random.nextInt(random.nextInt(8) == 0 ? 40 : 10);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
            if (random.nextInt(60) == 0) {
                text.append("word ".repeat(random.nextInt(600)));
            }
            if (random.nextInt(60) == 0) {
                text.append("long\u0301".repeat(random.nextInt(600)));
            }
        }
        return new StreamedText(thinking, text.toString(), cut(thinking + text, random));
    }

    /** Returns the whole text. */
    String whole() {
        return thinking + text;
    }

    static List<String> cut(String text, Random random) {
        int max = List.of(1, 3, 8, 40, 5_000).get(random.nextInt(5));
        List<String> chunks = new ArrayList<>();
        for (int start = 0; start < text.length(); ) {
            int end = Math.min(text.length(), start + random.nextInt(max + 1));
            chunks.add(text.substring(start, end));
            start = end;
        }
        return chunks;
    }
}
