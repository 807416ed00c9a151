package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Ways of drafting as the command line writes them: {@code none}, {@code prompt-lookup}, {@code residual}. */
public final class DraftingNames {

    private DraftingNames() {}

    /** Returns the name of {@code way}. */
    public static String name(Drafting way) {
        return way.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the way called {@code name}.
     *
     * @throws IllegalArgumentException with the choices if there is none
     */
    public static Drafting byName(String name) {
        for (Drafting way : Drafting.values()) {
            if (name(way).equals(name.strip())) {
                return way;
            }
        }
        String names = Arrays.stream(Drafting.values()).map(DraftingNames::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("drafting must be one of " + names + ", but was '" + name + "'");
    }
}
