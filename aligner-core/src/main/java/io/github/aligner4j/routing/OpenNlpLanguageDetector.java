// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * Detects the language of an answer by Apache OpenNLP, in the JVM and in milliseconds. Needs {@code org.apache.opennlp:opennlp-tools} and
 * {@code opennlp-models-langdetect} (about 12 MB together) on the class path, which are optional dependencies.
 *
 * <p>The label is the language's code of two letters, such as {@code de}, or of three where there is none of two. The score says how
 * clearly it is ahead of the second: its probability divided by the sum of both, so that 0.5 means undecided. Answers of less than a
 * sentence, of code or of names are often detected wrongly; name the languages that can occur ({@link #among}) and use a threshold such
 * as 0.6.
 *
 * <p>Safe for use by several threads.
 */
@Incubating
public final class OpenNlpLanguageDetector implements Detector {

    private static final String MODEL = "/langdetect-183.bin";

    /** Reading more of an answer does not change its language. */
    private static final int MAX_CHARACTERS = 4000;

    private static final Map<String, String> TWO_LETTERS = twoLetters();

    private final LanguageDetectorModel model;
    private final Set<String> languages;

    private OpenNlpLanguageDetector(LanguageDetectorModel model, Set<String> languages) {
        this.model = model;
        this.languages = languages;
    }

    /**
     * Loads the model of {@code opennlp-models-langdetect}, which takes about a second. Load it once and share the detector.
     *
     * @throws IllegalStateException if it is not on the class path
     */
    public static OpenNlpLanguageDetector load() {
        try (InputStream file = OpenNlpLanguageDetector.class.getResourceAsStream(MODEL)) {
            if (file == null) {
                throw new IllegalStateException("the language model '" + MODEL
                        + "' is not on the class path; add the dependency"
                        + " org.apache.opennlp:opennlp-models-langdetect:1.3.0, or name a file of your own");
            }
            return new OpenNlpLanguageDetector(new LanguageDetectorModel(file), Set.of());
        } catch (IOException e) {
            throw new UncheckedIOException("the language model '" + MODEL + "' can't be read from the class path", e);
        }
    }

    /**
     * Loads a model file of OpenNLP's language detector.
     *
     * @throws IllegalArgumentException if it can't be read or is no such model
     */
    public static OpenNlpLanguageDetector of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new OpenNlpLanguageDetector(new LanguageDetectorModel(in), Set.of());
        } catch (IOException | RuntimeException e) {
            // OpenNLP throws exceptions of several classes for a file that is no model.
            throw new IllegalArgumentException(
                    "'" + file + "' can't be read as a model of OpenNLP's language detector; name a .bin file of one",
                    e);
        }
    }

    /**
     * Returns a detector that chooses among {@code languages} alone, which makes short answers' labels more reliable.
     *
     * @param languages codes as in labels, such as {@code de}
     * @throws IllegalArgumentException if there are less than two
     */
    public OpenNlpLanguageDetector among(Set<String> languages) {
        if (languages.size() < 2) {
            throw new IllegalArgumentException(
                    "a language detector needs at least two languages to choose among, but was given " + languages);
        }
        return new OpenNlpLanguageDetector(model, Set.copyOf(languages));
    }

    /** Returns the codes of the languages that it can detect, as in labels. */
    public Set<String> languages() {
        Set<String> known = new TreeSet<>();
        for (String language : new LanguageDetectorME(model).getSupportedLanguages()) {
            known.add(TWO_LETTERS.getOrDefault(language, language));
        }
        if (!languages.isEmpty()) {
            known.retainAll(languages);
        }
        return known;
    }

    @Override
    public Detection detect(CorrectionRequest request, CorrectionContext context) {
        context.cancellation().throwIfCancelled();
        long started = System.nanoTime();
        String answer = request.answer();
        String beginning = answer.substring(0, Math.min(answer.length(), MAX_CHARACTERS));
        List<Language> likely = Stream.of(new LanguageDetectorME(model).predictLanguages(beginning))
                .filter(language -> languages.isEmpty() || languages.contains(code(language)))
                .limit(2)
                .toList();
        if (likely.isEmpty()) {
            throw new AlignerException("OpenNLP knows none of the languages " + languages + "; name others");
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return new Detection(code(likely.get(0)), score(likely), TokenUsage.NONE, elapsed);
    }

    private static double score(List<Language> likely) {
        double sum = likely.stream().mapToDouble(Language::getConfidence).sum();
        double share = sum > 0 ? likely.get(0).getConfidence() / sum : 0;
        return Math.min(1, Math.max(0, share));
    }

    private static String code(Language language) {
        return TWO_LETTERS.getOrDefault(language.getLang(), language.getLang());
    }

    private static Map<String, String> twoLetters() {
        Map<String, String> codes = new HashMap<>();
        for (String two : Locale.getISOLanguages()) {
            threeLetters(two).ifPresent(three -> codes.putIfAbsent(three, two));
        }
        codes.put("cmn", "zh"); // Mandarin, which OpenNLP tells apart from other Chinese languages
        return codes;
    }

    private static Optional<String> threeLetters(String two) {
        try {
            return Optional.of(new Locale(two).getISO3Language());
        } catch (MissingResourceException e) {
            return Optional.empty();
        }
    }
}
