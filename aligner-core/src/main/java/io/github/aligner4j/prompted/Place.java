// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.Turn;
import io.github.aligner4j.prompted.Frame.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A place of a prompt that is filled for each call. */
enum Place {
    QUESTION {
        @Override
        String fill(PromptInputs inputs, Frame frame) {
            return block(frame, Tag.QUESTION, inputs.request().question());
        }
    },
    ANSWER {
        @Override
        String fill(PromptInputs inputs, Frame frame) {
            return block(frame, Tag.ANSWER, inputs.request().answer());
        }
    },
    CONTEXT {
        @Override
        String fill(PromptInputs inputs, Frame frame) {
            return inputs.request().context().stream()
                    .map(passage -> block(frame, Tag.PASSAGE, passage))
                    .filter(block -> !block.isEmpty())
                    .collect(Collectors.joining("\n"));
        }
    },
    CONVERSATION {
        @Override
        String fill(PromptInputs inputs, Frame frame) {
            return inputs.request().conversation().stream()
                    .map(turn -> block(frame, tag(turn.role()), turn.text()))
                    .filter(block -> !block.isEmpty())
                    .collect(Collectors.joining("\n"));
        }
    },
    PRINCIPLES {
        @Override
        String fill(PromptInputs inputs, Frame frame) {
            List<String> principles = inputs.principles();
            return IntStream.range(0, principles.size())
                    .mapToObj(i -> (i + 1) + ". " + principles.get(i))
                    .collect(Collectors.joining("\n"));
        }
    },
    FEEDBACK {
        @Override
        String fill(PromptInputs inputs, Frame frame) {
            return block(frame, Tag.FEEDBACK, inputs.feedback());
        }
    },
    CANDIDATES {
        @Override
        String fill(PromptInputs inputs, Frame frame) {
            List<String> candidates = inputs.candidates();
            return IntStream.range(0, candidates.size())
                    .mapToObj(i -> "Candidate " + (i + 1) + ":\n" + frame.block(Tag.CANDIDATE, candidates.get(i)))
                    .collect(Collectors.joining("\n"));
        }
    },
    LABELS {
        @Override
        String fill(PromptInputs inputs, Frame frame) {
            return String.join("\n", inputs.labels());
        }
    };

    /** Returns the text for this place; empty if there is none. */
    abstract String fill(PromptInputs inputs, Frame frame);

    /** Returns the name in prompt files, in braces. */
    String id() {
        return "{" + name().toLowerCase(Locale.ROOT) + "}";
    }

    static Optional<Place> byId(String id) {
        return Arrays.stream(values()).filter(place -> place.id().equals(id)).findFirst();
    }

    static String ids() {
        return Arrays.stream(values()).map(Place::id).collect(Collectors.joining(", "));
    }

    private static String block(Frame frame, Tag tag, String text) {
        return text.isBlank() ? "" : frame.block(tag, text);
    }

    private static Tag tag(Turn.Role role) {
        return switch (role) {
            case SYSTEM -> Tag.SYSTEM;
            case USER -> Tag.USER;
            case ASSISTANT -> Tag.ASSISTANT;
        };
    }
}
