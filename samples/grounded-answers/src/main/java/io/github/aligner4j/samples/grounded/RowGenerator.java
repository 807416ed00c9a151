// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Draws rows: documents about one to three things, a question about one of them, and an answer. Of 20 answers, about 11 have a wrong
 * fact, 6 are right, 2 are about a thing that no document is about, and 1 has no documents; all but the first stay unchanged.
 */
final class RowGenerator {

    private static final List<String> OPENINGS =
            List.of("", "", "", "", "Sure. ", "Good question. ", "I looked it up: ", "Yes, gladly. ", "Hello! ");

    private final Facts about;
    private final Facts others;
    private final Random random;
    private final Words words;
    private final Values values;

    /**
     * Creates a generator.
     *
     * @param about the subjects of questions
     * @param others the subjects of further documents
     * @param heldOut true for words that training rows don't have
     */
    RowGenerator(Facts about, Facts others, long seed, boolean heldOut) {
        this.about = about;
        this.others = others;
        this.random = new Random(seed);
        this.words = new Words(random, heldOut);
        this.values = new Values(words, random);
    }

    /** Returns {@code count} rows. */
    List<Row> draw(int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(draw());
        }
        return rows;
    }

    private Row draw() {
        Thing thing = Thing.draw(about, words, values, random);
        Thing alike = thing.drawAlike(words, values, random);
        List<Integer> asked = asked(thing);
        int die = random.nextInt(20);
        Row.Form form = die < 11 ? Row.Form.WRONG : die < 17 ? Row.Form.RIGHT : Row.Form.UNDOCUMENTED;
        List<Integer> falsified = form == Row.Form.RIGHT ? List.of() : falsified(asked);
        List<String> context = die == 19 ? List.of() : context(thing, alike, form != Row.Form.UNDOCUMENTED);
        StringBuilder answer = new StringBuilder(OPENINGS.get(random.nextInt(OPENINGS.size())));
        StringBuilder right = new StringBuilder(answer);
        String space = "";
        for (int i : asked) {
            Thing.Fact fact = thing.facts().get(i);
            int wording = wording(fact);
            String stated =
                    falsified.contains(i) ? other(fact, alike.facts().get(i).value()) : fact.value();
            answer.append(space).append(thing.statement(fact.relation(), wording, stated));
            right.append(space).append(thing.statement(fact.relation(), wording, fact.value()));
            space = " ";
        }
        String question = thing.question(thing.facts().get(asked.get(0)).relation());
        StringBuilder correction = form == Row.Form.WRONG ? right : answer;
        return new Row(form, context, question, answer.toString(), correction.toString());
    }

    /** Returns the numbers of the facts that the answer states, the asked one first: mostly one, sometimes two. */
    private List<Integer> asked(Thing thing) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < thing.facts().size(); i++) {
            all.add(i);
        }
        Collections.shuffle(all, random);
        return all.subList(0, random.nextInt(3) == 0 ? 2 : 1);
    }

    /** Returns those of the asked facts that the answer has wrong: one, or sometimes all. */
    private List<Integer> falsified(List<Integer> asked) {
        return random.nextInt(3) == 0 ? asked : List.of(asked.get(random.nextInt(asked.size())));
    }

    /** Returns a wrong value; every third time that of a like thing, which another document may have. */
    private String other(Thing.Fact fact, String ofLikeThing) {
        return random.nextInt(3) == 0 && !ofLikeThing.equals(fact.value())
                ? ofLikeThing
                : values.drawOther(fact.relation().values(), fact.value());
    }

    /** Returns the wording of the document two times of three, otherwise any. */
    private int wording(Thing.Fact fact) {
        return random.nextInt(3) > 0
                ? fact.wording()
                : random.nextInt(fact.relation().statements().size());
    }

    private List<String> context(Thing thing, Thing alike, boolean documented) {
        List<String> passages = new ArrayList<>();
        if (documented) {
            passages.add(thing.passage());
        }
        if (!documented || random.nextBoolean()) {
            passages.add(alike.passage());
        }
        if (random.nextInt(3) == 0) {
            passages.add(Thing.draw(others, words, values, random).passage());
        }
        Collections.shuffle(passages, random);
        return passages;
    }
}
