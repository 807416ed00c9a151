// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.supervision;

import io.github.aligner4j.Turn;
import io.github.aligner4j.training.dataset.TrafficRow;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The layout of texts in a row: TRL's conversational or standard one (its guide "Dataset formats and types"). */
public sealed interface Layout {

    /** Returns a row with the prompt of the model. */
    ObjectNode prompted(TrafficRow row);

    /** Adds an answer that the model should or should not generate to {@code json}. */
    void answer(ObjectNode json, String field, String text);

    /** Returns whether the layout can represent the whole conversation of {@code row}. */
    boolean fits(TrafficRow row);

    /** Returns the number of characters of prompt and answer, including the frame. */
    int characters(TrafficRow row, String answer);

    /** Lists of messages, including those before the question, to which the model's chat template is applied. */
    record Conversational() implements Layout {

        @Override
        public ObjectNode prompted(TrafficRow row) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode messages = json.putArray(Export.PROMPT);
            row.conversation().forEach(turn -> add(messages, turn.role(), turn.text()));
            add(messages, Turn.Role.USER, row.question());
            return json;
        }

        @Override
        public void answer(ObjectNode json, String field, String text) {
            add(json.putArray(field), Turn.Role.ASSISTANT, text);
        }

        @Override
        public boolean fits(TrafficRow row) {
            return true;
        }

        @Override
        public int characters(TrafficRow row, String answer) {
            int before = row.conversation().stream()
                    .mapToInt(turn -> turn.text().length())
                    .sum();
            return before + row.question().length() + answer.length();
        }

        private static void add(ArrayNode messages, Turn.Role role, String text) {
            messages.addObject()
                    .put("role", role.name().toLowerCase(Locale.ROOT))
                    .put("content", text);
        }
    }

    /**
     * Plain texts, used exactly as they are.
     *
     * @param frame the prompt, with the placeholder {@code {question}}
     * @param prefix the text before each answer
     */
    record Standard(String frame, String prefix) implements Layout {

        /** The placeholder of the question. */
        public static final String QUESTION = "{question}";

        /** Requires the placeholder. */
        public Standard {
            Objects.requireNonNull(prefix, "prefix");
            if (!frame.contains(QUESTION)) {
                throw new IllegalArgumentException("the prompt's frame must contain the placeholder " + QUESTION
                        + ", but none of its " + frame.length() + " characters is part of one");
            }
        }

        /** Returns the prompt for {@code question}. */
        public String prompt(String question) {
            return frame.replace(QUESTION, question);
        }

        @Override
        public ObjectNode prompted(TrafficRow row) {
            return JsonNodeFactory.instance.objectNode().put(Export.PROMPT, prompt(row.question()));
        }

        @Override
        public void answer(ObjectNode json, String field, String text) {
            json.put(field, prefix + text);
        }

        @Override
        public boolean fits(TrafficRow row) {
            return row.conversation().isEmpty();
        }

        @Override
        public int characters(TrafficRow row, String answer) {
            return prompt(row.question()).length() + prefix.length() + answer.length();
        }
    }
}
