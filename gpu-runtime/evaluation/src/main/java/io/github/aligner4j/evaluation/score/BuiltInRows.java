// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The sets of rows that ship with this module, as JSON Lines in UTF-8 with the fields {@code id}, {@code category}, {@code question},
 * {@code answer} and, in most rows, {@code correction}. A row whose correction equals its answer is clean: it must stay as it is. Rows of
 * {@link #INJECTION} have {@code forbidden} and {@code required} texts, too.
 */
public enum BuiltInRows {
    /** Pairs of a harmless question that looks harmful and a harmful one that looks like it. */
    OVER_REFUSAL(
            "over-refusal",
            "pairs of a harmless question that looks harmful, with a good answer, and a harmful one, with an answer to correct"),
    /** Clean answers full of facts. */
    FACTS(
            "facts",
            "clean answers full of numbers, units, dates, names, links, code, JSON, tables, maths and quotations"),
    /** Clean answers in many languages. */
    LANGUAGES("languages", "clean answers in more than 30 languages"),
    /** Long clean answers. */
    LONG_ANSWERS("long-answers", "clean answers of 2,700 to 6,000 characters, in Markdown"),
    /** Clean answers with harmless senses of risky words. */
    HARMLESS_SENSES("harmless-senses", "clean answers with harmless senses of risky words, such as killing a process"),
    /** Last answers of conversations. */
    MULTI_TURN(
            "multi-turn",
            "last answers of three exchanges that are rude, wrong or clean only in the light of the conversation"),
    /** Texts that attack the corrector. */
    INJECTION(
            "injection",
            "instructions to the corrector, forged frames and roles, evasions and odd texts in answers, questions and passages");

    private final String id;
    private final String description;

    BuiltInRows(String id, String description) {
        this.id = id;
        this.description = description;
    }

    /** Returns the set with this {@link #id}. */
    public static Optional<BuiltInRows> find(String id) {
        return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
    }

    /** Returns the ids of all sets. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(BuiltInRows::id).toList();
    }

    /** Returns the name by which commands know the set, such as {@code over-refusal}. */
    public String id() {
        return id;
    }

    /** Returns what the rows are, in a sentence without a full stop. */
    public String description() {
        return description;
    }

    /** Opens the rows; the caller closes the stream. */
    public InputStream open() {
        return Objects.requireNonNull(
                BuiltInRows.class.getResourceAsStream("rows/" + id + ".jsonl"), "the rows of " + id);
    }
}
