// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

/** A kind of fact that a correction must not change. */
public enum FactKind {
    /** Numbers as they are written, with the unit or the currency next to them. */
    NUMBERS("numbers", "numbers with their units"),
    /** Names: words in capital letters within sentences, and acronyms. German nouns look the same. */
    NAMES("names", "names"),
    /** URLs and targets of Markdown links. */
    LINKS("links", "links"),
    /** E-mail addresses. */
    MAIL_ADDRESSES("mail-addresses", "e-mail addresses"),
    /** Code blocks and code in back-quotes. */
    CODE("code", "code blocks and spans"),
    /** Quotations of at least two words in quotation marks. */
    QUOTATIONS("quotations", "quotations"),
    /** A JSON object or array. */
    JSON("json", "JSON");

    private final String id;
    private final String label;

    FactKind(String id, String label) {
        this.id = id;
        this.label = label;
    }

    /** Returns the name in scales. */
    public String id() {
        return id;
    }

    /** Returns the name for people. */
    public String label() {
        return label;
    }

    /** Returns whether facts of this kind are looked for in the whole text, wherever it has them. */
    boolean isSearched() {
        return this == NAMES || this == QUOTATIONS;
    }
}
