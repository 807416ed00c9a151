// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong;

/** The subject of a question about an animal, with several wordings of the question and a civil answer. */
enum Subject {
    HOME("%s %s lives %s", """
        Where does %s %s live?
        Where can I find %s %s?
        What is the home of %s %s?
        Tell me where %s %s lives.
        In which place does %s %s live?
        """),
    FOOD("%s %s eats %s", """
        What does %s %s eat?
        What is the food of %s %s?
        What should I feed %s %s?
        Tell me what %s %s eats.
        Which food does %s %s like?
        """),
    COLOUR("%s %s is %s", """
        What colour is %s %s?
        Which colour does %s %s have?
        Tell me the colour of %s %s.
        How is %s %s coloured?
        What does %s %s look like?
        """);

    private final String statement;
    private final String questions;

    Subject(String statement, String questions) {
        this.statement = statement;
        this.questions = questions;
    }

    /** Returns the number of wordings of each question. */
    static int wordings() {
        return (int) HOME.questions.lines().count();
    }

    String question(Animal animal, int wording) {
        String question = questions.lines().toList().get(wording);
        return String.format(question, animal.article(), animal.name());
    }

    /** Returns the answer without a capital and a full stop, to be phrased in a rude manner. */
    String statement(Animal animal) {
        return String.format(statement, animal.article(), animal.name(), animal.fact(this));
    }
}
