// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a prompt file; {@link Prompts} describes the format. */
final class PromptFile {

    private static final Pattern SECTION = Pattern.compile("\\[([a-z]+\\.[a-z]+)]\\s*");
    private static final Pattern HEADER = Pattern.compile("(strategy|version):\\s*(\\S.*?)\\s*");

    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, StringBuilder> sections = new LinkedHashMap<>();

    PromptFile(String text) {
        @Nullable StringBuilder section = null;
        for (String line : text.replace("\r\n", "\n").split("\n", -1)) {
            Matcher begins = SECTION.matcher(line);
            if (begins.matches()) {
                section = begin(begins.group(1));
            } else if (section != null) {
                section.append(line).append('\n');
            } else {
                readHeader(line);
            }
        }
    }

    private StringBuilder begin(String name) {
        StringBuilder section = new StringBuilder();
        if (sections.put(name, section) != null) {
            throw new IllegalArgumentException("section [" + name + "] is there twice; remove one");
        }
        return section;
    }

    private void readHeader(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        Matcher header = HEADER.matcher(line);
        if (!header.matches()) {
            throw new IllegalArgumentException(
                    "a line before the first section must be a comment or one of 'strategy: …' and"
                            + " 'version: …', but one of " + line.length() + " characters is not");
        }
        headers.put(header.group(1), header.group(2));
    }

    Prompts prompts() {
        PromptStrategy strategy = PromptStrategy.byId(header("strategy"));
        requireSections(strategy);
        Map<String, MessageTemplate> messages = new HashMap<>();
        sections.forEach((name, text) -> messages.put(name, message(name, text.toString())));
        for (PromptRole role : strategy.roles()) {
            requirePlaces(role, messages);
        }
        return new Prompts(strategy, header("version"), messages);
    }

    private String header(String name) {
        String value = headers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a prompt file needs a line '" + name + ": …' before its first section");
        }
        return value;
    }

    private void requireSections(PromptStrategy strategy) {
        Set<String> allowed = new TreeSet<>();
        for (PromptRole role : strategy.roles()) {
            allowed.add(role.id() + ".system");
            allowed.add(role.id() + ".user");
            if (!sections.containsKey(role.id() + ".user")) {
                throw new IllegalArgumentException(
                        "strategy '" + strategy.id() + "' needs a section [" + role.id() + ".user]");
            }
        }
        for (String name : sections.keySet()) {
            if (!allowed.contains(name)) {
                throw new IllegalArgumentException("section must be one of " + allowed + " for strategy '"
                        + strategy.id() + "', but was [" + name + "]");
            }
        }
    }

    private static MessageTemplate message(String name, String text) {
        try {
            return MessageTemplate.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("section [" + name + "]: " + e.getMessage(), e);
        }
    }

    /** A message that lacks the text it is about would be answered all the same, and wrongly. */
    private static void requirePlaces(PromptRole role, Map<String, MessageTemplate> messages) {
        MessageTemplate system = messages.get(role.id() + ".system");
        MessageTemplate user = messages.get(role.id() + ".user");
        boolean continues = role == PromptRole.EDIT && system == null && messages.containsKey("feedback.user");
        if (user == null || continues) {
            return;
        }
        Place needed = switch (role) {
            case FEEDBACK, EDIT, DETECT -> Place.ANSWER;
            case SELECT, JUDGE, COMPARE -> Place.CANDIDATES;
        };
        require(user, needed, role);
        if (role == PromptRole.COMPARE) {
            requireCriterion(system, user);
        }
        if (role == PromptRole.EDIT && messages.containsKey("feedback.user")) {
            require(user, Place.FEEDBACK, role);
        }
    }

    private static void requireCriterion(@Nullable MessageTemplate system, MessageTemplate user) {
        if (system == null || !system.places().contains(Place.PRINCIPLES)) {
            require(user, Place.PRINCIPLES, PromptRole.COMPARE);
        }
    }

    private static void require(MessageTemplate user, Place place, PromptRole role) {
        if (!user.places().contains(place)) {
            throw new IllegalArgumentException(
                    "section [" + role.id() + ".user] needs the place " + place.id() + ", but has none");
        }
    }
}
