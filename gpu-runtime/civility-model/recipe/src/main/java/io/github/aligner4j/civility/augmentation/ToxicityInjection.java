package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.civility.augmentation.SubstitutionClasses.Kind;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Injects rude words into good answers: after a determiner, words that people delete there; in place of a word ("people"),
 * words that people replace by it. The original answer is the correction. So a model sees rude words in the style of
 * assistants, next to the same sentence without them.
 *
 * @param words the words to inject
 * @param maxWords the maximum number of words in an answer; the number is drawn
 */
public record ToxicityInjection(SubstitutionClasses words, int maxWords) {

    private static final String VOWELS = "aeiou";
    private static final double INSERTED_SHARE = 0.55;

    /** Checks the range. */
    public ToxicityInjection {
        if (maxWords < 1) {
            throw new IllegalArgumentException(
                    "the maximum number of injected words must be at least 1, but was " + maxWords);
        }
    }

    /** A replacement of the text from {@code start} to {@code end}. */
    private record Injection(int start, int end, String text) {}

    /** Returns at most {@code count} new rows; fewer if too few of {@code answers} have a suitable place. */
    public List<CorrectionRow> rows(List<CorrectionRow> answers, int count, Random random) {
        List<CorrectionRow> order = new ArrayList<>(answers);
        List<CorrectionRow> rows = new ArrayList<>();
        for (int round = 0; rows.size() < count && round <= count / Math.max(1, order.size()); round++) {
            Collections.shuffle(order, random);
            for (CorrectionRow answer : order) {
                if (rows.size() < count) {
                    injected(answer, random).ifPresent(rows::add);
                }
            }
        }
        return rows;
    }

    private Optional<CorrectionRow> injected(CorrectionRow answer, Random random) {
        String good = answer.answer();
        List<Token> tokens = Token.of(good);
        TreeMap<Integer, Injection> injections = new TreeMap<>(Collections.reverseOrder());
        int wanted = 1 + random.nextInt(maxWords);
        for (int i = 0; i < wanted; i++) {
            boolean insert = random.nextDouble() < INSERTED_SHARE;
            Optional<Injection> injection = insert ? inserted(good, tokens, random) : replaced(good, tokens, random);
            injection.ifPresent(each -> injections.put(each.start(), each));
        }
        StringBuilder text = new StringBuilder(good);
        injections.values().forEach(injection -> text.replace(injection.start, injection.end, injection.text));
        return injections.isEmpty()
                ? Optional.empty()
                : Optional.of(new CorrectionRow(answer.question(), text.toString(), good));
    }

    private Optional<Injection> inserted(String text, List<Token> tokens, Random random) {
        List<Integer> places = new ArrayList<>();
        for (int i = 1; i < tokens.size(); i++) {
            if (SubstitutionClasses.DETERMINERS.contains(tokens.get(i - 1).plain()) && isNext(text, tokens, i)) {
                places.add(i);
            }
        }
        return drawn(places, random)
                .flatMap(place -> words.draw(Kind.DELETED_BEFORE_NOUN, "", random)
                        .filter(word -> fits(tokens.get(place - 1).plain(), word))
                        .map(word -> new Injection(
                                tokens.get(place).start(), tokens.get(place).start(), word + " ")));
    }

    /** Returns whether the token is a word in lower case after a single space. */
    private static boolean isNext(String text, List<Token> tokens, int index) {
        Token token = tokens.get(index);
        return token.word()
                && Character.isLowerCase(text.charAt(token.start()))
                && text.substring(tokens.get(index - 1).end(), token.start()).equals(" ");
    }

    private static boolean fits(String determiner, String word) {
        return !determiner.equals("a") || VOWELS.indexOf(word.charAt(0)) < 0;
    }

    private Optional<Injection> replaced(String text, List<Token> tokens, Random random) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (words.replacements().contains(tokens.get(i).plain())
                    && tokens.get(i).word()) {
                places.add(i);
            }
        }
        return drawn(places, random)
                .map(tokens::get)
                .flatMap(token -> words.draw(Kind.replaced(token.plain()), token.plain(), random)
                        .map(word ->
                                new Injection(token.start(), token.end(), cased(word, text.charAt(token.start())))));
    }

    private static <T> Optional<T> drawn(List<T> all, Random random) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private static String cased(String word, char like) {
        return Character.isUpperCase(like) ? word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) : word;
    }
}
