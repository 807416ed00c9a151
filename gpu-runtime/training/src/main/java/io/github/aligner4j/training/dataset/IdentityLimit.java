package io.github.aligner4j.training.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Keeps only some of the rows that change nothing. */
public final class IdentityLimit {

    private IdentityLimit() {}

    /**
     * Returns {@code rows}, in order, without those above {@code most} that change nothing; which, is drawn.
     *
     * @throws IllegalArgumentException if {@code most} is below 0
     */
    public static List<CorrectionRow> keep(List<CorrectionRow> rows, int most, Random random) {
        if (most < 0) {
            throw new IllegalArgumentException("the most identity rows must be at least 0, but was " + most);
        }
        List<Integer> same = new ArrayList<>(IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).identity())
                .boxed()
                .toList());
        Collections.shuffle(same, random);
        Set<Integer> dropped = new HashSet<>(same.subList(Math.min(most, same.size()), same.size()));
        return IntStream.range(0, rows.size())
                .filter(i -> !dropped.contains(i))
                .mapToObj(rows::get)
                .toList();
    }
}
