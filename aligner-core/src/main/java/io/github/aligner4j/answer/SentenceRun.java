// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.answer.SentenceSplitter.Segment;
import io.github.aligner4j.text.SentenceWindows;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The correction of one answer sentence by sentence, as far as it is known. Nothing is released before the first sentence that is
 * corrected: an answer that is JSON, nothing but numbers, or nothing but thinking is left to {@link AnswerCorrector#correct}. For one
 * thread at a time.
 */
final class SentenceRun {

    private final Aligner aligner;
    private final AnswerPolicy policy;
    private final Supplier<CorrectionRequest> question;
    private final CorrectionContext context;
    private final ThinkingSplitter thinking;
    private final SentenceSplitter sentences = new SentenceSplitter();
    private final StringBuilder read = new StringBuilder();
    private final StringBuilder passing = new StringBuilder();
    private @Nullable CorrectionInParts parts;
    private @Nullable CorrectionRequest request;
    private @Nullable Correction finished;
    private boolean held;
    private boolean refused;
    private boolean wordsReleased;

    SentenceRun(Aligner aligner, AnswerPolicy policy, Supplier<CorrectionRequest> question, CorrectionContext context) {
        this.aligner = aligner;
        this.policy = policy;
        this.question = question;
        this.context = context;
        this.thinking = new ThinkingSplitter(policy.thinkingOpened());
        this.held = policy.form() != Form.TEXT && policy.form() != Form.TEXT_OR_VALUES;
    }

    /** Reads the next chunk of the upstream model's text. */
    void read(String chunk) {
        if (!held) {
            read.append(chunk);
            sentences.append(thinking.append(chunk));
        }
    }

    /** Corrects and releases what is finished next; returns false if nothing is. */
    boolean correctNext() {
        Segment next = held ? null : sentences.next();
        if (next != null) {
            correct(next, true);
        }
        return next != null && !refused;
    }

    /** Returns the number of characters to read before anything can be finished. */
    int missing() {
        return held ? Integer.MAX_VALUE : sentences.missing();
    }

    /** Returns the request without the answer. */
    CorrectionRequest question() {
        if (request == null) {
            request = question.get().withAnswer("");
        }
        return request;
    }

    /** Returns true if text was released. */
    boolean begun() {
        return parts != null;
    }

    /** Returns true if a layer refused, so that nothing more is to be corrected. */
    boolean refused() {
        return refused;
    }

    private void complete(CorrectionInParts begun, String text) {
        int consumed = thinking.thinkingLength() + sentences.consumed();
        if (!text.startsWith(read.substring(0, consumed))) {
            begun.fail();
            throw new AlignerException("the upstream model's final text of " + text.length()
                    + " characters does not begin with the " + consumed
                    + " characters of its stream that were corrected already; stream whole answers of this model");
        }
        sentences.replaceRest(text.substring(consumed));
        for (Segment next = sentences.last(); next != null && !refused; next = sentences.last()) {
            correct(next, !sentences.ended());
        }
        if (!wordsReleased) {
            begun.fail();
            throw new CorrectionRejectedException("the whole answer was deleted");
        }
    }

    /**
     * Corrects and releases the rest of the answer, unless a layer has refused, and returns the correction of all of {@code text}.
     *
     * @throws AlignerException if {@code text} does not begin with what was corrected already
     */
    Correction finish(String text) {
        if (!refused) {
            complete(begin(), text);
        }
        Correction sentences = finish();
        return AnswerParts.of(text, kept() + sentences.answer(), sentences.elapsed(), sentences);
    }

    /** Returns the correction of the sentences so far, after which there are no more. */
    Correction finish() {
        if (finished == null) {
            finished = begin().finish(read.substring(thinking.thinkingLength()));
        }
        return finished;
    }

    /** Reports what was corrected, if anything was, as the caller has no use for the rest. */
    void abandon() {
        if (parts != null) {
            parts.abandon();
        }
    }

    private void correct(Segment segment, boolean more) {
        if (parts != null) {
            release(segment, more);
            return;
        }
        boolean json = segment.block()
                && passing.toString().isBlank()
                && JsonAnswer.find(segment.text()).isPresent();
        if (json) {
            held = true;
        } else if (segment.block()) {
            sentences(passing.toString(), true);
            release(segment, more);
        } else {
            passing.append(segment.text());
            if (AnswerCorrector.isCorrected(segment.text(), policy)) {
                sentences(passing.toString(), more);
            }
        }
    }

    private void release(Segment segment, boolean more) {
        Optional<JsonAnswer> json = segment.block() ? JsonAnswer.find(segment.text()) : Optional.empty();
        if (json.isPresent()) {
            CorrectionInParts begun = begin();
            begun.json(json.get(), policy.form());
            wordsReleased = true;
            refused = begun.refused();
        } else {
            sentences(segment.text(), more);
        }
    }

    private void sentences(String text, boolean more) {
        CorrectionInParts begun = begin();
        String words = SentenceWindows.words(text);
        if (words.isEmpty()) {
            begun.space(text);
            return;
        }
        int start = text.indexOf(words);
        begun.space(text.substring(0, start));
        Correction correction = begun.sentences(words, wordsReleased || more);
        wordsReleased |= !correction.answer().isBlank();
        refused = begun.refused();
        if (!refused) {
            begun.space(text.substring(start + words.length()));
        }
    }

    private CorrectionInParts begin() {
        CorrectionInParts begun = parts;
        if (begun == null) {
            begun = new CorrectionInParts(aligner, question(), context, true);
            parts = begun;
            context.emit(kept());
        }
        return begun;
    }

    private String kept() {
        return policy.keepThinking() ? read.substring(0, thinking.thinkingLength()) : "";
    }
}
