// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.blind;

import io.github.aligner4j.evaluation.judge.Aspect;
import io.github.aligner4j.evaluation.judging.Digests;
import io.github.aligner4j.evaluation.judging.JudgedPair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Pairs of answers for people to compare: in shuffled order, the answers of each in random order, without the names of their systems.
 *
 * @param id identifies the sheet
 * @param title the title
 * @param aspects the aspects that the answers are compared by
 * @param pairs the pairs, in the order in which they are shown
 */
public record BlindSheet(String id, String title, List<Aspect> aspects, List<BlindPair> pairs) {

    private static final int ID_BYTES = 4;
    private static final int DIGEST_BYTES = 8;

    /** Copies the lists. */
    public BlindSheet {
        aspects = List.copyOf(aspects);
        pairs = List.copyOf(pairs);
    }

    /**
     * Returns a sheet of {@code pairs}. Identical answers are left out, and the same answers to a row are shown once, whatever the
     * systems.
     *
     * @param limit the maximum number of pairs; a random choice of them if there are more
     * @param seed the seed of order, sides and choice
     * @throws IllegalArgumentException if all answers are identical, or there is no aspect
     */
    public static BlindSheet of(String title, List<Aspect> aspects, List<JudgedPair> pairs, int limit, long seed) {
        if (aspects.isEmpty() || limit < 1) {
            throw new IllegalArgumentException("a sheet needs at least 1 aspect and 1 pair, but has " + aspects.size()
                    + " aspects and a limit of " + limit + " pairs");
        }
        List<List<JudgedPair>> groups = groups(pairs);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to compare: the answers of all " + pairs.size()
                    + " pairs are identical; compare other systems");
        }
        Random random = new Random(seed);
        String id = id(title, aspects, groups, seed);
        Collections.shuffle(groups, random);
        List<BlindPair> shown = new ArrayList<>();
        for (List<JudgedPair> group : groups.subList(0, Math.min(limit, groups.size()))) {
            JudgedPair pair = group.get(0);
            boolean systemFirst = random.nextBoolean();
            shown.add(new BlindPair(
                    id + "-" + (shown.size() + 1),
                    pair.request(),
                    systemFirst ? pair.answer() : pair.baselineAnswer(),
                    systemFirst ? pair.baselineAnswer() : pair.answer(),
                    group));
        }
        return new BlindSheet(id, title, aspects, shown);
    }

    /** Returns the systems behind the pairs, to be kept from the people who compare them. */
    public List<BlindKey> key() {
        List<BlindKey> keys = new ArrayList<>();
        for (BlindPair shown : pairs) {
            for (JudgedPair pair : shown.pairs()) {
                keys.add(new BlindKey(
                        shown.id(),
                        pair.rowId(),
                        pair.system(),
                        pair.baseline(),
                        pair.answer().equals(shown.first()),
                        digest(pair)));
            }
        }
        return keys;
    }

    /** Returns a digest of a pair's answers. */
    public static String digest(JudgedPair pair) {
        return Digests.of(List.of(pair.answer(), pair.baselineAnswer()), DIGEST_BYTES);
    }

    /** Returns true if an aspect compares with the original answer, so that it has to be shown. */
    public boolean showsOriginal() {
        return aspects.stream().anyMatch(Aspect::comparesWithOriginal);
    }

    private static List<List<JudgedPair>> groups(List<JudgedPair> pairs) {
        Map<List<String>, List<JudgedPair>> groups = new LinkedHashMap<>();
        for (JudgedPair pair : pairs) {
            if (!pair.identical()) {
                boolean ordered = pair.answer().compareTo(pair.baselineAnswer()) < 0;
                List<String> key = ordered
                        ? List.of(pair.rowId(), pair.answer(), pair.baselineAnswer())
                        : List.of(pair.rowId(), pair.baselineAnswer(), pair.answer());
                groups.computeIfAbsent(key, each -> new ArrayList<>()).add(pair);
            }
        }
        return new ArrayList<>(groups.values());
    }

    private static String id(String title, List<Aspect> aspects, List<List<JudgedPair>> groups, long seed) {
        List<String> texts = new ArrayList<>(List.of(title, String.valueOf(seed)));
        aspects.forEach(aspect -> texts.addAll(List.of(aspect.name(), aspect.definition())));
        for (List<JudgedPair> group : groups) {
            texts.addAll(List.of(group.get(0).rowId(), digest(group.get(0))));
        }
        return Digests.of(texts, ID_BYTES);
    }
}
