// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.autoconfigure.AlignerProperties.Route;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kind of Aligner that a definition describes. */
enum AlignerKind {
    /** An Aligner checkpoint in this JVM. */
    CHECKPOINT("a checkpoint in this JVM"),
    /** An Aligner checkpoint behind an engine. */
    REMOTE("a checkpoint behind an engine"),
    /** A detector and a corrector over an instruct checkpoint. */
    CORRECTOR("a corrector of two steps"),
    /** A chat model with instructions. */
    PROMPTED("a prompted Aligner"),
    /** Other Aligners by condition. */
    ROUTER("a router");

    private final String title;

    AlignerKind(String title) {
        this.title = title;
    }

    /** Returns the kind for messages, with its article. */
    String title() {
        return title;
    }

    static AlignerKind of(Definition definition) {
        if (!definition.routes().isEmpty()) {
            return ROUTER;
        }
        if (definition.prompt() != null) {
            return PROMPTED;
        }
        if (definition.corrector() != null) {
            return CORRECTOR;
        }
        return definition.engine() == null ? CHECKPOINT : REMOTE;
    }

    /** Returns the origin of an Aligner of this kind, for the log; never a key. */
    String description(Definition definition) {
        return switch (this) {
            case ROUTER ->
                "router to "
                        + definition.routes().stream()
                                .map(Route::aligner)
                                .distinct()
                                .collect(Collectors.joining(", "));
            case PROMPTED ->
                "prompt " + definition.prompt() + " on "
                        + Backend.of(definition).description(definition);
            case CORRECTOR ->
                definition.corrector() + " on " + Backend.of(definition).description(definition);
            case CHECKPOINT, REMOTE -> Backend.of(definition).description(definition);
        };
    }

    /** The model behind an Aligner. */
    enum Backend {
        /** A checkpoint with a correction template, in this JVM. */
        ALIGNER_CHECKPOINT,
        /** An instruct checkpoint with a chat template, in this JVM. */
        CHAT_CHECKPOINT,
        /** A remote engine. */
        ENGINE,
        /** A chat model that is a bean. */
        CHAT_MODEL,
        /** None: other Aligners. */
        ALIGNERS;

        static Backend of(Definition definition) {
            boolean engine = definition.engine() != null;
            return switch (AlignerKind.of(definition)) {
                case ROUTER -> ALIGNERS;
                case CHECKPOINT -> ALIGNER_CHECKPOINT;
                case REMOTE -> ENGINE;
                case CORRECTOR -> engine ? ENGINE : CHAT_CHECKPOINT;
                case PROMPTED -> engine ? ENGINE : definition.isEmbedded() ? CHAT_MODEL : CHAT_CHECKPOINT;
            };
        }

        /** Returns whether Aligners can share the model, so that it is loaded once. */
        boolean isLoaded() {
            return this == ALIGNER_CHECKPOINT || this == CHAT_CHECKPOINT;
        }

        /** Returns the URLs without a user, a password or a query, which are refused, but described before. */
        private static String urls(Definition definition) {
            return definition.baseUrl().stream()
                    .map(url -> url.replaceFirst("//.*@", "//").replaceFirst("[?#].*", ""))
                    .collect(Collectors.joining(", "));
        }

        private String description(Definition definition) {
            String adapter = definition.adapter() == null ? "" : " with adapter " + definition.adapter();
            return switch (this) {
                case ALIGNER_CHECKPOINT, CHAT_CHECKPOINT -> "checkpoint " + definition.checkpoint() + adapter;
                case ENGINE -> definition.engine() + " at " + urls(definition) + adapter;
                case CHAT_MODEL ->
                    definition.chatModel() == null ? "the only chat model" : "chat model " + definition.chatModel();
                case ALIGNERS -> name().toLowerCase(Locale.ROOT);
            };
        }
    }
}
