package io.github.aligner4j.civility.augmentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;

/** The parts of speech of Universal Dependencies, as far as {@link SyntacticSlot} distinguishes them. */
enum PartOfSpeech {
    NOUN,
    ADJECTIVE,
    NUMBER,
    VERB,
    AUXILIARY,
    ADVERB,
    PRONOUN,
    DETERMINER,
    CONJUNCTION,
    PARTICLE,
    MARK,
    OTHER;

    /** Tags tokens with parts of speech. Not safe for use by several threads. */
    static final class Tagger {

        /** OpenNLP's model of the English Web Treebank: forums and mails, which resemble rude sentences. */
        private static final String MODEL = "/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin";

        private final POSTaggerME tagger = new POSTaggerME(Model.LOADED);

        List<PartOfSpeech> of(List<Token> tokens) {
            String[] words = tokens.stream().map(Tagger::written).toArray(String[]::new);
            return Stream.of(tagger.tag(words)).map(PartOfSpeech::of).toList();
        }

        private static String written(Token token) {
            return token.plain().equals("i") ? token.plain().toUpperCase(Locale.ROOT) : token.plain();
        }
    }

    /** Holds the model, which is loaded on first use. */
    private static final class Model {

        private static final POSModel LOADED = load();

        private static POSModel load() {
            try (InputStream in = PartOfSpeech.class.getResourceAsStream(Tagger.MODEL)) {
                if (in == null) {
                    throw new IllegalStateException("the part-of-speech model " + Tagger.MODEL
                            + " is not on the class path; add org.apache.opennlp:opennlp-models-pos-en");
                }
                return new POSModel(in);
            } catch (IOException e) {
                throw new UncheckedIOException("the part-of-speech model " + Tagger.MODEL + " cannot be read", e);
            }
        }
    }

    private static PartOfSpeech of(String tag) {
        return switch (tag) {
            case "NOUN", "PROPN" -> NOUN;
            case "ADJ" -> ADJECTIVE;
            case "NUM" -> NUMBER;
            case "VERB" -> VERB;
            case "AUX" -> AUXILIARY;
            case "ADV" -> ADVERB;
            case "PRON" -> PRONOUN;
            case "DET" -> DETERMINER;
            case "CCONJ" -> CONJUNCTION;
            case "PART" -> PARTICLE;
            case "PUNCT", "SYM", "INTJ" -> MARK;
            default -> OTHER;
        };
    }
}
