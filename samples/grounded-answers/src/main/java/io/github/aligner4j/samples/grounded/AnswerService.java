// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedRetrievalAugmentor;
import io.github.aligner4j.text.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Answers questions by retrieved documents, and corrects what a model says against them. */
final class AnswerService {

    /** The correction of the answer that this thread waits for; LangChain4j calls the model on the caller's thread. */
    private static final ThreadLocal<Correction> CORRECTION = new ThreadLocal<>();

    private final Assistant assistant;

    /** The AI Service, which LangChain4j implements. */
    interface Assistant {

        Result<String> answer(String question);
    }

    /**
     * Creates a service.
     *
     * @param model answers
     * @param retriever finds documents
     * @param grounded corrects an answer by the documents; not called without any
     */
    AnswerService(ChatModel model, ContentRetriever retriever, Aligner grounded) {
        AlignerStack stack = AlignerStack.builder("grounded-answers")
                .layer(Layer.of("grounded", grounded).withGate(LayerGate.WITH_CONTEXT))
                .build();
        this.assistant = AiServices.builder(Assistant.class)
                .chatModel(AlignedChatModel.builder(model, stack)
                        .onCorrection((request, correction) -> CORRECTION.set(correction))
                        .build())
                .retrievalAugmentor(AlignedRetrievalAugmentor.of(retriever))
                .build();
    }

    /**
     * An answer to a question.
     *
     * @param text the corrected answer
     * @param uncorrected the model's own
     * @param claims the claims that were corrected, with their sources
     */
    record Answer(String text, String uncorrected, List<Claim> claims) {}

    /**
     * A claim that the documents don't support.
     *
     * @param said the words of the model
     * @param corrected the words of the corrected answer
     * @param source the name of the document that says so; empty if none has these words
     */
    record Claim(String said, String corrected, String source) {}

    /** Returns the answer to a question. */
    Answer answer(String question) {
        Result<String> result = assistant.answer(question);
        Correction correction = Objects.requireNonNull(CORRECTION.get());
        CORRECTION.remove();
        List<Claim> claims = new ArrayList<>();
        for (Edit edit : correction.edits()) {
            String words = edit.corrected().strip();
            claims.add(new Claim(edit.original().strip(), words, source(words, result.sources())));
        }
        return new Answer(result.content(), correction.original(), claims);
    }

    private static String source(String words, List<Content> sources) {
        return sources.stream()
                .map(Content::textSegment)
                .filter(document -> document.text().contains(words))
                .findFirst()
                .map(AnswerService::name)
                .orElse("");
    }

    private static String name(TextSegment document) {
        return Objects.requireNonNullElse(document.metadata().getString(Shelf.SOURCE), "");
    }
}
