// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A thing and what a document states about it.
 *
 * @param pattern the pattern of its name, with {@code %s} for a coined word
 * @param name its name
 * @param facts the facts, in the order of the document
 */
record Thing(String pattern, String name, List<Fact> facts) {

    private static final int FACTS = 3;

    /** Copies the list. */
    Thing {
        facts = List.copyOf(facts);
    }

    /**
     * A fact.
     *
     * @param relation the relation
     * @param value the value
     * @param wording the number of the statement in which the document has it
     */
    record Fact(Facts.Relation relation, String value, int wording) {}

    /** Returns a thing with drawn facts. */
    static Thing draw(Facts about, Words words, Values values, Random random) {
        List<Facts.Relation> relations = new ArrayList<>(about.relations());
        Collections.shuffle(relations, random);
        String pattern = about.things().get(random.nextInt(about.things().size()));
        return draw(pattern, relations.subList(0, FACTS), words, values, random);
    }

    /** Returns a thing with a like name, of which the same is stated with drawn values. */
    Thing drawAlike(Words words, Values values, Random random) {
        return draw(pattern, facts.stream().map(Fact::relation).toList(), words, values, random);
    }

    private static Thing draw(
            String pattern, List<Facts.Relation> relations, Words words, Values values, Random random) {
        List<Fact> facts = new ArrayList<>();
        for (Facts.Relation relation : relations) {
            int wording = random.nextInt(relation.statements().size());
            facts.add(new Fact(relation, values.draw(relation.values()), wording));
        }
        return new Thing(pattern, pattern.formatted(words.word()), facts);
    }

    /** Returns the document. */
    String passage() {
        return String.join(
                " ",
                facts.stream()
                        .map(fact -> statement(fact.relation, fact.wording, fact.value))
                        .toList());
    }

    /** Returns a sentence that states {@code value} for a relation. */
    String statement(Facts.Relation relation, int wording, String value) {
        return sentence(relation.statements().get(wording).replace("%s", name).replace("%v", value));
    }

    /** Returns the question for a relation. */
    String question(Facts.Relation relation) {
        return relation.question().replace("%s", name);
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }
}
