package io.github.aligner4j.training.supervision;

import io.github.aligner4j.Turn;
import io.github.aligner4j.training.dataset.TrafficRow;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How texts are put into a row: TRL's conversational and standard layouts (its guide "Dataset formats and types"). */
public sealed interface Layout {

    /** Returns what the model reads: the question, framed. */
    ObjectNode prompted(TrafficRow row);

    /** Puts what the model is to write, or is not to write, into {@code json}. */
    void answer(ObjectNode json, String field, String text);

    /** Returns whether the layout has a place for all that was said. */
    boolean fits(TrafficRow row);

    /** Returns how many characters prompt and answer have, frames included. */
    int characters(TrafficRow row, String answer);

    /** Lists of messages, which the model's own chat template frames; what was said before the question is among them. */
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
     * Plain texts, which are read and written exactly so.
     *
     * @param frame the prompt, with {@code {question}} in the question's place
     * @param prefix what is written before each answer
     */
    record Standard(String frame, String prefix) implements Layout {

        /** Where the question goes. */
        public static final String QUESTION = "{question}";

        /** Checks that there is a place for the question. */
        public Standard {
            Objects.requireNonNull(prefix, "prefix");
            if (!frame.contains(QUESTION)) {
                throw new IllegalArgumentException("the prompt's frame must have " + QUESTION
                        + " in the question's place, but of its " + frame.length() + " characters none are");
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
