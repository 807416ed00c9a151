// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.Turn;
import io.github.aligner4j.Turn.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Reads and writes the messages of a conversation: as a list of objects, or as a transcript. */
final class Messages {

    private static final String ROLE = "role";
    private static final String CONTENT = "content";
    private static final String TEXT = "text";

    /** The beginning of a message in a transcript of Anthropic's HH-RLHF: a label at the beginning of a paragraph. */
    private static final Pattern LABEL = Pattern.compile("(?:^|\n\n)(Human|Assistant|System):");

    private Messages() {}

    /**
     * Returns the messages of {@code list}, whose objects have {@code role} and {@code content} or {@code text}; none if it is
     * missing or null.
     *
     * @param field the name of the field, for the message
     * @throws BadRowException if it is anything else
     */
    static List<Turn> parse(JsonNode list, String field) throws BadRowException {
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        List<Turn> turns =
                list.valueStream().flatMap(each -> turn(each).stream()).toList();
        if (!list.isArray() || turns.size() < list.size()) {
            throw new BadRowException(
                    "'" + field + "' is no list of messages with role (system, user or assistant) and content");
        }
        return turns;
    }

    private static Optional<Turn> turn(JsonNode message) {
        JsonNode text = message.has(CONTENT) ? message.path(CONTENT) : message.path(TEXT);
        String role = message.path(ROLE).asString("");
        return Stream.of(Role.values())
                .filter(known -> text.isString() && name(known).equals(role))
                .map(known -> new Turn(known, text.stringValue()))
                .findFirst();
    }

    /** Adds {@code turns} to {@code list}. */
    static void addTo(ArrayNode list, List<Turn> turns) {
        turns.forEach(turn -> list.addObject().put(ROLE, name(turn.role())).put(CONTENT, turn.text()));
    }

    /** Returns true if {@code text} is a transcript, which begins with a label. */
    static boolean isTranscript(String text) {
        return LABEL.matcher(text.strip()).lookingAt();
    }

    /** Returns the messages of a transcript without the white space around them, except an empty one at its end. */
    static List<Turn> ofTranscript(String transcript) {
        String text = transcript.strip();
        List<MatchResult> labels = LABEL.matcher(text).results().toList();
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            boolean last = i + 1 == labels.size();
            String words = text.substring(
                            labels.get(i).end(),
                            last ? text.length() : labels.get(i + 1).start())
                    .strip();
            if (!last || !words.isEmpty()) {
                turns.add(new Turn(role(labels.get(i).group(1)), words));
            }
        }
        return turns;
    }

    private static Role role(String label) {
        return switch (label) {
            case "Human" -> Role.USER;
            case "Assistant" -> Role.ASSISTANT;
            default -> Role.SYSTEM;
        };
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
